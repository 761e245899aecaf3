"""Refer: a nurse hands a request on to the physicians' queue; the clock runs on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import events, held, statuses
from precert.cases.models import Note
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding
from precert.kit.merge import storable


@dataclass(frozen=True)
class ReferToPhysicianInput:
    """The request, and what the physician should look at."""

    request: UUID
    reason: str


class ReferToPhysician(LockedAction[ReferToPhysicianInput]):
    """Sets the level to physician and frees the request; the reason becomes an internal note."""

    verb = "refer_to_physician"
    label = "Refer to physician"
    permission = "request.determine"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)

    def check(self) -> list[Finding]:
        findings = []
        if self.request.state.reviewer_id != self.actor.account_id:
            findings.append(Finding("not-yours", "Take the request before you refer it."))
        if self.request.state.level == statuses.PHYSICIAN:
            findings.append(Finding("already", "This request is with the physicians already."))
        if not storable(self.data.reason).strip():
            findings.append(
                Finding("reason", "Say what the physician should look at.", path="reason")
            )
        return findings

    def apply(self) -> Any:
        move(
            "refer_to_physician",
            self.request.pk,
            self.now,
            only=Q(reviewer=self.actor.account_id),
            reviewer=None,
            level=statuses.PHYSICIAN,
        )
        Note.objects.create(
            request_id=self.request.pk,
            type="referral",
            text=storable(self.data.reason),
            internal=True,
            author_id=self.actor.person_id,
            author_name=self.actor.name,
            at=self.now,
        )
        self.record(
            events.REQUEST_REFERRED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
        )
        return {}
