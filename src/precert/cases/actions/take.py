"""Take: somebody does a piece of work on a request until it is released, referred or done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events
from precert.cases.dialog import DialogInput
from precert.cases.kinds import REVIEW
from precert.cases.request_action import OnWork
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.work import items as work


@dataclass(frozen=True)
class TakeInput:
    """The work to take: its kind, and what it is about (for a review: the request)."""

    subject: UUID
    kind: str = REVIEW


class Take(OnWork[TakeInput]):
    """A review makes Active Review; of many who take at once one gets it, the others learn who has it."""

    verb = "take"
    label = "Take"
    permission = "request.take"
    rank = 10

    @classmethod
    def read(cls, typed: DialogInput) -> TakeInput:
        kind, subject = typed.work or (REVIEW, typed.request)
        return TakeInput(subject, kind)

    def allowed(self) -> bool:
        return self.kind.takes(self.actor)

    def possible(self) -> list[Finding]:
        if found := super().possible():
            return found
        if self.found.reviewer_id is not None:
            return [Finding("held", f"{self.found.reviewer} holds this request.")]
        level = self.kind.level(self.found.level)
        if self.actor.may(level.permission):
            return []
        return [Finding(f"{level.code}-level", f"{level.label} is for reviewers of another role.")]

    def hold(self) -> None:
        item = self.found.item
        if not work.take(item.kind, item.subject, self.actor.person_id, self.now):
            raise Moved
        self.move()

    def apply(self) -> Any:
        self.tell(events.REQUEST_TAKEN, events.WORK_TAKEN)
        return {"request": str(self.found.id)}
