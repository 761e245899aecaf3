"""Ask the provider for information: the ball goes to the provider, and the clock stops where the
contract says so.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import clock, content, deadlines, events, held
from precert.cases.models import InformationRequest
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts
from precert.kit.merge import storable

MOST_ITEMS = 50
LONGEST_ITEM = (
    1_000  # characters: an item is a line of a list, and stands whole in pages and letters
)


@dataclass(frozen=True)
class RequestInformationInput:
    """The items asked for, one text each."""

    request: UUID
    items: tuple[str, ...]


class RequestInformation(LockedAction[RequestInformationInput]):
    """One open request for information at a time; answers with its id and when the answer is due."""

    verb = "request_information"
    label = "Ask for information"
    permission = "information.request"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)
        self.items = [text for item in self.data.items if (text := storable(item).strip())]

    def check(self) -> list[Finding]:
        findings = []
        if self.request.state.reviewer_id != self.actor.account_id:
            findings.append(
                Finding("not-yours", "Take the request before you ask for information.")
            )
        if not self.items:
            findings.append(
                Finding("items", "Name at least one thing that you need.", path="items")
            )
        if len(self.items) > MOST_ITEMS:
            findings.append(
                Finding("items", f"Ask for at most {MOST_ITEMS} things at a time.", path="items")
            )
        if long := [item for item in self.items if len(item) > LONGEST_ITEM]:
            words = (
                f"“{long[0][:40]}…” is {len(long[0]):,} characters long; one thing asked for may"
                f" have {LONGEST_ITEM:,}. Shorten it."
            )
            findings.append(Finding("items", words, path="items"))
        if InformationRequest.objects.filter(request=self.request, answer=None).exists():
            findings.append(
                Finding("open", "An earlier request for information has not been answered yet.")
            )
        return findings

    def apply(self) -> Any:
        pinned = contracts.pinned(self.request.case.pack_id)
        rule = pinned.pack.information
        move(
            "request_information", self.request.pk, self.now, only=Q(reviewer=self.actor.account_id)
        )
        row = InformationRequest.objects.create(
            request=self.request,
            n=InformationRequest.objects.filter(request=self.request).count() + 1,
            items=self.items,
            asked_by_id=self.actor.person_id,
            asked_by_name=self.actor.name,
            asked_at=self.now,
            due_at=deadlines.information_due(pinned.pack, self.now, self.request.state.due_at),
            stops_clock=rule.stops_clock,
        )
        clock.reset(self.request, content.current(self.request).admission_source, pinned, self.now)
        self.record(
            events.INFORMATION_REQUESTED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
            information_request=str(row.pk),
        )
        return {"information_request": str(row.pk), "due_at": row.due_at.isoformat()}
