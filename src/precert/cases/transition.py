"""Moving a request from one status to the next: a conditional UPDATE, so that of two who try one
wins.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import statuses
from precert.cases.models import CaseState, RequestState
from precert.conduct.refusal import Refusal, refuse


def move(
    verb: str, request_id: UUID, now: datetime, *, only: Q | None = None, **changes: Any
) -> None:
    """Take the step `verb`, writing `changes` in the same UPDATE.

    `only` narrows to the rows that may move (not held by somebody else). Raises Refusal("conflict")
    when the request is not, or no longer, where the step starts.
    """
    found = statuses.TABLE[verb]
    rows = RequestState.objects.filter(pk=request_id, status__in=found.sources)
    if only is not None:
        rows = rows.filter(only)
    if found.target is not None:
        changes["status"] = found.target
    if found.holder is not None:
        changes["holder"] = found.holder
    if not rows.update(changed_at=now, **changes):
        raise why_not(verb, request_id)
    if found.target is not None:
        refresh_case(request_id, now)


def why_not(verb: str, request_id: UUID) -> Refusal:
    """The refusal of a step that found no row to move, with what the request's state is now."""
    state = RequestState.objects.filter(pk=request_id).select_related("reviewer").first()
    if state is None:
        return refuse("missing", "no-such-request", "There is no such request.")
    if not statuses.can(verb, state.status):
        label = statuses.LABELS[state.status]
        return refuse(
            "conflict",
            "wrong-status",
            f"This is not possible any more: the request is {label} now.",
        )
    if state.reviewer is not None:
        return refuse("conflict", "held", f"{state.reviewer.full_name} holds this request now.")
    return refuse(
        "conflict",
        "moved-on",
        "Somebody else changed this request in the meantime. Reload the page.",
    )


def refresh_case(request_id: UUID, now: datetime) -> None:
    """Set the case's status to the least advanced of its requests."""
    states = RequestState.objects.filter(request__case__requests=request_id).values_list(
        "request__case_id", "status"
    )
    by_case: dict[UUID, list[str]] = {}
    for case_id, status in states:
        by_case.setdefault(case_id, []).append(status)
    for case_id, found in by_case.items():
        CaseState.objects.filter(pk=case_id).update(
            status=statuses.case_status(found), changed_at=now
        )
