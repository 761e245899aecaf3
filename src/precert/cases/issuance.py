"""Writing determinations: one issue of a request, its lines' determinations and how the lines stand
by them, the case's authorization number.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from precert.cases import statuses
from precert.cases.decision import Decided
from precert.cases.digests import digest
from precert.cases.models import (
    CaseState,
    Content,
    Determination,
    Issue,
    LineState,
    Request,
    WorkingDecision,
    by,
)
from precert.conduct.actor import Actor

GRANTING = frozenset({statuses.APPROVED, statuses.PARTIAL})


def write(
    request: Request,
    content: Content,
    decided: Sequence[Decided],
    actor: Actor,
    role: str,
    now: datetime,
) -> tuple[Issue, str]:
    """Append the determinations on that content version; the request's state was moved by the
    caller, in the same transaction. Returns the issue, and the digest of what was written.
    """
    issue = Issue.objects.create(request=request, n=request.state.issues + 1, at=now, **by(actor))
    counts = _counts(request.pk)
    rows = Determination.objects.bulk_create(
        Determination(
            issue=issue,
            request=request,
            content=content,
            line_key=one.key,
            n=counts.get(one.key, 0) + 1,
            outcome=one.outcome,
            review_action=statuses.REVIEW_ACTIONS[one.outcome],
            alternative=one.alternative,
            reason_code=one.reason,
            criteria=list(one.criteria),
            rationale=one.rationale,
            by_role=role,
            at=now,
            **(_amounts(one) if one.outcome != statuses.DENIED else {}),
            **by(actor),
        )
        for one in decided
    )
    _stand(request.pk, rows)
    if any(one.outcome in GRANTING for one in decided):
        CaseState.objects.filter(pk=request.case_id, authorization=None).update(
            authorization=authorization(request.case.number)
        )
    return issue, digest([issue, *rows])


def authorization(case_number: str) -> str:
    """The authorization number that a case gets with its first approval."""
    return f"A{case_number}"


def clear(request_id: UUID, version: int | None = None) -> bool:
    """Take the working decision away: whatever it is, or (`version`) only if it is still the one
    that is being issued.
    """
    rows = WorkingDecision.objects.filter(pk=request_id)
    if version is not None:
        rows = rows.filter(version=version)
    return bool(rows.delete()[0])


def _amounts(one: Decided) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "duration": one.duration,
        "quantity": one.quantity,
        "rate": one.rate,
    }


def _stand(request_id: UUID, rows: Sequence[Determination]) -> None:
    """Say of each line what stands now."""
    states = {one.key: one for one in LineState.objects.filter(request=request_id)}
    for row in rows:
        state, grants = states[row.line_key], row.outcome in GRANTING
        state.status, state.determination = row.outcome, row
        state.approved_start = row.start if grants else None
        state.approved_end = (row.end or row.start) if grants else None
        state.approved_days = row.duration if grants else None
        state.approved_units = row.quantity if grants else None
    LineState.objects.bulk_update(
        states.values(),
        [
            "status",
            "determination",
            "approved_start",
            "approved_end",
            "approved_days",
            "approved_units",
        ],
    )


def _counts(request_id: UUID) -> dict[str, int]:
    rows = (
        Determination.objects.filter(request=request_id)
        .values_list("line_key")
        .annotate(last=Max("n"))
    )
    return dict(rows)
