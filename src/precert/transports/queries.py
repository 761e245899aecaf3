"""Reading how messages stand: whether there is a telephone, and why a text message or call didn't
come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from precert.kit.statements import compiled
from precert.transports.deliveries import BY_NUMBER
from precert.transports.models import Delivery
from precert.transports.telephone import configured as telephone_configured

__all__ = ["Served", "TelephoneState", "deliveries_of", "telephone_configured", "telephone_state"]

SAID = {
    "begun": "It is being sent.",
    "unreached": "We cannot reach the phone service. We will keep trying.",
    "in-progress": "The call was answered.",
    "ringing": "The phone is ringing.",
    "delivered": "The message was delivered.",
    "undelivered": "The message could not be delivered. Check the number, or choose another way.",
    "busy": "The line was busy, or the call was declined.",
    "no-answer": "No one answered.",
    "canceled": "The call was canceled.",
    "completed": "The call has ended.",
    "failed": "We could not send it to this number. Choose another way.",
}
SAID_OF_CALL = SAID | {
    "begun": "The call is being placed.",
    "delivered": "The call was connected.",
    "undelivered": "The call could not be connected. Check the number, or choose another way.",
    "failed": "We could not call this number. Choose another way.",
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
    rows = Delivery.objects.filter(
        subject_kind="challenge", subject_id=str(challenge_id), channel__in=BY_NUMBER
    )
    row = rows.order_by("-at", "-pk").first()
    return None if row is None else TelephoneState(row.channel, row.state, row.error, row.at)


@dataclass(frozen=True)
class Served:
    """What became of one thing by one way: `sent_at` is when the service took it."""

    channel: str
    address: str
    state: str
    sent_at: datetime | None
    at: datetime


def deliveries_of(kind: str, ids: Iterable[object]) -> dict[str, list[Served]]:
    """The deliveries of these subjects by their id, oldest first; one query."""
    found: dict[str, list[Served]] = {}
    for subject, *served in _deliveries(kind, [str(one) for one in ids]):
        found.setdefault(subject, []).append(Served(*served))
    return found


@compiled
def _deliveries(kind: str, ids: list[str]) -> QuerySet[Any, Any]:
    rows = Delivery.objects.filter(subject_kind=kind, subject_id__in=ids)
    rows = rows.order_by("asked_at", "pk")
    return rows.values_list("subject_id", "channel", "address", "state", "sent_at", "at")
