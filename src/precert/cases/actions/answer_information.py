"""Answer a request for information: note and documents; the clock starts again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from precert.cases import access, clock, content, events, held
from precert.cases.models import Attachment, InformationAnswer, InformationRequest
from precert.cases.transition import move
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.contracts import queries as contracts
from precert.kit.merge import storable


@dataclass(frozen=True)
class AnswerInformationInput:
    """A note, and stored files each with its document type; at least one of both."""

    information_request: UUID
    note: str = ""
    files: tuple[tuple[UUID, str], ...] = ()


class AnswerInformation(LockedAction[AnswerInformationInput]):
    """Gives the ball back to the review organisation."""

    verb = "answer_information"
    label = "Answer request for information"
    permission = "information.answer"

    def subject(self) -> tuple[str, str]:
        return "information-request", str(self.data.information_request)

    def lock(self) -> None:
        row = InformationRequest.objects.filter(
            pk=self.data.information_request, request__in=access.requests(self.actor)
        ).first()
        if row is None:
            raise refuse("missing", "no-such-request", "There is no such request for information.")
        self.asked = row
        self.request = held.request(self.actor, row.request_id)
        self.pinned = contracts.pinned(self.request.case.pack_id)

    def check(self) -> list[Finding]:
        if InformationAnswer.objects.filter(pk=self.asked.pk).exists():
            raise refuse(
                "conflict",
                "answered",
                "This request for information is closed: answered, out of time, or decided on"
                " already.",
            )
        findings = []
        if not storable(self.data.note).strip() and not self.data.files:
            findings.append(
                Finding(
                    "empty",
                    "Write a note or add a document before you send the answer.",
                    path="note",
                )
            )
        types = {
            t.code for t in self.pinned.pack.category(self.request.case.category).document_types
        }
        if any(kind not in types for _, kind in self.data.files):
            findings.append(
                Finding(
                    "document-type",
                    "Choose what kind of document each file is.",
                    path="document_type",
                )
            )
        return findings + held.files(self.actor, [file for file, _ in self.data.files])

    def apply(self) -> Any:
        try:
            with transaction.atomic():
                InformationAnswer.objects.create(
                    information_request=self.asked,
                    at=self.now,
                    by_id=self.actor.person_id,
                    by_name=self.actor.name,
                    note=storable(self.data.note),
                )
        except IntegrityError:
            raise refuse(
                "conflict",
                "answered",
                "Somebody else answered this request for information just now.",
            ) from None
        Attachment.objects.bulk_create(
            Attachment(
                request_id=self.request.pk,
                file_id=file,
                document_type=kind,
                information_request=self.asked,
                received_at=self.now,
                by_id=self.actor.person_id,
            )
            for file, kind in self.data.files
        )
        move("answer_information", self.request.pk, self.now)
        clock.reset(
            self.request, content.current(self.request).admission_source, self.pinned, self.now
        )
        self.record(
            events.INFORMATION_ANSWERED,
            events.SUBJECT_REQUEST,
            self.request.pk,
            case_id=self.request.case_id,
            information_request=str(self.asked.pk),
        )
        return {}
