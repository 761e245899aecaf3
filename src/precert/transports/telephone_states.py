"""What became of text messages and calls, as far as the telephone service says: the bookkeeping of
a transport, like SentNotice.

Reports come late, twice and in any order. Each moves a message forward only, by one conditional
UPDATE.
"""

from collections.abc import Mapping
from datetime import datetime

from precert.transports.models import TelephoneMessage

# How far along each state is; "begun" and "unreached" (the service didn't take it, or its answer
# was lost) are ours.
RANKS: Mapping[str, int] = {
    "begun": 0, "unreached": 1, "accepted": 2, "scheduled": 2, "queued": 2, "initiated": 3, "sending": 3, "sent": 4, "ringing": 4,
    "in-progress": 5, "delivered": 6, "undelivered": 6, "completed": 6, "busy": 6, "no-answer": 6, "canceled": 6, "failed": 6,
}  # fmt: skip
LONGEST_SID, LONGEST_ERROR = 64, 200


def begin(challenge_id: int | None, channel: str, now: datetime) -> int:
    """A row for a message or call that is about to go out; its id."""
    return TelephoneMessage.objects.create(
        challenge=challenge_id, channel=channel, status="begun", at=now
    ).pk


def note(message_id: int, sid: str, status: str, now: datetime, error: str = "") -> bool:
    """Keep how it stands, unless that is known to be past; False for a state or a message that
    isn't known.

    `sid` is what the service calls it; the first one named stays.
    """
    if status not in RANKS or not _is(message_id, sid):
        return False
    before = [one for one, rank in RANKS.items() if rank < RANKS[status]]
    moved = TelephoneMessage.objects.filter(pk=message_id, status__in=before)
    moved.update(status=status, error=error[:LONGEST_ERROR], at=now)
    return True


def challenge_of(message_id: int, sid: str) -> int | None:
    """The challenge that a call is about; None when there is no such call, or the service calls it
    otherwise.
    """
    return (
        TelephoneMessage.objects.get(pk=message_id).challenge
        if sid and _is(message_id, sid)
        else None
    )


def _is(message_id: int, sid: str) -> bool:
    """Whether that message is called so. Reports may come before the answer to our request: the
    first name counts.
    """
    one = TelephoneMessage.objects.filter(pk=message_id)
    if not sid:
        return one.exists()
    sid = sid[:LONGEST_SID]
    return bool(one.filter(sid="").update(sid=sid)) or one.filter(sid=sid).exists()
