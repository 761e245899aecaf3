"""The durable counter of tries: a place is taken, and committed, before a password or code is
looked at.

So many parallel tries can't be looked at more often than the lock rule allows. A place is given
back when the try was right.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from precert.people import policy
from precert.people.models import TryCounter

MOST_ROUNDS = 1000  # each lost round means that another try moved on


@dataclass(frozen=True)
class Try:
    """One try: failed, or still being looked at."""

    ticket: str
    at: datetime
    failed: bool


def key_of(name: str, factor: str) -> str:
    """The counter's key for a username as typed and a factor ("password", "code"): 64 hex digits
    that don't show the name.
    """
    return salted_hmac(
        "precert.people.tries", f"{factor}:{policy.username(name)}", algorithm="sha256"
    ).hexdigest()


def take(key: str, now: datetime, rule: policy.LockRule = policy.LOCK) -> str | None:
    """Take a place for one try, committed at once; its ticket, or None when the rule leaves no
    place.
    """
    ticket = secrets.token_hex(8)

    def add(tries: list[Try]) -> list[Try] | None:
        return (
            [*tries, Try(ticket, now, failed=False)]
            if policy.may_try([one.at for one in tries], now, rule)
            else None
        )

    return None if _change(key, now, add) is None else ticket


def give_back(key: str, ticket: str, now: datetime) -> None:
    """The try was right: it no longer counts."""
    _change(key, now, lambda tries: [one for one in tries if one.ticket != ticket])


def fail(key: str, ticket: str, now: datetime) -> bool:
    """The try was wrong. True when the failures within the window have now reached the lock rule."""
    tries = _change(
        key,
        now,
        lambda tries: [
            Try(one.ticket, one.at, one.failed or one.ticket == ticket) for one in tries
        ],
    )
    return sum(one.failed for one in tries or ()) >= policy.LOCK.tries


def forget(key: str) -> None:
    """Start counting anew, for somebody who was unlocked."""
    TryCounter.objects.filter(key=key).delete()


def purge(now: datetime) -> int:
    """Throw away the counters without a try in the window, most of them of names that nobody has;
    how many there were.

    One DELETE with the condition in it: a counter that a try has moved meanwhile stays. Locks stand
    in the account, not here.
    """
    return TryCounter.objects.filter(tried_at__lte=now - policy.LOCK.window).delete()[0]


def _change(
    key: str, now: datetime, edit: Callable[[list[Try]], list[Try] | None]
) -> list[Try] | None:
    """Change the counter by a conditional UPDATE, again on what another try left; None when `edit`
    gives None.
    """
    for _ in range(MOST_ROUNDS):
        row = TryCounter.objects.filter(key=key).first()
        if row is None:
            TryCounter.objects.bulk_create(
                [TryCounter(key=key, tried_at=now)], ignore_conflicts=True
            )
            continue
        tries = [
            Try(ticket, datetime.fromisoformat(at), failed) for ticket, at, failed in row.recent
        ]
        edited = edit([one for one in tries if policy.within([one.at], now)])
        if edited is None:
            return None
        recent: list[list[str | bool]] = [
            [one.ticket, one.at.isoformat(), one.failed] for one in edited
        ]
        if _swap(row, recent, now):
            return edited
    raise RuntimeError("the counter of tries could not be changed")


def _swap(row: TryCounter, recent: list[list[str | bool]], now: datetime) -> bool:
    """Write only if nobody has since the row was read."""
    return bool(
        TryCounter.objects.filter(pk=row.pk, turn=row.turn).update(
            recent=recent, turn=row.turn + 1, tried_at=now
        )
    )
