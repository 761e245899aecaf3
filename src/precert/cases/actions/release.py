"""Release: whoever does a piece of work gives it back to the queue; what was typed so far stays."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events
from precert.cases.dialog import Dialog, DialogInput
from precert.cases.kinds import REVIEW
from precert.cases.request_action import OnWork
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.work import items as work


@dataclass(frozen=True)
class ReleaseInput:
    """The work to release: its kind, and what it is about (for a review: the request)."""

    subject: UUID
    kind: str = REVIEW


class Release(OnWork[ReleaseInput]):
    """By the one who holds it, or by somebody who may assign."""

    verb = "release"
    label = "Release"
    permission = "request.release"
    rank = 20

    def dialog(self) -> Dialog:
        if self.found.reviewer_id in {None, self.actor.account_id}:
            return Dialog()
        return Dialog(
            confirm=(
                f"{self.found.reviewer} holds this request. Release it to the queue? Entries so"
                " far are kept."
            )
        )

    @classmethod
    def read(cls, typed: DialogInput) -> ReleaseInput:
        return ReleaseInput(typed.request)

    def possible(self) -> list[Finding]:
        if found := super().possible():
            return found
        holder = self.found.reviewer_id
        if holder is None:
            return [Finding("not-held", "No one holds this request.")]
        if holder != self.actor.account_id and not self.actor.may("request.assign"):
            return [
                Finding(
                    "not-yours",
                    "Only the reviewer holding this request or a supervisor can release it.",
                )
            ]
        return []

    def hold(self) -> None:
        item = self.found.item
        if not work.release(item.kind, item.subject, item.worker_id, self.now):
            raise Moved
        self.move()

    def apply(self) -> Any:
        self.tell(events.REQUEST_RELEASED, events.WORK_RELEASED)
        return {}
