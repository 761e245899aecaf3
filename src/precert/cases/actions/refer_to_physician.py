"""Refer: work on a request goes to the queue of the next level, a nurse's review to the
physicians'; the clock runs on.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events
from precert.cases.dialog import Dialog, DialogField, DialogInput
from precert.cases.kinds import REVIEW
from precert.cases.models import Note, by
from precert.cases.request_action import ByReviewer, OnWork
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.kit.hidden_characters import trimmed
from precert.kit.merge import storable
from precert.work import items as work

REASON = "Enter what the physician should review."


@dataclass(frozen=True)
class ReferToPhysicianInput:
    """The work by kind and subject (for a review: the request), and what to look at."""

    subject: UUID
    reason: str
    kind: str = REVIEW


class ReferToPhysician(OnWork[ReferToPhysicianInput], ByReviewer[ReferToPhysicianInput]):
    """Sets the next level and frees the work; the reason becomes an internal note."""

    verb = "refer_to_physician"
    label = "Refer to physician"
    permission = "request.determine"
    rank = 30

    def dialog(self) -> Dialog:
        return Dialog(
            fields=(
                DialogField(
                    "reason",
                    "What should the physician review?",
                    "textarea",
                    "We save this as an internal note. The provider never sees it.",
                    required=REASON,
                ),
            ),
            send="Refer",
        )

    @classmethod
    def read(cls, typed: DialogInput) -> ReferToPhysicianInput:
        return ReferToPhysicianInput(typed.request, typed.fields.get("reason", ""))

    def possible(self) -> list[Finding]:
        if found := super().possible():
            return found
        if self.kind.above(self.found.level) is None:
            return [Finding("already", "This request is already at the highest level.")]
        return []

    def check(self) -> list[Finding]:
        if trimmed(storable(self.data.reason)):
            return []
        return [Finding("reason", REASON, path="reason")]

    def hold(self) -> None:
        item, mine, next_level = (
            self.found.item,
            self.actor.account_id,
            self.kind.above(self.found.level),
        )
        if next_level is None or not work.release(
            item.kind, item.subject, mine, self.now, level=next_level.code
        ):
            raise Moved
        self.move()

    def apply(self) -> Any:
        Note.objects.create(
            request_id=self.found.id,
            type="referral",
            text=storable(self.data.reason),
            internal=True,
            at=self.now,
            **by(self.actor),
        )
        self.tell(events.REQUEST_REFERRED, events.WORK_REFERRED)
        return {}
