"""Writing determinations: one issue of a request, its lines' determinations, the case's
authorization number. Append-only.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from precert.cases import statuses
from precert.cases.decision import Decided
from precert.cases.models import CaseState, Determination, Issue, Request, WorkingDecision
from precert.conduct.actor import Actor


def write(
    request: Request, decided: Sequence[Decided], actor: Actor, role: str, now: datetime
) -> Issue:
    """Append the determinations; the request's state was moved by the caller, in the same
    transaction.
    """
    issue = Issue.objects.create(
        request=request, n=request.state.issues + 1, at=now, by_id=actor.account_id
    )
    counts = _counts(request.pk)
    Determination.objects.bulk_create(
        Determination(
            issue=issue,
            request=request,
            line_key=one.key,
            n=counts.get(one.key, 0) + 1,
            outcome=one.outcome,
            review_action=statuses.REVIEW_ACTIONS[one.outcome],
            start=one.start if one.outcome != statuses.DENIED else None,
            end=one.end if one.outcome != statuses.DENIED else None,
            duration=one.duration if one.outcome != statuses.DENIED else None,
            quantity=one.quantity if one.outcome != statuses.DENIED else None,
            rate=one.rate if one.outcome != statuses.DENIED else None,
            alternative=one.alternative,
            reason_code=one.reason,
            criteria=list(one.criteria),
            rationale=one.rationale,
            by_id=actor.account_id,
            by_name=actor.name,
            by_role=role,
            at=now,
        )
        for one in decided
    )
    if any(one.outcome in {statuses.APPROVED, statuses.PARTIAL} for one in decided):
        CaseState.objects.filter(pk=request.case_id, authorization=None).update(
            authorization=authorization(request.case.number)
        )
    return issue


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


def _counts(request_id: UUID) -> dict[str, int]:
    rows = (
        Determination.objects.filter(request=request_id)
        .values_list("line_key")
        .annotate(last=Max("n"))
    )
    return dict(rows)
