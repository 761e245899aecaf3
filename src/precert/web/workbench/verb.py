"""A reviewer's verb on a request: the same page as on the case, reached from the desk, and the desk or
the queue afterwards.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.cases.offers import Verb
from precert.cases.queries.review import case_of
from precert.cases.subject import find
from precert.web import error_pages
from precert.web.cases.verb_page import admitted, answer
from precert.web.door import Request, requires
from precert.work import kinds


@requires("queue.view")
@admitted
@require_http_methods(["GET", "POST"])
def review_verb(request: Request, request_id: UUID, verb: Verb) -> HttpResponse:
    """Where someone had the work and nobody has it afterwards, the queue follows; else its page, for
    a review the desk. `work` in the address names other work than the review.
    """
    found = case_of(request.actor, request_id)
    if found is None:
        return error_pages.not_found(request)
    file, one = found
    work = _work(request.GET.get("work", ""))
    back = reverse("review", kwargs={"request_id": request_id})
    if work is not None:
        back = reverse(kinds.named(work[0]).page, args=[work[1]])

    def done() -> HttpResponse:
        freed = work is None and one.reviewer and not find(request.actor, request_id).reviewer
        return redirect("queue" if freed else back)

    return answer(request, verb, file, one, back, done, work)


def _work(named: str) -> tuple[str, UUID] | None:
    """Other work than the review, by kind and subject. Http404 for what names none."""
    kind, _, subject = named.partition(" ")
    if not named:
        return None
    try:
        return kinds.named(kind).name, UUID(subject)
    except (KeyError, ValueError) as error:
        raise Http404 from error
