"""The organisation's open requests, newest first."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from precert.cases.queries.open_requests import open_requests
from precert.web.door import Request, requires
from precert.web.paging import number_in, paging


@requires("case.view")
@require_GET
def cases(request: Request) -> HttpResponse:
    """Requests that are submitted and not decided; `needs=answer` leaves those that wait for the provider. Staff have the queue."""
    if request.actor.is_staff:
        return redirect(_queue())
    size, asked = paging(request.GET).size, request.GET.get("needs") == "answer"
    first = number_in(request.GET, "at", 1)
    found = open_requests(request.actor, asked_only=asked, after=request.GET.get("after", ""), size=size)
    state = {"show": size} | ({"needs": "answer"} if asked else {})
    pager = {
        "start": first if found.rows else 0,
        "end": first + len(found.rows) - 1 if found.rows else 0,
        "total": str(found.count),
        "next_url": f"?{urlencode(state | {'after': found.after, 'at': first + size})}" if found.after else "",
        "first_url": f"?{urlencode(state)}" if first > 1 else "",
        "show": size,
    }
    return render(request, "cases/list.html", {"found": found, "pager": pager, "asked": asked})


def _queue() -> str:
    try:
        return reverse("queue")
    except NoReverseMatch:
        return reverse("help_contact")
