"""Submit: the edits run; what was typed becomes a case with a Case ID, once and whole."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from precert.cases import events, fact_reader, numbering, open_draft, submission, submission_count
from precert.cases.edits._run import run
from precert.cases.fact_reader import Gathered
from precert.cases.models import Draft, Request
from precert.cases.submission import Submission
from precert.conduct.action import Action, Moved, stop
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import Pinned
from precert.kit.statements import Change, changed, flight
from precert.registry import identity


@dataclass(frozen=True)
class SubmitInput:
    """`version` is that of the draft as reviewed; `agreed` to the disclaimer; `confirmed` when
    warnings were seen.
    """

    draft: uuid.UUID
    version: int
    agreed: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Reviewed:
    """The draft with its facts."""

    draft: Draft
    pinned: Pinned
    gathered: Gathered


class Submit(Action[SubmitInput, Reviewed]):
    """Writes the rows of the submission; answers with the Case ID."""

    verb = "submit"
    label = "Submit"
    permission = "draft.submit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def find(self) -> Reviewed:
        """The draft, and everything its edits need."""
        found = open_draft.find(self.actor, self.data.draft)
        gathered = fact_reader.gather(found.row, found.pinned, self.actor, self.now)
        return Reviewed(found.row, found.pinned, gathered)

    def check(self) -> list[Finding]:
        """The version that was reviewed, then what the edits find, then the disclaimer."""
        draft = self.found.draft
        if draft.version != self.data.version:
            raise refuse(
                "conflict",
                "changed",
                f"{draft.modified_by_name} changed this request after you reviewed it. Review it again,"
                " then submit.",
            )
        findings = run(self.found.gathered.facts, self.found.pinned.pack)
        stop(findings, confirmed=self.data.confirmed)
        if not self.data.agreed:
            raise refuse(
                "invalid",
                "disclaimer",
                "Read the disclaimer and agree to it before you submit.",
                path="agreed",
            )
        return findings

    def prepare(self) -> None:
        """The Case ID's counter commits by itself; a number whose submission fails is a gap."""
        self.number = numbering.next_number(self.found.gathered.facts.today)

    def hold(self) -> None:
        """Close the draft as it was reviewed, and be the next submission for this person, who must
        not have been merged meanwhile.
        """
        draft, gathered = self.found.draft, self.found.gathered
        if submission_count.count_one(gathered.person.id) != gathered.submissions + 1:
            raise Moved
        with flight():
            remains = identity.remains_later(gathered.person.id)
            closed = _close.later(draft.pk, self.data.version, self.now)
        if not (remains() and closed()):
            raise Moved

    def apply(self) -> Any:
        request = submission.write(
            Submission(
                request_id=self.found.draft.pk,
                gathered=self.found.gathered,
                pinned=self.found.pinned,
                actor=self.actor,
                provider_id=self.found.draft.provider_id,
                origin="portal",
                received_at=self.now,
                now=self.now,
                case_number=self.number,
            ),
            self._event,
        )
        return {"case": request.case.number, "request": str(request.pk)}

    def _event(self, request: Request, digest: str) -> None:
        self.record(
            events.REQUEST_SUBMITTED,
            events.SUBJECT_REQUEST,
            request.pk,
            case_id=request.case_id,
            request=str(request.pk),
            digest=digest,
        )


@changed
def _close(draft: uuid.UUID, version: int, now: datetime) -> Change:
    rows = Draft.objects.filter(pk=draft, version=version, state=Draft.OPEN)
    return rows, {"state": Draft.SUBMITTED, "modified_at": now}
