"""Reading how messages stand: whether there is a telephone, and why a text message or call didn't
come.
"""

from dataclasses import dataclass
from datetime import datetime

from precert.transports.models import TelephoneMessage
from precert.transports.telephone import configured as telephone_configured

__all__ = ["TelephoneState", "telephone_configured", "telephone_state"]

SAID = {
    "begun": "It is being sent.",
    "unreached": "The telephone service can't be reached. We go on trying.",
    "in-progress": "The call was picked up.",
    "ringing": "The telephone is ringing.",
    "delivered": "The message was delivered.",
    "undelivered": "The message couldn't be delivered. Check the number, or choose another way.",
    "busy": "The line was busy, or the call was declined.",
    "no-answer": "Nobody picked up.",
    "canceled": "The call was cancelled.",
    "completed": "The call is over.",
    "failed": "It couldn't be sent to this number. Choose another way.",
}
SAID_OF_CALL = SAID | {
    "begun": "The call is being placed.",
    "delivered": "The call was put through.",
    "undelivered": "The call couldn't be put through. Check the number, or choose another way.",
    "failed": "This number couldn't be called. Choose another way.",
}
LOST = frozenset({"undelivered", "busy", "no-answer", "canceled", "failed"})


@dataclass(frozen=True)
class TelephoneState:
    """How the newest message or call of a challenge stands, in the service's word. `error` is its
    code and reason, for support.
    """

    channel: str
    status: str
    error: str
    at: datetime

    @property
    def said(self) -> str:
        """A sentence for the person who waits."""
        return (SAID_OF_CALL if self.channel == "voice" else SAID).get(
            self.status, "It is on its way."
        )

    @property
    def lost(self) -> bool:
        """True when it didn't arrive and won't."""
        return self.status in LOST


def telephone_state(challenge_id: int) -> TelephoneState | None:
    """How the text message or call of a code stands; None while none was begun.

    A decoy never has one: show it only to somebody who has already proved a password, a link or a
    session.
    """
    row = TelephoneMessage.objects.filter(challenge=challenge_id).order_by("-at", "-pk").first()
    return None if row is None else TelephoneState(row.channel, row.status, row.error, row.at)
