"""Text messages and calls: each try is a row before it goes out, so that whatever the service
reports finds its place.
"""

from abc import abstractmethod
from datetime import datetime

from precert.transports import telephone
from precert.transports import telephone_links as links
from precert.transports import telephone_states as states
from precert.transports.telephone import Taken, Telephone, TelephoneError
from precert.transports.transport import Outgoing, Transport, Undeliverable


class ByTelephone(Transport):
    """What both have in common."""

    def send(self, words: Outgoing, message_id: str, now: datetime) -> None:
        """Hand it to the telephone service. Raises TelephoneError, Undeliverable."""
        service = telephone.installed()
        row = states.begin(words.challenge, words.channel, now)
        try:
            taken = self.hand_over(service, words, row, now)
        except Undeliverable as refused:
            states.note(row, "", "failed", now, str(refused))
            raise
        except TelephoneError as error:
            states.note(row, "", "unreached", now, str(error))
            raise
        states.note(row, taken.sid, taken.status if taken.status in states.RANKS else "queued", now)

    @abstractmethod
    def hand_over(self, service: Telephone, words: Outgoing, row: int, now: datetime) -> Taken:
        """Make the request."""


class Text(ByTelephone):
    """A text message."""

    def hand_over(self, service: Telephone, words: Outgoing, row: int, now: datetime) -> Taken:
        """Its text goes with the request."""
        return service.text(words.address, words.text, links.state_url(row, now))


class Call(ByTelephone):
    """A call; its words are asked for when it is picked up."""

    def hand_over(self, service: Telephone, words: Outgoing, row: int, now: datetime) -> Taken:
        """Only the address of the words goes with the request."""
        return service.call(words.address, links.call_url(row, now), links.state_url(row, now))
