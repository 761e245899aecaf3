"""Take: a reviewer holds a request until it is released, referred or issued."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import events, held, statuses
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding


@dataclass(frozen=True)
class TakeInput:
    """The request to take."""

    request: UUID


class Take(LockedAction[TakeInput]):
    """Makes Active Review; of many who take at once one gets it, the others learn who has it."""

    verb = "take"
    label = "Take"
    permission = "request.take"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)

    def check(self) -> list[Finding]:
        if self.request.state.level == statuses.PHYSICIAN and not self.actor.may("request.deny"):
            return [Finding("physician-level", "This request was referred to a physician.")]
        return []

    def apply(self) -> Any:
        move(
            "take",
            self.request.pk,
            self.now,
            only=Q(reviewer=None),
            reviewer_id=self.actor.account_id,
        )
        self.record(
            events.REQUEST_TAKEN,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
        )
        return {"request": str(self.request.pk)}
