"""Try again now: a letter or notice that failed becomes due at once."""

from dataclasses import dataclass
from typing import Any

from precert.cases import events
from precert.cases.queries import failures
from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.journal import delivery


@dataclass(frozen=True)
class RepairDeliveryInput:
    """The delivery's row; `as_is` for letters that are held: made although they can't show all."""

    delivery: int
    as_is: bool = False


class RepairDelivery(Action[RepairDeliveryInput, str | None]):
    """Whatever failed is repeated by the worker; nothing is made twice."""

    verb = "repair_delivery"
    label = "Try again"
    permission = "letter.repair"

    def subject(self) -> tuple[str, str]:
        return "delivery", str(self.data.delivery)

    def find(self) -> str | None:
        """The contract of its case; None: whatever there is."""
        return failures.contract_of(self.actor, self.data.delivery)

    def contract(self) -> str | None:
        return self.found

    def check(self) -> list[Finding]:
        """Only who saw what a held letter can't show may have it made as it is."""
        row = delivery.find(self.data.delivery)
        if self.data.as_is and row and not row.done_at and not delivery.why_held(row):
            return [Finding("not-held", "These letters are not on hold. Try them again instead.")]
        return []

    def hold(self) -> None:
        if not delivery.again(self.data.delivery, self.now):
            raise refuse("conflict", "not-open", "This has already been done.")

    def apply(self) -> Any:
        row = delivery.find(self.data.delivery) if self.data.as_is else None
        more = {"case_id": row.entry.case_id, "as_is": row.entry_id} if row else {}
        self.record(events.DELIVERY_REPAIRED, "delivery", self.data.delivery, **more)
        return {}
