"""A letter before its determination is issued: the same template and facts, nothing stored."""

from datetime import datetime

from precert.cases.queries.case_file import CaseFile, RequestView
from precert.kit import pdf
from precert.letters.facts import facts
from precert.letters.occasions import outcome_of
from precert.letters.shelf import wanted


def preview(case: CaseFile, request: RequestView, audience: str, now: datetime) -> bytes:
    """The PDF for a request as it would be once issued.

    Raises LookupError when no letter goes to that audience for its outcome; PdfError when the text
    can't be printed.
    """
    outcome = outcome_of([line.status for line in request.lines])
    for letter in wanted(request.pinned, outcome):
        if letter.audience == audience:
            return pdf.render(letter.source, facts(case, request, letter, now), at=now)
    raise LookupError(f"No letter goes to the {audience} for this outcome.")
