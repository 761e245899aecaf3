"""Choose a stored file for something that will be sent with it: kept until then, for its sender."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases import enclosures
from precert.cases.models import Enclosure
from precert.cases.request_action import OnRequest
from precert.conduct.refusal import Finding


@dataclass(frozen=True)
class EncloseDocumentInput:
    """The verb it is for, the stored file's id, the contract's document type."""

    request: UUID
    verb: str
    file: UUID
    document_type: str


class EncloseDocument(OnRequest[EncloseDocumentInput]):
    """Nobody else sees it before it is sent; so it leaves no event."""

    verb = "enclose_document"
    label = "Add a document"
    permission = "document.upload"

    def check(self) -> list[Finding]:
        """A type that the contract has, and a file that may be attached."""
        if self.data.document_type not in self.document_types():
            words = "Choose a document type."
            return [Finding("document-type", words, path="document_type")]
        if Enclosure.objects.filter(file=self.data.file).exists():
            return [Finding("there", "This file is already here.", path="files")]
        return enclosures.refused(self.actor, [self.data.file], self.now)

    def apply(self) -> Any:
        """The enclosure."""
        Enclosure.objects.create(
            request_id=self.found.id,
            verb=self.data.verb,
            account_id=self.actor.person_id,
            file_id=self.data.file,
            document_type=self.data.document_type,
            added_at=self.now,
        )
        return {}
