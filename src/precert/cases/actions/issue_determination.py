"""Issue: makes the determination of every line, once and whole; letters and notices follow from its
event.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from precert.cases import clock, content, decision, events, held, issuable, issuing, statuses
from precert.cases.models import InformationAnswer, InformationRequest, WorkingDecision
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.contracts import queries as contracts


@dataclass(frozen=True)
class IssueDeterminationInput:
    """`version` is that of the working decision on the reviewer's page."""

    request: UUID
    version: int


class IssueDetermination(LockedAction[IssueDeterminationInput]):
    """Only by the reviewer who holds the request, only with every line decided; answers with the
    issue's id.
    """

    verb = "issue_determination"
    label = "Issue"
    permission = "determination.issue"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_REQUEST, str(self.data.request)

    def lock(self) -> None:
        self.request = held.under_contract(self, self.data.request)
        self.pinned = contracts.pinned(self.request.case.pack_id)
        self.category = self.pinned.pack.category(self.request.case.category)
        self.asked = content.asked(self.request, content.current(self.request), self.pinned)
        self.working = WorkingDecision.objects.filter(request=self.request).first()
        self.question = InformationRequest.objects.filter(request=self.request, answer=None).first()

    def check(self) -> list[Finding]:
        state = self.request.state
        if state.status != statuses.ACTIVE_REVIEW:
            raise refuse(
                "conflict",
                "wrong-status",
                f"This request is {statuses.LABELS[state.status]}; there is nothing to issue.",
            )
        if state.reviewer_id != self.actor.account_id:
            return [Finding("not-yours", "You don't hold this request. Take it to decide on it.")]
        if self.working is None:
            return [Finding("undecided", "Choose a determination for each line first.")]
        if self.working.version != self.data.version:
            raise self._changed()
        self.decided, findings = decision.read(self.working.values, self.asked, self.category)
        findings += issuable.problems(
            self.decided,
            self.asked,
            self.pinned.pack,
            self.category,
            self.actor.may("request.deny"),
        )
        if any(d.outcome == statuses.DENIED for d in self.decided) and self._awaits_information():
            findings.append(
                Finding(
                    "awaiting",
                    "Information was asked for and has not come yet; its time is not over.",
                )
            )
        return findings

    def _changed(self) -> Refusal:
        return refuse(
            "conflict",
            "changed",
            "The decision was changed in another window. Look at it again, then issue.",
        )

    def _awaits_information(self) -> bool:
        """Where the clock runs on, the decision doesn't wait: it would be late by force."""
        return (
            self.question is not None
            and self.question.stops_clock
            and self.question.due_at > self.now
        )

    def apply(self) -> Any:
        if (
            self.question is not None
            # before the request moves, as an answer does it: of two at once the second waits and is
            # refused
        ):
            self._close(self.question)
        mine = Q(reviewer=self.actor.account_id, issues=self.request.state.issues)
        issues = self.request.state.issues + 1
        move(
            "issue_determination",
            self.request.pk,
            self.now,
            only=mine,
            reviewer=None,
            issues=issues,
        )
        if not issuing.clear(self.request.pk, self.data.version):
            raise self._changed()
        issue = issuing.write(
            self.request,
            self.decided,
            self.actor,
            statuses.decider(self.actor.may("request.deny")),
            self.now,
        )
        self.record(
            events.DETERMINATION_ISSUED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
            issue=str(issue.pk),
        )
        return {"issue": str(issue.pk)}

    def _close(self, question: InformationRequest) -> None:
        """What was asked for is no longer needed; nobody can answer it any more."""
        try:
            with transaction.atomic():
                InformationAnswer.objects.create(information_request=question, at=self.now)
        except IntegrityError:
            raise refuse(
                "conflict",
                "answered",
                "The answer to your question came just now. Look at it, then issue.",
            ) from None
        clock.reset(
            self.request, content.current(self.request).admission_source, self.pinned, self.now
        )
        case = self.request.case_id
        subject = events.SUBJECT_REQUEST, self.request.pk
        self.record(
            events.INFORMATION_NOT_NEEDED,
            *subject,
            case_id=case,
            information_request=str(question.pk),
        )
