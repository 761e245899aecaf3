"""Issue: makes the determination of every line, once and whole; letters and notices follow from its
event.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import clock, content, decision, events, issuable, issuance, printable, statuses
from precert.cases.daycount import local
from precert.cases.decision import Decided
from precert.cases.kinds import REVIEW
from precert.cases.models import Content, InformationAnswer, WorkingDecision
from precert.cases.queries.timeline import since
from precert.cases.request_action import ByReviewer
from precert.cases.transition import move
from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, refuse
from precert.work import items as work

UNSHOWN = (
    "We could not tell which version of this request you reviewed, so nothing was issued. Open the request"
    " again, review it, then issue."
)


@dataclass(frozen=True)
class IssueDeterminationInput:
    """`version` is that of the working decision on the reviewer's page, `revision` that of the
    request as the page showed it; None where the door could not read it, which is refused.
    `confirmed`: the warnings were read.
    """

    request: UUID
    version: int | None
    revision: int | None
    confirmed: bool = False


class IssueDetermination(ByReviewer[IssueDeterminationInput]):
    """Only by the reviewer who holds the request, only with every line decided, only on what was
    shown; answers with the issue's id.
    """

    verb = "issue_determination"
    label = "Issue"
    permission = "determination.issue"
    rank = 50
    version: Content
    decided: list[Decided]

    def check(self) -> list[Finding]:
        """What came since the page was shown, then the decision, line by line."""
        self._nothing_came()
        working = WorkingDecision.objects.filter(request=self.found.id).first()
        if working is None:
            return [Finding("undecided", "Choose a determination for each line first.")]
        if working.version != self.data.version:
            raise refuse(
                "conflict",
                "changed",
                "The decision was changed in another window. Review it again, then issue.",
            )
        request, pinned = self.found.request, self.found.pinned
        category = pinned.pack.category(request.case.category)
        self.version = content.current(request)
        asked = content.asked(request, self.version, pinned)
        self.decided, findings = decision.read(working.values, asked, category)
        findings += issuable.problems(
            self.decided, asked, pinned.pack, category, self.actor.may("request.deny")
        )
        copy, coded = self.version, content.coded(self.version)
        findings += printable.copied(copy.consumer, copy.providers, coded, self.actor.name)
        if any(d.outcome == statuses.DENIED for d in self.decided) and self._awaits_information():
            findings.append(
                Finding(
                    "awaiting",
                    "A request for information is still open. You can't deny until it is answered"
                    " or expires.",
                )
            )
        return findings

    def _nothing_came(self) -> None:
        """Raises Refusal when something came to the request that the page didn't show."""
        shown, now = self.data.revision, self.found.request.state.revision
        if shown is None or self.data.version is None or not 0 <= shown <= now:
            raise refuse("conflict", "unshown", UNSHOWN)
        if shown == now:
            return
        zone = self.found.pinned.pack
        came = "; ".join(
            f"{one.what}, {local(one.at, zone):%m/%d/%Y %H:%M %Z}"
            for one in since(self.actor, self.found.case_id, self.found.id, now - shown)
        )
        raise refuse(
            "conflict",
            "came",
            f"Since you opened this request: {came}. Review what is new, then issue.",
        )

    def _awaits_information(self) -> bool:
        """Where the clock runs on, the decision doesn't wait: it would be late by force."""
        question = self.found.question
        return question is not None and question.stops_clock and question.due_at > self.now

    def hold(self) -> None:
        """Still this reviewer's, still these decisions, on the version and the revision shown."""
        super().hold()
        self._close_question()
        state = self.found.request.state
        move(
            self.verb,
            self.found.request,
            self.now,
            only={"revision": state.revision},
            issues=state.issues + 1,
        )
        if not issuance.clear(self.found.id, self.data.version):
            raise Moved
        work.finish(REVIEW, self.found.id, self.now)

    def apply(self) -> Any:
        role = statuses.decider(self.actor.may("request.deny"))
        issue, digest = issuance.write(
            self.found.request, self.version, self.decided, self.actor, role, self.now
        )
        self.note(events.DETERMINATION_ISSUED, issue=str(issue.pk), digest=digest)
        return {"issue": str(issue.pk)}

    def _close_question(self) -> None:
        """What was asked for is no longer needed; nobody can answer it now."""
        question, request = self.found.question, self.found.request
        if question is None:
            return
        self.end_wait(question, InformationAnswer.NOT_NEEDED)
        source = self.version.admission_source
        clock.reset(request, source, self.found.pinned, self.now)
        self.note(events.INFORMATION_NOT_NEEDED, information_request=str(question.pk))
