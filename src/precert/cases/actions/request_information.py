"""Ask the provider for information: the ball goes to the provider, and the clock stops where the
contract says so.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import clock, content, deadlines, events
from precert.cases.dialog import Dialog, DialogField, DialogInput
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationRequest, by
from precert.cases.request_action import ByReviewer
from precert.cases.transition import move
from precert.conduct.refusal import Finding
from precert.kit.hidden_characters import trimmed
from precert.kit.merge import storable
from precert.work import items as work

MOST_ITEMS = 50
LONGEST_ITEM = (
    1_000  # characters: an item is a line of a list, and stands whole in pages and letters
)

NOTHING = "Enter at least one item you need."


@dataclass(frozen=True)
class RequestInformationInput:
    """The items asked for, one text each."""

    request: UUID
    items: tuple[str, ...]


class RequestInformation(ByReviewer[RequestInformationInput]):
    """One open request for information at a time; answers with its id and when the answer is due."""

    verb = "request_information"
    label = "Ask for information"
    permission = "information.request"
    rank = 40

    def dialog(self) -> Dialog:
        stops = self.found.pinned.pack.information.stops_clock
        clock_of = (
            "The review clock pauses until the provider answers."
            if stops
            else "The review clock keeps running under this contract."
        )
        return Dialog(
            does=f"We notify the provider immediately. {clock_of}",
            fields=(
                DialogField(
                    "items",
                    "What do you need? Enter one item per line.",
                    "textarea",
                    required=NOTHING,
                ),
            ),
            send="Ask",
        )

    @classmethod
    def read(cls, typed: DialogInput) -> RequestInformationInput:
        items = typed.fields.get("items", "").splitlines()
        return RequestInformationInput(typed.request, tuple(items))

    def possible(self) -> list[Finding]:
        if found := super().possible():
            return found
        if self.found.question is not None:
            return [
                Finding("open", "An earlier request for information has not been answered yet.")
            ]
        return []

    def check(self) -> list[Finding]:
        items, findings = self._items(), []
        if not items:
            findings.append(Finding("items", NOTHING, path="items"))
        if len(items) > MOST_ITEMS:
            findings.append(
                Finding("items", f"Ask for at most {MOST_ITEMS} items at a time.", path="items")
            )
        if long := [item for item in items if len(item) > LONGEST_ITEM]:
            words = (
                f"“{long[0][:40]}…” is {len(long[0]):,} characters long. Use at most"
                f" {LONGEST_ITEM:,} for each item."
            )
            findings.append(Finding("items", words, path="items"))
        return findings

    def _items(self) -> list[str]:
        return [text for item in self.data.items if (text := trimmed(storable(item)))]

    def hold(self) -> None:
        super().hold()
        move("request_information", self.found.request, self.now)
        work.wait(REVIEW, self.found.id, self.now, waits=True)

    def apply(self) -> Any:
        request, pinned = self.found.request, self.found.pinned
        row = InformationRequest.objects.create(
            request=request,
            n=InformationRequest.objects.filter(request=request).count() + 1,
            items=self._items(),
            asked_at=self.now,
            due_at=deadlines.information_due(pinned.pack, self.now, self.found.item.due_at),
            stops_clock=pinned.pack.information.stops_clock,
            **by(self.actor),
        )
        clock.reset(request, content.current(request).admission_source, pinned, self.now)
        self.note(events.INFORMATION_REQUESTED, information_request=str(row.pk))
        return {"information_request": str(row.pk), "due_at": row.due_at.isoformat()}
