"""Remove an attachment from a draft. After submission nothing is removed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events, open_draft
from precert.cases.draft import missing
from precert.cases.models import Attachment
from precert.conduct.action import Moved
from precert.conduct.refusal import refuse


@dataclass(frozen=True)
class RemoveDocumentInput:
    """The draft and its attachment."""

    draft: UUID
    attachment: UUID


class RemoveDocument(open_draft.DraftAction[RemoveDocumentInput]):
    """Takes the file off the draft; the stored file and the journal keep it."""

    verb = "remove_document"
    label = "Remove"
    permission = "document.upload"

    def find(self) -> open_draft.OpenDraft:
        """The draft, if the document is on it."""
        found = open_draft.find(self.actor, self.data.draft)
        if not self._there(found).exists():
            raise refuse(
                "missing", "no-such-document", "This document is no longer on the request."
            )
        return found

    def _there(self, found: open_draft.OpenDraft) -> Any:
        return Attachment.objects.filter(
            pk=self.data.attachment, request_id=found.row.pk, removed_at=None
        )

    def prepare(self) -> None:
        """What is missing with one document fewer."""
        self.findings = open_draft.findings(self.found, self.actor, self.now, documents=-1)

    def hold(self) -> None:
        """A new version of the draft, and the document's mark."""
        self.write_draft(missing=missing.paths(self.findings))
        if not self._there(self.found).update(removed_at=self.now):
            raise Moved

    def apply(self) -> Any:
        """The event."""
        self.record(
            events.DOCUMENT_REMOVED,
            events.SUBJECT_DRAFT,
            self.found.row.pk,
            attachment=str(self.data.attachment),
        )
        return {}
