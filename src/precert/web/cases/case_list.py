"""The organisation's open requests, newest first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from precert.cases.queries.open_requests import open_requests
from precert.web.cases.entries import entries
from precert.web.door import Request, requires
from precert.web.paging import onward, paging


@requires("case.view")
@require_safe
def cases(request: Request) -> HttpResponse:
    """Requests that are submitted and not decided; `needs=answer` leaves those that wait for the
    provider. Staff have the queue.
    """
    if request.actor.side == "review":
        return redirect("queue")
    size, asked = paging(request.GET).size, request.GET.get("needs") == "answer"
    found = open_requests(
        request.actor, asked_only=asked, after=request.GET.get("after", ""), size=size
    )
    state = {"show": size} | ({"needs": "answer"} if asked else {})
    pager = onward(request.GET, state, len(found.rows), found.count, found.after, size)
    by_request = entries(request, [row.id for row in found.rows])
    rows = [(row, by_request.get(row.id, [])) for row in found.rows]
    page = {"found": found, "rows": rows, "pager": pager, "asked": asked}
    return render(request, "cases/list.html", page)
