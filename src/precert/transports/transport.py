"""What a transport is: it hands one message over, or says why it can't."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["email", "sms", "voice"]


@dataclass(frozen=True)
class Outgoing:
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


class Undeliverable(Exception):  # noqa: N818 - what became of the message; no programming error
    """The service refuses this message and always will (no such number). The text says why, without
    the message and the number.
    """


class Transport(ABC):
    """One way of sending. Anything raised but Undeliverable means: not handed over, try again
    later.
    """

    @abstractmethod
    def send(self, message: Outgoing, message_id: str, now: datetime) -> None:
        """Hand the message over. `message_id` is the same each time the same message is tried.
        Raises Undeliverable.
        """
