"""The work queue: one table, due first; take next, take this, a preview beside it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from precert.cases import statuses
from precert.cases.actions.take import Take, TakeInput
from precert.cases.queries.queue import Filters, next_to_take
from precert.cases.queries.queue import queue as read_queue
from precert.cases.queries.review import desk
from precert.contracts.queries import all_current
from precert.web.door import Request, requires, run
from precert.web.kept.waiting import left

SIZES = (25, 50, 100)
WHO = (("all", "All"), ("free", "Not held"), ("mine", "Held by me"))
TRIES = 16  # how often "Take next" goes on when others were faster


def filters_of(source: object) -> Filters:
    """The filters in an address or a form; unknown words mean all."""
    get = source.get  # type: ignore[attr-defined]
    category, level, who = get("category", ""), get("level", ""), get("who", "all")
    return Filters(
        contract=get("contract", ""),
        category=category if category in {"inpatient", "outpatient"} else "",
        level=level if level in statuses.LEVEL_LABELS else "",
        who=who if who in dict(WHO) else "all",
    )


@requires("queue.view")
@require_GET
def queue_page(request: Request) -> HttpResponse:
    """The queue with its filters."""
    return _page(request)


def _page(request: Request, message: str = "", status: int = 200) -> HttpResponse:
    filters = filters_of(request.GET)
    show = int(request.GET["show"]) if request.GET.get("show") in {str(n) for n in SIZES} else SIZES[0]
    found = read_queue(request.actor, request.now, filters, after=request.GET.get("after", "")[:80], size=show)
    contracts = [(p.pack.id, p.pack.name) for p in all_current() if p.pack.id in request.actor.contracts]
    page = {
        "queue": found,
        "filters": filters,
        "contracts": contracts,
        "levels": list(statuses.LEVEL_LABELS.items()),
        "who": WHO,
        "show": show,
        "sizes": SIZES,
        "message": message,
        "left": left(request),
        "may_take": "request.take" in request.actor.anywhere,
    }
    return render(request, "workbench/queue.html", page, status=status)


@requires("request.take")
@require_POST
def take_next(request: Request) -> HttpResponse:
    """Take the most urgent request that nobody holds; when somebody was faster, the one after it."""
    filters = filters_of(request.POST)
    for _ in range(TRIES):
        found = next_to_take(request.actor, filters)
        if found is None:
            return _page(request, "Nothing is waiting that you may take. Change the filters, or look again later.")
        if run(request, Take, TakeInput(found)).done:
            return redirect("review", request_id=found)
    return _page(request, "Others were faster each time. Please try again.", status=409)


@requires("request.take")
@require_POST
def take_this(request: Request, request_id: UUID) -> HttpResponse:
    """Take one request."""
    result = run(request, Take, TakeInput(request_id))
    if result.done:
        return redirect("review", request_id=request_id)
    return _page(request, result.findings[0].text, status=409)


@requires("queue.view")
@require_GET
def preview(request: Request, request_id: UUID) -> HttpResponse:
    """The request beside the queue, without taking it."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    may_take = request.actor.may("request.take", found.case.row.contract)
    return render(request, "workbench/preview.html", {"desk": found, "may_take": may_take})
