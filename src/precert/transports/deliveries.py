"""How far each thing came: its row is begun before it goes out, so that whatever the service
reports finds its place.

Reports come late, twice and in any order. Each moves a delivery forward only, by one conditional
UPDATE. A thing whose service didn't take it is begun anew, with the next attempt.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from precert.kit.inserts import insert
from precert.transports.models import Delivery
from precert.transports.transport import Channel, Outgoing, Taken

# How far along each state is; "begun" and "unreached" (the service didn't take it, or its answer
# was lost) are ours, the others those of telephone, fax and mail services.
RANKS: Mapping[str, int] = {
    "begun": 0,
    "unreached": 1,
    "accepted": 2,
    "scheduled": 2,
    "queued": 2,
    "initiated": 3,
    "sending": 3,
    "sent": 4,
    "ringing": 4,
    "in-progress": 5,
    "delivered": 6,
    "undelivered": 6,
    "completed": 6,
    "busy": 6,
    "no-answer": 6,
    "canceled": 6,
    "failed": 6,
}
OURS = ("begun", "unreached")  # not with the service yet, as far as we know
BY_NUMBER: frozenset[Channel] = frozenset({"sms", "voice"})
LEASE = timedelta(minutes=2)  # longer than any service is waited for
LONGEST_REFERENCE, LONGEST_ERROR, MOST_REFERENCES = 64, 200, 5
SHOWN_OF_NUMBER = 2  # digits


class Underway(Exception):  # noqa: N818 - no error: another worker has begun the same thing
    """Somebody else is sending it at this moment; ask again later."""


def begin(
    key: str,
    kind: str,
    message: Outgoing,
    about: tuple[str, str],
    now: datetime,
    entry: int | None = None,
) -> int | None:
    """The row of a thing that is about to go out, one attempt more counted and leased to the caller;
    None when its service took it before, or refused it for good. Raises Underway while somebody
    else has the lease.
    """
    number = message.channel in BY_NUMBER
    row, _ = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "entry": entry,
            "subject_kind": about[0],
            "subject_id": about[1],
            "account": message.account,
            "channel": message.channel,
            "address": message.address[-SHOWN_OF_NUMBER:] if number else message.address,
            "state": "begun",
            "asked_at": now,
            "leased_until": now,
            "at": now,
        },
    )
    free = Delivery.objects.filter(pk=row.pk, state__in=OURS, leased_until__lte=now)
    lease = {"leased_until": now + LEASE, "attempts": F("attempts") + 1}
    if free.update(state="begun", error="", at=now, **lease):
        return row.pk
    if Delivery.objects.filter(pk=row.pk, state__in=OURS).exists():
        raise Underway(f"delivery {row.pk} is being sent")
    return None


def lay_ready(key: str, kind: str, about: tuple[str, str], now: datetime) -> None:
    """A thing that lies ready on the portal for those who may see it. In the caller's transaction."""
    row = Delivery(
        key=key,
        kind=kind,
        subject_kind=about[0],
        subject_id=about[1],
        channel="portal",
        state="delivered",
        asked_at=now,
        leased_until=now,
        sent_at=now,
        at=now,
    )
    insert([row], keys=False)


def release(delivery: int, error: str, now: datetime) -> None:
    """It wasn't handed over: the next attempt may begin."""
    Delivery.objects.filter(pk=delivery).update(leased_until=now)
    note(delivery, "", "unreached", now, error)


def settle(delivery: int, taken: Taken, now: datetime) -> None:
    """The service took it. Before this is written a killed process leaves it to be tried again."""
    state = taken.state if taken.state in RANKS else "queued"
    Delivery.objects.filter(pk=delivery, sent_at=None).update(sent_at=now)
    note(delivery, taken.reference, state, now)


def note(delivery: int, reference: str, state: str, now: datetime, error: str = "") -> bool:
    """Keep how it stands, unless that is known to be past; False for a state or a delivery that
    isn't known.

    `reference` is what the service calls it. Of a thing that was tried several times the newest
    one counts: reports on the others are known, and change nothing.
    """
    if state not in RANKS or not _is(delivery, reference):
        return False
    before = [one for one, rank in RANKS.items() if rank < RANKS[state]]
    moved = Delivery.objects.filter(pk=delivery, state__in=before)
    if reference:
        moved = moved.filter(references__endswith=reference[:LONGEST_REFERENCE])
    moved.update(state=state, error=error[:LONGEST_ERROR], at=now)
    return True


def subject_of(delivery: int, reference: str) -> tuple[str, str] | None:
    """What a call is about; None when there is no such call, or the service calls it otherwise."""
    if not reference or not _is(delivery, reference):
        return None
    row = Delivery.objects.get(pk=delivery)
    return row.subject_kind, row.subject_id


def _is(delivery: int, reference: str) -> bool:
    """Whether that delivery is called so. Reports may come before the answer to our request: as
    many names count as there were attempts, the first ones.
    """
    row = Delivery.objects.filter(pk=delivery).first()
    if row is None or not reference:
        return row is not None
    known, reference = row.references.split(), reference[:LONGEST_REFERENCE]
    if reference in known:
        return True
    if not reference.isprintable() or " " in reference or len(known) >= row.attempts:
        return False
    names = " ".join([*known, reference][-MOST_REFERENCES:])
    named = Delivery.objects.filter(pk=delivery, references=row.references).update(references=names)
    return bool(named) or _is(delivery, reference)
