"""The work queue: one table, due first; take next, take this, a preview beside it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from precert.cases.actions.take import Take, TakeInput
from precert.cases.queries.queue import QueueFilters, next_to_take
from precert.cases.queries.queue import queue as read_queue
from precert.cases.queries.review import desk
from precert.contracts.queries import all_current
from precert.web.cases.entries import entries
from precert.web.door import Request, requires, run
from precert.web.paging import onward
from precert.web.typed_text.leftovers import left
from precert.web.workbench.queue_lines import lines
from precert.work import kinds

SIZES = (25, 50, 100)
WHO = (("all", "All"), ("free", "Not held"), ("mine", "Held by me"))
TRIES = 16  # how often "Take next" goes on when others were faster
NOTICES = {
    "nothing": "There are no requests you can take. Change the filters, or check again later.",
    "faster": "Other reviewers took those requests first. Please try again.",
}


def filters_of(source: Mapping[str, str]) -> QueueFilters:
    """The filters in an address or a form; unknown words mean all."""
    category, kind = source.get("category", ""), source.get("kind", "")
    level, who = source.get("level", ""), source.get("who", "all")
    return QueueFilters(
        contract=source.get("contract", ""),
        category=category if category in {"inpatient", "outpatient"} else "",
        kind=kind if kind in {one.name for one in kinds.every()} else "",
        level=level if level in levels() else "",
        who=who if who in dict(WHO) else "all",
    )


def levels() -> dict[str, str]:
    """The levels of all kinds of work by code, each with the label that the first kind gives it."""
    found: dict[str, str] = {}
    for kind in kinds.every():
        for level in kind.levels:
            found.setdefault(level.code, level.label)
    return found


def show_of(source: Mapping[str, str]) -> int:
    """How many entries a page shows."""
    return int(source["show"]) if source.get("show") in {str(n) for n in SIZES} else SIZES[0]


def state_of(filters: QueueFilters, show: int) -> dict[str, str]:
    """What stands in the queue's address beside the page: the filters that narrow, and how many
    entries are shown.
    """
    chosen = {
        "contract": filters.contract,
        "category": filters.category,
        "kind": filters.kind,
        "level": filters.level,
        "who": "" if filters.who == "all" else filters.who,
        "show": "" if show == SIZES[0] else str(show),
    }
    return {name: value for name, value in chosen.items() if value}


@requires("queue.view")
@require_safe
def queue_page(request: Request) -> HttpResponse:
    """The queue with its filters; `notice` says why "Take next" led here."""
    filters, show = filters_of(request.GET), show_of(request.GET)
    found = read_queue(
        request.actor, request.now, filters, after=request.GET.get("after", "")[:80], size=show
    )
    state = state_of(filters, show)
    page = {
        "queue": found,
        "rows": lines(request, found.rows),
        "filters": filters,
        "state": state,
        "contracts": [
            (p.pack.id, p.pack.name) for p in all_current() if p.pack.id in request.actor.contracts
        ],
        "kinds": [(one.name, one.label) for one in kinds.every()],
        "levels": list(levels().items()),
        "who": WHO,
        "sizes": SIZES,
        "pager": onward(request.GET, state, len(found.rows), found.count, found.after, show),
        "message": NOTICES.get(request.GET.get("notice", ""), ""),
        "left": left(request),
        "may_take": "request.take" in request.actor.anywhere,
    }
    return render(request, "workbench/queue.html", page)


@requires("request.take")
@require_POST
def take_next(request: Request) -> HttpResponse:
    """Take the most urgent piece of work that nobody does, and go to its page; when somebody was faster, the one after it.
    Else back, with the same filters.
    """
    filters = filters_of(request.POST)
    for _ in range(TRIES):
        found = next_to_take(request.actor, replace(filters, who="free"))
        if found is None:
            return _back(request, filters, "nothing")
        if run(request, Take, TakeInput(found.subject, found.kind)).done:
            return redirect(kinds.named(found.kind).page, found.subject)
    return _back(request, filters, "faster")


def _back(request: Request, filters: QueueFilters, notice: str) -> HttpResponse:
    return redirect(
        f"{reverse('queue')}?{urlencode(state_of(filters, show_of(request.POST)) | {'notice': notice})}"
    )


@requires("queue.view")
@require_safe
def preview(request: Request, request_id: UUID) -> HttpResponse:
    """The request beside the queue, without taking it."""
    found = desk(request.actor, request_id)
    if found is None:
        raise Http404
    offered = entries(request, [request_id]).get(request_id, [])
    return render(request, "workbench/preview.html", {"desk": found, "entries": offered})
