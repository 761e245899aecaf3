"""Submit: the edits run; what was typed becomes a case with a Case ID, once and whole."""

import uuid
from dataclasses import dataclass
from typing import Any

from precert.cases import deadlines, events, gather, held, numbering, statuses
from precert.cases.edits._run import run
from precert.cases.models import (
    END_OF_DAYS,
    Case,
    CaseState,
    Content,
    Diagnosis,
    Draft,
    Line,
    Party,
    Request,
    RequestState,
)
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.contracts import queries as contracts


@dataclass(frozen=True)
class SubmitInput:
    """`version` is that of the draft as reviewed; `agreed` to the disclaimer; `confirmed` when
    warnings were seen.
    """

    draft: uuid.UUID
    version: int
    agreed: bool = False
    confirmed: bool = False


class Submit(LockedAction[SubmitInput]):
    """Writes case, request, first content version, lines, diagnoses and parties; answers with the
    Case ID.
    """

    verb = "submit"
    label = "Submit"
    permission = "draft.submit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def before(self) -> None:
        """The edits and the number, before the transaction; what they looked at is compared again
        inside it.
        """
        if not self.actor.may(self.permission):
            return
        self.draft = held.draft(self.actor, self.data.draft)
        self.pinned = contracts.current(self.draft.contract)
        self._same_version()
        self.seen = held.submissions(self.draft.consumer_id)
        self._gather()
        stopping = [
            f
            for f in self.findings
            if f.severity == "error" or (f.severity == "warning" and not self.data.confirmed)
        ]
        if stopping or not self.data.agreed:
            self._stop()
        self.number = numbering.next_number(self.gathered.facts.today)

    def _stop(self) -> None:
        if any(f.severity == "error" for f in self.findings):
            raise Refusal("invalid", self.findings)
        if any(f.severity == "warning" for f in self.findings) and not self.data.confirmed:
            raise Refusal("confirm", self.findings)
        raise refuse(
            "invalid",
            "disclaimer",
            "Read the disclaimer and agree to it before you submit.",
            path="agreed",
        )

    def _same_version(self) -> None:
        if self.draft.version != self.data.version:
            text = (
                f"{self.draft.modified_by.full_name} changed this request after you reviewed it."
                " Look at it again, then submit."
            )
            raise refuse("conflict", "changed", text)

    def _gather(self) -> None:
        self.gathered = gather.gather(self.draft, self.pinned, self.actor, self.now)
        self.findings = run(self.gathered.facts, self.pinned.pack)

    def lock(self) -> None:
        """Close the draft and count the consumer's submission; gather again only if somebody was in
        between.
        """
        if not self.actor.may(self.permission):
            return
        counted = held.count_submission(self.draft.consumer_id)
        closed = Draft.objects.filter(
            pk=self.draft.pk, version=self.data.version, state=Draft.OPEN
        ).update(state=Draft.SUBMITTED, modified_at=self.now)
        if not closed:
            held.draft(self.actor, self.data.draft)
            self.draft.refresh_from_db()
            self._same_version()
            raise refuse(
                "conflict", "already-submitted", "This request has been submitted already."
            )
        if counted != self.seen + 1:
            self._gather()

    def check(self) -> list[Finding]:
        return self.findings

    def apply(self) -> Any:
        case = self._case()
        request = self._request(case)
        content = self._content(request)
        self._rows(content)
        self._parties(case, request)
        self.record(
            events.REQUEST_SUBMITTED,
            events.SUBJECT_REQUEST,
            request.pk,
            case_id=case.pk,
            request=str(request.pk),
        )
        return {"case": case.number, "request": str(request.pk)}

    def _case(self) -> Case:
        case = Case.objects.create(
            number=self.number,
            contract=self.draft.contract,
            pack_id=self.pinned.version_pk,
            consumer_id=self.gathered.person.id,
            category=self.draft.category,
            origin="portal",
            submitted_at=self.now,
        )
        CaseState.objects.create(case=case, status=statuses.SUBMITTED, changed_at=self.now)
        return case

    def _request(self, case: Case) -> Request:
        facts, step = self.gathered.facts, statuses.step("submit", statuses.UNSUBMITTED)
        request = Request.objects.create(
            id=self.draft.pk,
            case=case,
            number=1,
            kind=facts.request_type or "",
            urgency=facts.urgency or "",
            urgency_reason=facts.urgency_reason or "",
            notification_at=self.now,
            submitted_at=self.now,
            submitted_by_id=self.actor.person_id,
            submitted_for_id=self.draft.provider_id,
        )
        due = deadlines.due(
            self.pinned.pack,
            category=facts.category,
            urgency=facts.urgency or "standard",
            kind=facts.request_type or "prior-auth",
            source=facts.admission_source or "",
            moments=deadlines.Moments(received=self.now),
        )
        RequestState.objects.create(
            request=request,
            contract=case.contract,
            category=case.category,
            provider_id=self.draft.provider_id,
            status=step.target or statuses.SUBMITTED,
            holder=step.holder or statuses.REVIEWER,
            level=statuses.NURSE,
            due_at=due.at,
            due_rule=due.rule,
            queue_at=due.at or END_OF_DAYS,
            changed_at=self.now,
        )
        return request

    def _content(self, request: Request) -> Content:
        facts = self.gathered.facts
        start, end = facts.span
        return Content.objects.create(
            request=request,
            n=1,
            at=self.now,
            by_id=self.actor.person_id,
            consumer=facts.consumer.copy,
            providers=[{"role": p.role, "id": p.id, **p.copy} for p in facts.providers],
            place_of_service=facts.place_of_service or "",
            service_type=facts.service_type or "",
            admission_source=facts.admission_source or "",
            admit_date=facts.admit_date,
            fips=facts.fips or "",
            start=start,
            end=end,
        )

    def _rows(self, content: Content) -> None:
        facts = self.gathered.facts
        Diagnosis.objects.bulk_create(
            Diagnosis(
                content=content,
                position=d.position,
                system=d.code.system,
                code=d.code.code,
                text=d.code.text[:400],
            )
            for d in facts.diagnoses
        )
        Line.objects.bulk_create(
            Line(
                content=content,
                key=line.key,
                position=n,
                kind=line.kind,
                system=line.code.system,
                code=line.code.code,
                text=line.code.text[:400],
                modifiers=list(line.modifiers),
                unit_qualifier=line.unit_qualifier or "",
                start=line.start,
                end=line.end,
                duration=line.duration,
                quantity=line.quantity,
                frequency=line.frequency or "",
                rate=line.rate,
            )
            for n, line in enumerate(facts.lines, 1)
        )

    def _parties(self, case: Case, request: Request) -> None:
        Party.objects.bulk_create(
            Party(
                case=case,
                request=request,
                n=1,
                provider_id=p.id,
                role=p.role,
                submitted_at=self.now,
            )
            for p in self.gathered.facts.providers
        )
