"""What a notice is: the event it follows, to whom it goes, its subject and text. Never protected health information."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from precert.journal.write import Entry


@dataclass(frozen=True)
class Words:
    """One message to one person."""

    account: int | None
    address: str
    subject: str
    text: str


class Notice(ABC):
    """One file of the shelf `notices` defines one subclass."""

    verbs: ClassVar[tuple[str, ...]]

    @abstractmethod
    def words(self, entry: Entry, now: datetime) -> list[Words]:
        """The messages of an event; none when nobody is to be told (any more)."""
