"""Letters and notices that failed, for those who look after them: of the cases of their contracts,
or all there are.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access
from precert.cases.models import Case
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.journal import delivery
from precert.journal.delivery import Errand

EVERYTHING = "failures.view-all"


def failures(actor: Actor) -> list[Errand]:
    """The first 100 of what failed and is still open, what is tried next first; what belongs to no
    case is for those who serve all.
    """
    return delivery.failing(cases=_cases(actor))


def count(actor: Actor) -> int:
    """How many there are."""
    return delivery.failing_count(cases=_cases(actor))


def numbers(actor: Actor, rows: Iterable[Errand]) -> dict[UUID | None, str]:
    """The Case IDs of what failed, also for those who may not open the cases."""
    cases = {row.entry.case_id for row in rows if row.entry.case_id}
    return dict(access.failures(actor).filter(pk__in=cases).values_list("pk", "number"))


def _cases(actor: Actor) -> QuerySet[Case, UUID] | None:
    return None if actor.may(EVERYTHING) else access.failures(actor).values_list("pk", flat=True)


def contract_of(actor: Actor, delivery_id: int) -> str | None:
    """The contract under which the actor deals with a delivery; None: with whatever there is.

    Raises Refusal("missing") for one that isn't the actor's to see, and for one that isn't there
    alike.
    """
    row = delivery.find(delivery_id)
    if row is not None and actor.may(EVERYTHING):
        return None
    case_id = row.entry.case_id if row is not None else None
    case = access.failures(actor).filter(pk=case_id).first() if case_id else None
    if case is None:
        raise refuse("missing", "missing", "Letter or notice not found.")
    return case.contract
