"""Remove an attachment from a draft. After submission nothing is removed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import events, held, saving
from precert.cases.models import Attachment
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts


@dataclass(frozen=True)
class RemoveDocumentInput:
    """The draft and its attachment."""

    draft: UUID
    attachment: UUID


class RemoveDocument(LockedAction[RemoveDocumentInput]):
    """Takes the file off the draft; the stored file and the journal keep it."""

    verb = "remove_document"
    label = "Remove"
    permission = "document.upload"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)

    def apply(self) -> Any:
        rows = Attachment.objects.filter(
            pk=self.data.attachment, request_id=self.draft.pk, removed_at=None
        )
        if not rows.update(removed_at=self.now):
            raise refuse(
                "missing", "no-such-document", "This document is not on the request any more."
            )
        saving.touch(self.draft, self.actor, self.now)
        if not Attachment.objects.filter(request_id=self.draft.pk, removed_at=None).exists():
            saving.note_missing(
                self.draft, contracts.current(self.draft.contract), self.actor, self.now
            )
        self.record(
            events.DOCUMENT_REMOVED,
            events.SUBJECT_DRAFT,
            self.draft.pk,
            attachment=str(self.data.attachment),
        )
        return {}
