"""Home of a provider: what waits for the organisation. Staff have the queue instead."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from precert.cases.queries import search as numbers
from precert.cases.queries.consumer_search import packs
from precert.cases.queries.home import home as figures
from precert.conversations.queries import unread_count
from precert.web.account.arrival import landing
from precert.web.cases.other_context import not_associated
from precert.web.consumer_terms import wording
from precert.web.door import Request, requires, signed_in
from precert.web.paging import paging
from precert.web.typed_text.leftovers import left

SORTS = ("-modified", "modified")


@signed_in
@require_safe
def home(request: Request) -> HttpResponse:
    """The figures, and the requests that are saved but not submitted."""
    if request.actor.side == "review":
        return redirect(landing(request.actor))
    if request.actor.provider_id is None:
        return redirect("context")
    state = paging(request.GET)
    sort = request.GET.get("sort", SORTS[0])
    found = figures(
        request.actor, page=state.page, size=state.size, oldest_first=sort == "modified"
    )
    if not found.drafts and state.page > 1:
        return redirect("home")
    page = {
        "left": left(request),
        "home": found,
        "messages": unread_count(request.actor),
        "words": wording(packs(request.actor)),
        "pager": state.shown(found.not_submitted, len(found.drafts)),
        "sort": sort if sort in SORTS else SORTS[0],
    }
    return render(request, "home/home.html", page)


@requires("case.view")
@require_safe
def search(request: Request) -> HttpResponse:
    """Search by #: to the case, if it is one that the actor may see. What isn't there and what
    isn't theirs look alike.
    """
    typed = request.GET.get("q", "")[:40]
    wanted = numbers.read(typed)
    if wanted is None:
        return render(request, "home/search.html", {"search_text": typed})
    number = numbers.find(request.actor, wanted)
    return (
        not_associated(request, wanted) if number is None else redirect("case_page", number=number)
    )
