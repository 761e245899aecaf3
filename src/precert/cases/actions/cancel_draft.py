"""Cancel Request: a draft is gone for good; its journal stays."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from precert.cases import events, held
from precert.cases.models import Draft
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse


@dataclass(frozen=True)
class CancelDraftInput:
    """The draft to cancel."""

    draft: UUID


class CancelDraft(LockedAction[CancelDraftInput]):
    """Empties the draft's document and closes it; notes and files leave the screen and stay in the
    journal.
    """

    verb = "cancel_draft"
    label = "Cancel Request"
    permission = "draft.edit"

    def subject(self) -> tuple[str, str]:
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def lock(self) -> None:
        self.draft = held.draft(self.actor, self.data.draft)

    def apply(self) -> Any:
        cancelled = Draft.objects.filter(pk=self.draft.pk, state=Draft.OPEN).update(
            state=Draft.CANCELLED,
            values={},
            missing=[],
            version=F("version") + 1,
            modified_at=self.now,
        )
        if not cancelled:
            raise refuse(
                "conflict",
                "already-closed",
                "This request has been submitted or cancelled in the meantime.",
            )
        self.record(events.DRAFT_CANCELLED, events.SUBJECT_DRAFT, self.draft.pk)
        return {}
