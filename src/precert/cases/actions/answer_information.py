"""Answer a request for information: note and documents; the clock starts again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import access, attaching, clock, content, events, subject
from precert.cases.models import Attachment, InformationAnswer, InformationRequest, by
from precert.cases.reviewing import OnRequest
from precert.cases.subject import REVIEW, Subject
from precert.cases.transition import came, move
from precert.conduct.refusal import Finding, refuse
from precert.kit.merge import storable
from precert.work import items as work

ABOUT = "information-request"
CLOSED = (
    "This request for information is closed: it was answered, its time is over, or the request has"
    " been decided."
)


@dataclass(frozen=True)
class AnswerInformationInput:
    """A note, and stored files each with its document type; at least one of both."""

    information_request: UUID
    note: str = ""
    files: tuple[tuple[UUID, str], ...] = ()


class AnswerInformation(OnRequest[AnswerInformationInput]):
    """Gives the ball back to the review organization."""

    verb = "answer_information"
    label = "Answer request for information"
    permission = "information.answer"

    def subject(self) -> tuple[str, str]:
        return ABOUT, str(self.data.information_request)

    def find(self) -> Subject:
        row = InformationRequest.objects.filter(
            pk=self.data.information_request, request__in=access.requests(self.actor)
        ).first()
        if row is None:
            raise refuse("missing", "no-such-request", "There is no such request for information.")
        self.asked = row
        return subject.find(self.actor, row.request_id)

    def possible(self) -> list[Finding]:
        """Whether this question is the one that is open."""
        if self.found.question is not None and self.found.question.pk == self.asked.pk:
            return super().possible()
        return [Finding("answered", CLOSED)]

    def check(self) -> list[Finding]:
        findings = []
        if not storable(self.data.note).strip() and not self.data.files:
            findings.append(
                Finding(
                    "empty",
                    "Write a note or add a document before you send the answer.",
                    path="note",
                )
            )
        category = self.found.pinned.pack.category(self.found.request.case.category)
        types = {one.code for one in category.document_types}
        if any(kind not in types for _, kind in self.data.files):
            findings.append(
                Finding(
                    "document-type", "Choose a document type for each file.", path="document_type"
                )
            )
        return findings + attaching.refused(self.actor, [file for file, _ in self.data.files])

    def hold(self) -> None:
        """Only one answer has room; then the ball goes back."""
        self.end_wait(self.asked, InformationAnswer.ANSWERED, storable(self.data.note))
        move("answer_information", self.found.request, self.now)
        work.wait(REVIEW, self.found.id, self.now, waits=False)

    def apply(self) -> Any:
        request = self.found.request
        Attachment.objects.bulk_create(
            Attachment(
                request_id=request.pk,
                file_id=file,
                document_type=kind,
                about_kind=ABOUT,
                about_id=str(self.asked.pk),
                received_at=self.now,
                **by(self.actor),
            )
            for file, kind in self.data.files
        )
        came(request.pk, self.now)
        source = content.current(request).admission_source
        clock.reset(request, source, self.found.pinned, self.now)
        self.note(events.INFORMATION_ANSWERED, information_request=str(self.asked.pk))
        return {}
