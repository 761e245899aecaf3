"""The clock of a request as it stands: its moments from the rows, its due time from `deadlines`."""

from collections.abc import Iterable
from datetime import datetime

from precert.cases import deadlines
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationRequest, Request
from precert.contracts.queries import Pinned
from precert.work import items as work


def due(
    request: Request,
    category: str,
    source: str,
    asked: Iterable[InformationRequest],
    pinned: Pinned,
) -> deadlines.Due:
    """When the decision is due by now, and by which rule; `asked` are its requests for information
    in order, with their answers.
    """
    pauses = tuple(
        deadlines.Pause(row.asked_at, row.answer.at if hasattr(row, "answer") else None)
        for row in asked
    )
    return deadlines.due(
        pinned.pack,
        category=category,
        urgency=request.urgency or "standard",
        kind=request.kind or "prior-auth",
        source=source,
        moments=deadlines.ClockMoments(received=request.received_at, pauses=pauses),
    )


def reset(request: Request, source: str, pinned: Pinned, now: datetime) -> None:
    """Write the due time as it is after the clock was paused or resumed."""
    asked = (
        InformationRequest.objects.filter(request=request).select_related("answer").order_by("n")
    )
    found = due(request, request.case.category, source, asked, pinned)
    work.set_due(REVIEW, request.pk, found.at, found.rule, now)
