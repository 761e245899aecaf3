"""What a transport is: it hands one message over, or says why it can't."""

from abc import ABC, abstractmethod
from datetime import datetime

from precert.messages.notice import Words


class Undeliverable(Exception):  # noqa: N818 - what became of the message; no programming error
    """The service refuses this message and always will (no such number). The text says why, without
    the message and the number.
    """


class Transport(ABC):
    """One way of sending. Anything raised but Undeliverable means: not handed over, try again
    later.
    """

    @abstractmethod
    def send(self, words: Words, message_id: str, now: datetime) -> None:
        """Hand the message over. `message_id` is the same each time the same message is tried.
        Raises Undeliverable.
        """
