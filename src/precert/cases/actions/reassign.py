"""Reassign: a supervisor gives a piece of work to a reviewer, whether somebody holds it or nobody;
what was typed so far stays.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events
from precert.cases.dialog import Dialog, DialogField, DialogInput, Options, problems
from precert.cases.kinds import REVIEW
from precert.cases.models import Note, by
from precert.cases.request_action import OnWork
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.kit.hidden_characters import trimmed
from precert.kit.merge import storable
from precert.kit.numbers import whole
from precert.people.queries.reviewers import reviewers
from precert.work import items as work

CHOOSE = "Choose a reviewer."
REASON = DialogField(
    "reason",
    "Reason",
    "textarea",
    "Optional. We save this as an internal note. The provider never sees it.",
)


@dataclass(frozen=True)
class ReassignInput:
    """The work by kind and subject (for a review: the request), the account of who is to do it, and
    of who did it when that was decided (None: nobody).
    """

    subject: UUID
    reviewer: int | None
    before: int | None
    reason: str = ""
    kind: str = REVIEW


class Reassign(OnWork[ReassignInput]):
    """To somebody who may take it. Makes Active Review, as taking does; a reason becomes an internal
    note. Refused when the work has changed hands since the supervisor looked.
    """

    verb = "reassign"
    label = "Reassign"
    permission = "request.assign"
    rank = 25

    def dialog(self) -> Dialog:
        return Dialog(
            does=f"{self._holder()}.",
            fields=(
                DialogField("before", type="hidden", value=str(self.found.reviewer_id or "")),
                DialogField(
                    "reviewer", "Reviewer", "select", required=CHOOSE, options=self._others
                ),
                REASON,
            ),
            send="Reassign",
        )

    @classmethod
    def read(cls, typed: DialogInput) -> ReassignInput:
        reviewer, before = (whole(typed.fields.get(one, "")) for one in ("reviewer", "before"))
        kind, subject = typed.work or (REVIEW, typed.request)
        return ReassignInput(subject, reviewer, before, typed.fields.get("reason", ""), kind)

    def check(self) -> list[Finding]:
        if self.data.before != self.found.reviewer_id:
            words = f"{self._holder()} now. To reassign it all the same, choose Reassign again."
            return [Finding("changed", words)]
        if self.data.reviewer is None:
            return [Finding("required", CHOOSE, path="reviewer")]
        if str(self.data.reviewer) not in dict(self._others()):
            words = f"This person cannot take this {self._thing()}. Choose another reviewer."
            return [Finding("reviewer", words, path="reviewer")]
        typed = DialogInput(self.found.id, {"reason": self.data.reason})
        return problems(Dialog(fields=(REASON,)), typed, ())

    def hold(self) -> None:
        item, reviewer = self.found.item, self.data.reviewer
        if reviewer is None or not work.pass_on(
            item.kind, item.subject, (self.found.reviewer_id, item.level), reviewer, self.now
        ):
            raise Moved
        self.move()

    def apply(self) -> Any:
        if reason := trimmed(storable(self.data.reason)):
            Note.objects.create(
                request_id=self.found.id,
                type="reassignment",
                text=reason,
                internal=True,
                at=self.now,
                **by(self.actor),
            )
        free = self.found.reviewer_id is None
        review = events.REQUEST_ASSIGNED if free else events.REQUEST_REASSIGNED
        passed = {"reviewer": self.data.reviewer, "before": self.data.before}
        self.tell(review, events.WORK_ASSIGNED, **passed)
        return {}

    def _thing(self) -> str:
        return "request" if self.reviews else self.kind.label.lower()

    def _holder(self) -> str:
        return f"{self.found.reviewer or 'No one'} holds this {self._thing()}"

    def _others(self) -> Options:
        """Who may take work of this level under this contract, without who does it now."""
        level = self.kind.level(self.found.level)
        found = reviewers(level.permission, self.found.contract)
        return tuple((str(pk), name) for pk, name in found.items() if pk != self.found.reviewer_id)
