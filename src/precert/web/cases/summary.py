"""The case summary: everything of the case on one page that prints. And the answers of one
questionnaire, to read.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from precert.cases.queries.answers import answers_of
from precert.cases.queries.case_file import case_file
from precert.cases.queries.search import WantedNumber
from precert.web import error_pages
from precert.web.cases import case_page, presentation
from precert.web.cases.other_context import not_associated
from precert.web.door import Request, requires


@requires("case.view")
@require_safe
def case_summary(request: Request, number: str) -> HttpResponse:
    """Opens in a new tab."""
    file = case_file(request.actor, number)
    if file is None:
        return not_associated(request, WantedNumber(case=number))
    with timezone.override(presentation.zone(file)):
        now_there = case_page.activity(request, file)
        context = (
            case_page.header(request, file)
            | now_there
            | case_page.ribbons(request, file, now_there["letters_filed"])
        )
        return render(
            request,
            "cases/summary.html",
            context | {"location": presentation.location(file), "notes": presentation.said(file)},
        )


@requires("case.view")
@require_safe
def questionnaire(request: Request, number: str, answers: int) -> HttpResponse:
    """The answers as they were given."""
    file = case_file(request.actor, number)
    found = answers_of(file, answers) if file else None
    if file is None or found is None:
        return error_pages.not_found(request)
    with timezone.override(presentation.zone(file)):
        return render(
            request,
            "cases/questionnaire.html",
            case_page.header(request, file) | {"answers": found},
        )
