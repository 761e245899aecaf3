"""The time for an answer is over: the contract's outcome follows. Done by the worker, never by a
person.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from precert.cases import clock, content, events, issuance, statuses, subject
from precert.cases.daycount import local
from precert.cases.decision import Decided
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationAnswer, InformationRequest
from precert.cases.request_action import OnRequest
from precert.cases.subject import Subject
from precert.cases.transition import came, move
from precert.conduct.refusal import refuse
from precert.work import items as work

RULE = "rule: information not received in time"  # with whose it is, the decider in the letters


@dataclass(frozen=True)
class MissInformationInput:
    """The request for information whose time is over."""

    information_request: UUID


class MissInformation(OnRequest[MissInformationInput]):
    """Closes the question; where the contract says so, denies every line for lack of information
    (the only denial a rule makes).
    """

    verb = "miss_information"
    label = "Deadline to answer passed"
    permission = ""

    def allowed(self) -> bool:
        return self.actor.kind == "worker"

    def subject(self) -> tuple[str, str]:
        return "information-request", str(self.data.information_request)

    def find(self) -> Subject:
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
                "This request for information is not open, or its deadline has not passed.",
            )
        self.asked = row
        return subject.load([row.request])[0]

    def hold(self) -> None:
        """Only one answer has room."""
        self.end_wait(self.asked, InformationAnswer.MISSED)
        move("miss_information", self.found.request, self.now)
        work.wait(REVIEW, self.found.id, self.now, waits=False)

    def apply(self) -> Any:
        request, pinned = self.found.request, self.found.pinned
        came(request.pk, self.now)
        clock.reset(request, content.current(request).admission_source, pinned, self.now)
        self.note(events.INFORMATION_MISSED, information_request=str(self.asked.pk))
        if pinned.pack.information.on_miss == "deny-lack-of-information":
            self._deny()
        return {}

    def _deny(self) -> None:
        request, pinned = self.found.request, self.found.pinned
        category = pinned.pack.category(request.case.category)
        reason = next(
            r for r in category.reasons_for(statuses.DENIED) if r.ground == "lack-of-information"
        )
        asked = local(self.asked.asked_at, pinned.pack)
        words = f"The information requested on {asked:%m/%d/%Y} was not received: " + "; ".join(
            self.asked.items
        )
        version = content.current(request)
        decided = [
            Decided.denied(line.key, reason.code, "lack-of-information", words)
            for line in content.asked(request, version, pinned)
        ]
        issues = request.state.issues
        move("deny_unanswered", request, self.now, issues=issues + 1)
        work.finish(REVIEW, request.pk, self.now)
        issuance.clear(request.pk)
        decider = replace(self.actor, name=pinned.pack.name)
        issue, digest = issuance.write(request, version, decided, decider, RULE, self.now)
        self.note(events.DETERMINATION_ISSUED, issue=str(issue.pk), digest=digest)
