"""Release: the reviewer gives a request back to the queue; what was typed so far stays with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import events, held
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding


@dataclass(frozen=True)
class ReleaseInput:
    """The request to release."""

    request: UUID


class Release(LockedAction[ReleaseInput]):
    """By the one who holds it, or by somebody who may assign."""

    verb = "release"
    label = "Release"
    permission = "request.release"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)

    def check(self) -> list[Finding]:
        holder = self.request.state.reviewer_id
        if holder is None:
            return [Finding("not-held", "Nobody holds this request.")]
        if holder != self.actor.account_id and not self.actor.may("request.assign"):
            return [
                Finding(
                    "not-yours",
                    "Only the reviewer who holds this request, or a supervisor, can release it.",
                )
            ]
        return []

    def apply(self) -> Any:
        holder = self.request.state.reviewer_id
        move("release", self.request.pk, self.now, only=Q(reviewer=holder), reviewer=None)
        self.record(
            events.REQUEST_RELEASED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
        )
        return {}
