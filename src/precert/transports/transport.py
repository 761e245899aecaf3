"""What a transport is: it hands one thing over, or says why it can't."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["portal", "email", "sms", "voice", "fax", "post"]


@dataclass(frozen=True)
class SentFile:
    """A file that goes along; `content` reads it when it is sent, by the room that keeps it."""

    name: str
    media_type: str
    content: Callable[[], bytes]


@dataclass(frozen=True)
class Outgoing:
    """One message to one person. `address` is an email address or, for telephone and fax, a number
    as E.164 has it.

    A text message has no subject. `about` is the kind and id of what it is about, where that isn't
    the subject of its event: a call's words are asked for by it when the call is picked up.
    """

    account: int | None
    address: str
    subject: str
    text: str
    channel: Channel = "email"
    about: tuple[str, str] | None = None
    enclosures: tuple[SentFile, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What the service calls a thing that it took (empty: nothing), and how that stands."""

    reference: str
    state: str


class Undeliverable(Exception):  # noqa: N818 - what became of the message; no programming error
    """The service refuses this message and always will (no such number). The text says why, without
    the message and the number.
    """


class Unreached(Exception):  # noqa: N818 - likewise
    """The service can't be reached or doesn't answer as it should; trying again may help. Its text
    holds nothing of the message.
    """


class Transport(ABC):
    """One way of sending. Anything raised but Undeliverable means: not handed over, try again
    later.
    """

    @abstractmethod
    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        """Hand the message over. `key` is the same each time the same message is tried, `delivery`
        its row, for a service that reports back. Raises Undeliverable, Unreached.
        """
