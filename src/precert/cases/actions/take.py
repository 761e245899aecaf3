"""Take: a reviewer holds a request until it is released, referred or issued."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events, statuses
from precert.cases.dialog import DialogInput
from precert.cases.reviewing import OnRequest
from precert.cases.subject import REVIEW
from precert.cases.transition import move
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.work import items as work


@dataclass(frozen=True)
class TakeInput:
    """The request to take."""

    request: UUID


class Take(OnRequest[TakeInput]):
    """Makes Active Review; of many who take at once one gets it, the others learn who has it."""

    verb = "take"
    label = "Take"
    permission = "request.take"
    rank = 10

    @classmethod
    def read(cls, typed: DialogInput) -> TakeInput:
        return TakeInput(typed.request)

    def possible(self) -> list[Finding]:
        if found := super().possible():
            return found
        if self.found.reviewer_id is not None:
            return [Finding("held", f"{self.found.reviewer} holds this request.")]
        if self.found.level == statuses.PHYSICIAN and not self.actor.may("request.deny"):
            return [Finding("physician-level", "This request was referred to a physician.")]
        return []

    def hold(self) -> None:
        if not work.take(REVIEW, self.found.id, self.actor.person_id, self.now):
            raise Moved
        move("take", self.found.request, self.now)

    def apply(self) -> Any:
        self.note(events.REQUEST_TAKEN)
        return {"request": str(self.found.id)}
