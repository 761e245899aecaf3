"""Attach a stored file to a draft. The file's bytes were checked, encrypted and stored before this."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import events, held, saving
from precert.cases.models import Attachment
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding
from precert.contracts import queries as contracts


@dataclass(frozen=True)
class AttachDocumentInput:
    """The stored file's id and the contract's document type."""

    draft: UUID
    file: UUID
    document_type: str


class AttachDocument(LockedAction[AttachDocumentInput]):
    """Adds one attachment; there is no limit to their number."""

    verb = "attach_document"
    label = "Upload a Document"
    permission = "document.upload"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)
        self.pinned = contracts.current(self.draft.contract)

    def check(self) -> list[Finding]:
        types = self.pinned.pack.category(self.draft.category).document_types
        if self.data.document_type not in {t.code for t in types}:
            return [
                Finding(
                    "document-type", "Choose what kind of document this is.", path="document_type"
                )
            ]
        return held.files(self.actor, [self.data.file])

    def apply(self) -> Any:
        row = Attachment.objects.create(
            request_id=self.draft.pk,
            file_id=self.data.file,
            document_type=self.data.document_type,
            received_at=self.now,
            by_id=self.actor.person_id,
        )
        saving.touch(self.draft, self.actor, self.now)
        if (
            self._on_draft().count() == 1
        ):  # the first one: where a document is required it isn't missing any more
            saving.note_missing(self.draft, self.pinned, self.actor, self.now)
        self.record(
            events.DOCUMENT_ATTACHED,
            events.SUBJECT_DRAFT,
            self.draft.pk,
            case_id=self.draft.case_id,
            attachment=str(row.pk),
        )
        return {"attachment": str(row.pk)}

    def _on_draft(self) -> "QuerySet[Attachment]":
        return Attachment.objects.filter(request_id=self.draft.pk, removed_at=None)
