"""Sending one thing: its row, claimed with a lease, the attempt, what became of it. Whoever asks (a
room that follows an event) asks again until it is with the service.
"""

from collections.abc import Mapping
from datetime import datetime

from precert.transports import deliveries
from precert.transports.by_telephone import Call, Text
from precert.transports.mail import Mail
from precert.transports.transport import (
    Channel,
    Outgoing,
    Transport,
    Undeliverable,
    Unreached,
)

TRANSPORTS: Mapping[Channel, Transport] = {"email": Mail(), "sms": Text(), "voice": Call()}


def send(
    key: str,
    kind: str,
    message: Outgoing,
    about: tuple[str, str],
    now: datetime,
    entry: int | None = None,
) -> None:
    """Hand a message to its transport, unless that was done before.

    What the service refuses for good is kept with the reason and not tried again. Raises what the
    transport raises when it isn't handed over, and Underway while somebody else is at it: ask again
    later.
    """
    delivery = deliveries.begin(key, kind, message, about, now, entry)
    if delivery is None:
        return
    try:
        taken = TRANSPORTS[message.channel].send(message, key, delivery, now)
    except Undeliverable as refused:
        deliveries.note(delivery, "", "failed", now, str(refused))
    except Exception as error:  # whatever it is, it is kept and the caller's to try again
        said = str(error) if isinstance(error, Unreached) else type(error).__name__
        deliveries.release(delivery, said, now)
        raise
    else:
        deliveries.settle(delivery, taken, now)
