"""Moving a request from one status to the next: a conditional UPDATE, so that of two who try one
wins.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from precert.cases import statuses
from precert.cases.models import CaseState, Request, RequestState
from precert.conduct.action import Moved


def move(
    verb: str,
    request: Request,
    now: datetime,
    *,
    only: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Take the step `verb`, writing `changes` in the same UPDATE, while the request still stands as
    its `state` was read (`only`: and still has these values). Raises Moved when it doesn't.

    The case's row is locked first: of two requests of one case that move at once, the second works
    the case's status out from what the first has left.
    """
    step = statuses.TABLE[verb]
    if step.target is not None:
        hold_case(request.case_id, now)
        changes["status"] = step.target
    if step.holder is not None:
        changes["holder"] = step.holder
    same = RequestState.objects.filter(
        pk=request.pk,
        status__in=step.sources,
        issues=request.state.issues,
        content=request.state.content,
        **(only or {}),
    )
    if not same.update(changed_at=now, **changes):
        raise Moved
    if step.target is not None:
        refresh_case(request.case_id, now)


def hold_case(case_id: UUID, now: datetime) -> None:
    """Nobody else moves a request of this case until the transaction ends."""
    CaseState.objects.filter(pk=case_id).update(changed_at=now)


def came(request_id: UUID, now: datetime) -> None:
    """Count something that came to a request (an answer, a document, a note), so that who decides
    on it has to look again.
    """
    RequestState.objects.filter(pk=request_id).update(revision=F("revision") + 1, changed_at=now)


def refresh_case(case_id: UUID, now: datetime) -> None:
    """Set the case's status to the least advanced of its requests."""
    found = RequestState.objects.filter(request__case=case_id).values_list("status", flat=True)
    CaseState.objects.filter(pk=case_id).update(status=statuses.case_status(found), changed_at=now)
