"""A reviewer's verb on a request: the same page as on the case, reached from the desk, and the desk or
the queue afterwards.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.cases.offers import Verb
from precert.cases.queries.review import case_of
from precert.cases.subject import find
from precert.web import error_pages
from precert.web.cases.verb_page import admitted, answer
from precert.web.door import Request, requires


@requires("queue.view")
@admitted
@require_http_methods(["GET", "POST"])
def review_verb(request: Request, request_id: UUID, verb: Verb) -> HttpResponse:
    """Where someone had the request and nobody has it afterwards, the queue follows; else the desk."""
    found = case_of(request.actor, request_id)
    if found is None:
        return error_pages.not_found(request)
    file, one = found
    desk = reverse("review", kwargs={"request_id": request_id})

    def done() -> HttpResponse:
        freed = one.reviewer and not find(request.actor, request_id).reviewer
        return redirect("queue" if freed else desk)

    return answer(request, verb, file, one, desk, done)
