"""What a notice is: the event it follows, to whom and by which way it goes, its subject and text.
Never protected health information.
"""

from abc import ABC, abstractmethod
from datetime import datetime

from precert.journal.recording import Entry
from precert.transports.transport import Outgoing


class Notice(ABC):
    """One file of the shelf `notices` defines one subclass."""

    @property
    @abstractmethod
    def verbs(self) -> tuple[str, ...]:
        """The events that it follows."""

    @abstractmethod
    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        """The messages of an event; none when nobody is to be told (any more)."""
