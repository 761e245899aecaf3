"""What a notice is: the event it follows, to whom and by which way it goes, its subject and text.
Never protected health information.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from precert.journal.write import Entry

Channel = Literal["email", "sms", "voice"]


@dataclass(frozen=True)
class Words:
    """One message to one person. `address` is an e-mail address or, for the telephone, a number as
    E.164 has it.

    A text message has no subject. A call is about a `challenge`: what is said in it is asked for
    when it is picked up.
    """

    account: int | None
    address: str
    subject: str
    text: str
    channel: Channel = "email"
    challenge: int | None = None


class Notice(ABC):
    """One file of the shelf `notices` defines one subclass."""

    verbs: ClassVar[tuple[str, ...]]

    @abstractmethod
    def words(self, entry: Entry, now: datetime) -> list[Words]:
        """The messages of an event; none when nobody is to be told (any more)."""
