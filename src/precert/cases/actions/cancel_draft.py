"""Cancel Request: a draft is gone for good; its journal stays."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from precert.cases import events, open_draft
from precert.cases.models import Draft
from precert.conduct.action import Moved


@dataclass(frozen=True)
class CancelDraftInput:
    """The draft to cancel."""

    draft: UUID


class CancelDraft(open_draft.DraftAction[CancelDraftInput]):
    """Empties the draft's document and closes it. What lay beside it (notes, files, answers) is
    shown nowhere any longer, though its rows stay; the journal has ids and paths, no content.
    """

    verb = "cancel_draft"
    label = "Cancel Request"
    permission = "draft.edit"

    def hold(self) -> None:
        """Whatever was typed a moment ago: cancelled is cancelled."""
        open_one = Draft.objects.filter(pk=self.found.row.pk, state=Draft.OPEN)
        if not open_one.update(
            state=Draft.CANCELLED,
            values={},
            missing=[],
            version=F("version") + 1,
            modified_at=self.now,
        ):
            raise Moved

    def apply(self) -> Any:
        """The event."""
        self.record(events.DRAFT_CANCELLED, events.SUBJECT_DRAFT, self.found.row.pk)
        return {}
