"""The time for an answer is over: the contract's outcome follows. Done by the worker, never by a
person.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from precert.cases import clock, content, events, issuing, statuses
from precert.cases.daycount import local
from precert.cases.decision import Decided
from precert.cases.models import InformationAnswer, InformationRequest
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts


@dataclass(frozen=True)
class MissInformationInput:
    """The request for information whose time is over."""

    information_request: UUID


class MissInformation(LockedAction[MissInformationInput]):
    """Closes the question; where the contract says so, denies every line for lack of information
    (the only denial a rule makes).
    """

    verb = "miss_information"
    label = "Time for an answer over"
    permission = ""

    def allowed(self) -> bool:
        return self.actor.kind == "worker"

    def subject(self) -> tuple[str, str]:
        return "information-request", str(self.data.information_request)

    def lock(self) -> None:
        row = (
            InformationRequest.objects.filter(
                pk=self.data.information_request, due_at__lte=self.now, answer=None
            )
            .select_related("request__case", "request__state")
            .first()
        )
        if row is None:
            raise refuse(
                "conflict",
                "answered",
                "This request for information is not open, or its time is not over.",
            )
        self.asked, self.request = row, row.request
        self.pinned = contracts.pinned(self.request.case.pack_id)

    def apply(self) -> Any:
        InformationAnswer.objects.create(information_request=self.asked, at=self.now, missed=True)
        move("miss_information", self.request.pk, self.now)
        clock.reset(
            self.request, content.current(self.request).admission_source, self.pinned, self.now
        )
        self.record(
            events.INFORMATION_MISSED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
            information_request=str(self.asked.pk),
        )
        if self.pinned.pack.information.on_miss == "deny-lack-of-information":
            self._deny()
        return {}

    def _deny(self) -> None:
        category = self.pinned.pack.category(self.request.case.category)
        reason = next(
            r for r in category.reasons_for(statuses.DENIED) if r.ground == "lack-of-information"
        )
        asked = local(self.asked.asked_at, self.pinned.pack)
        words = f"The information asked for on {asked:%m/%d/%Y} was not received: " + "; ".join(
            self.asked.items
        )
        lines = content.asked(self.request, content.current(self.request), self.pinned)
        decided = [
            Decided(
                line.key,
                statuses.DENIED,
                reason.code,
                "lack-of-information",
                None,
                None,
                None,
                None,
                None,
                "",
                words,
                (),
            )
            for line in lines
        ]
        move(
            "deny_unanswered",
            self.request.pk,
            self.now,
            only=Q(issues=self.request.state.issues),
            reviewer=None,
            issues=self.request.state.issues + 1,
        )
        issuing.clear(self.request.pk)
        issue = issuing.write(self.request, decided, self.actor, "contract rule", self.now)
        self.record(
            events.DETERMINATION_ISSUED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
            issue=str(issue.pk),
        )
