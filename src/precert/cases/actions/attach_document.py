"""Attach a stored file to a draft. The file's bytes were checked, encrypted and stored before this."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import enclosures, events, open_draft
from precert.cases.draft import missing
from precert.cases.models import Attachment, by
from precert.conduct.refusal import Finding


@dataclass(frozen=True)
class AttachDocumentInput:
    """The stored file's id and the contract's document type."""

    draft: UUID
    file: UUID
    document_type: str


class AttachDocument(open_draft.DraftAction[AttachDocumentInput]):
    """Adds one attachment; there is no limit to their number."""

    verb = "attach_document"
    label = "Upload a Document"
    permission = "document.upload"

    def check(self) -> list[Finding]:
        """A type that the contract has, and a file that may be attached."""
        types = self.found.pinned.pack.category(self.found.row.category).document_types
        if self.data.document_type not in {t.code for t in types}:
            text = "Choose a document type."
            return [Finding("document-type", text, path="document_type")]
        return enclosures.refused(self.actor, [self.data.file], self.now)

    def prepare(self) -> None:
        """What is missing with one document more."""
        self.findings = open_draft.findings(self.found, self.actor, self.now, documents=1)

    def hold(self) -> None:
        """A new version of the draft."""
        self.write_draft(missing=missing.paths(self.findings))

    def apply(self) -> Any:
        """The attachment."""
        draft = self.found.row
        row = Attachment.objects.create(
            request_id=draft.pk,
            file_id=self.data.file,
            document_type=self.data.document_type,
            received_at=self.now,
            **by(self.actor),
        )
        self.record(
            events.DOCUMENT_ATTACHED,
            events.SUBJECT_DRAFT,
            draft.pk,
            case_id=draft.case_id,
            attachment=str(row.pk),
        )
        return {"attachment": str(row.pk)}
