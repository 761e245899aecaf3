"""Refer: a nurse hands a request on to the physicians' queue; the clock runs on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events, statuses
from precert.cases.dialog import Dialog, DialogInput, Field
from precert.cases.models import Note, by
from precert.cases.reviewing import ByReviewer
from precert.cases.subject import REVIEW
from precert.cases.transition import move
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.kit.merge import storable
from precert.work import items as work

REASON = "Enter what the physician should review."


@dataclass(frozen=True)
class ReferToPhysicianInput:
    """The request, and what the physician should look at."""

    request: UUID
    reason: str


class ReferToPhysician(ByReviewer[ReferToPhysicianInput]):
    """Sets the level to physician and frees the request; the reason becomes an internal note."""

    verb = "refer_to_physician"
    label = "Refer to physician"
    permission = "request.determine"
    rank = 30

    def dialog(self) -> Dialog:
        return Dialog(
            fields=(
                Field(
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
        if self.found.level == statuses.PHYSICIAN:
            return [Finding("already", "This request is already at the physician level.")]
        return []

    def check(self) -> list[Finding]:
        if storable(self.data.reason).strip():
            return []
        return [Finding("reason", REASON, path="reason")]

    def hold(self) -> None:
        mine, level = self.actor.account_id, statuses.PHYSICIAN
        if not work.release(REVIEW, self.found.id, mine, self.now, level=level):
            raise Moved
        move("refer_to_physician", self.found.request, self.now)

    def apply(self) -> Any:
        Note.objects.create(
            request_id=self.found.id,
            type="referral",
            text=storable(self.data.reason),
            internal=True,
            at=self.now,
            **by(self.actor),
        )
        self.note(events.REQUEST_REFERRED)
        return {}
