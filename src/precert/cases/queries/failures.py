"""Letters and notices that failed, for those who look after them: of the cases of their contracts, or all there are."""

from precert.cases import access
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.journal import delivery
from precert.journal.delivery import Delivery

EVERYTHING = "failures.view-all"


def failures(actor: Actor) -> list[Delivery]:
    """What failed and is still open, what is tried next first. What belongs to no case is for those who serve every contract."""
    if actor.may(EVERYTHING):
        return delivery.failing()
    return delivery.failing(cases=access.failures(actor).values_list("pk", flat=True))


def contract_of(actor: Actor, delivery_id: int) -> str | None:
    """The contract under which the actor deals with a delivery; None: with whatever there is.

    Raises Refusal("missing") for one that isn't the actor's to see, and for one that isn't there alike.
    """
    row = delivery.find(delivery_id)
    if row is not None and actor.may(EVERYTHING):
        return None
    case_id = row.entry.case_id if row is not None else None
    case = access.failures(actor).filter(pk=case_id).first() if case_id else None
    if case is None:
        raise refuse("missing", "missing", "There is no such letter or notice.")
    return case.contract
