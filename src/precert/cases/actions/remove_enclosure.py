"""Take away a file that was chosen for something and not sent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases.models import Enclosure
from precert.cases.request_action import OnRequest


@dataclass(frozen=True)
class RemoveEnclosureInput:
    """The stored file's id."""

    request: UUID
    file: UUID


class RemoveEnclosure(OnRequest[RemoveEnclosureInput]):
    """One's own only; one that is gone already is no mistake. The stored file stays, as every file."""

    verb = "remove_enclosure"
    label = "Remove a document"
    permission = "document.upload"

    def apply(self) -> Any:
        """Without it the next visit shows the others."""
        Enclosure.objects.filter(
            request_id=self.found.id, file=self.data.file, account=self.actor.account_id
        ).delete()
        return {}
