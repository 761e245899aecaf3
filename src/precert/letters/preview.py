"""A letter before its determination is issued: the same template and facts, nothing stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from precert.cases import statuses
from precert.cases.decision import Decided
from precert.cases.models import Determination
from precert.cases.queries.case_file import CaseFile, RequestView
from precert.kit import pdf
from precert.letters.facts import facts
from precert.letters.shelf import outcome_of, wanted


def preview(case: CaseFile, request: RequestView, decided: Sequence[Decided], decider: str, audience: str, now: datetime) -> bytes:
    """The PDF. Raises LookupError while no line is decided, or when no letter goes to that audience; PdfError when it can't be made."""
    found = {one.key: one for one in decided if one.outcome}
    if not found or len(found) < len(request.lines):
        raise LookupError("Choose a determination for each line; then the letter can be shown.")
    category = case.pinned.pack.category(case.row.category)
    lines = []
    for line in request.lines:
        one = found[line.row.key]
        row = Determination(
            outcome=one.outcome, start=one.start, end=one.end, duration=one.duration, quantity=one.quantity, rationale=one.rationale,
            alternative=one.alternative, criteria=list(one.criteria), by_name=decider, by_role="preview",
        )  # fmt: skip
        reason = category.reason(one.reason)
        lines.append(replace(line, status=one.outcome, determination=row, reason=reason.label if reason else ""))
    outcome = outcome_of([one.outcome for one in found.values()])
    for letter in wanted(case.pinned, outcome):
        if letter.audience == audience:
            return pdf.render(letter.source, facts(case, replace(request, lines=tuple(lines)), letter, now), at=now)
    raise LookupError(f"No letter goes to the {audience} for this outcome ({statuses.LINE_LABELS[outcome]}).")
