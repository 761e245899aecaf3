"""The clock of a request as it stands: its moments from the rows, its due time from `deadlines`."""

from datetime import datetime

from precert.cases import deadlines
from precert.cases.models import END_OF_DAYS, InformationRequest, Request, RequestState
from precert.contracts.queries import Pinned


def moments(request: Request) -> deadlines.Moments:
    """When the request was received, and when the clock stood still."""
    rows = InformationRequest.objects.filter(request=request).select_related("answer").order_by("n")
    pauses = tuple(deadlines.Pause(row.asked_at, row.answer.at if hasattr(row, "answer") else None) for row in rows)
    return deadlines.Moments(received=request.submitted_at, pauses=pauses)


def due(request: Request, source: str, pinned: Pinned) -> deadlines.Due:
    """When the decision is due by now, and by which rule."""
    return deadlines.due(
        pinned.pack,
        category=request.case.category,
        urgency=request.urgency or "standard",
        kind=request.kind or "prior-auth",
        source=source,
        moments=moments(request),
    )


def reset(request: Request, source: str, pinned: Pinned, now: datetime) -> None:
    """Write the due time as it is after the clock stopped or started; absent while it stands still."""
    found = due(request, source, pinned)
    RequestState.objects.filter(pk=request.pk).update(
        due_at=found.at, due_rule=found.rule, queue_at=found.at or END_OF_DAYS, changed_at=now
    )
