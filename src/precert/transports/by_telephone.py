"""Text messages and calls. The service reports what becomes of them to an address that names the
delivery.
"""

from datetime import datetime

from precert.transports import telephone
from precert.transports import telephone_links as links
from precert.transports.transport import Outgoing, Taken, Transport


class Text(Transport):
    """A text message."""

    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        """Its text goes with the request. Raises Unreached, Undeliverable."""
        state_url = links.state_url(delivery, now)
        return telephone.installed().text(message.address, message.text, state_url)


class Call(Transport):
    """A call; its words are asked for when it is picked up."""

    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        """Only the address of the words goes with the request. Raises Unreached, Undeliverable."""
        return telephone.installed().call(
            message.address, links.call_url(delivery, now), links.state_url(delivery, now)
        )
