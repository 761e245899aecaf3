"""The durable counter of tries: a place is taken, and committed, before a password or code is
looked at.

So many parallel tries can't be looked at more often than the lock rule allows. A place is given
back when the try was right.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
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


@dataclass(frozen=True)
class TryCount:
    """What a counter holds: the tries within the window, and how many failed in a row."""

    tries: list[Try]
    failures: int


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

    def add(count: TryCount) -> TryCount | None:
        full = rule.ceiling is not None and count.failures >= rule.ceiling
        if full or not policy.may_try([one.at for one in count.tries], now, rule):
            return None
        return TryCount([*count.tries, Try(ticket, now, failed=False)], count.failures)

    return None if _change(key, now, add) is None else ticket


def give_back(key: str, ticket: str, now: datetime, *, right: bool = True) -> None:
    """The try no longer counts: it was right, which ends a row of failures, or wasn't looked at."""

    def drop(count: TryCount) -> TryCount:
        left = [one for one in count.tries if one.ticket != ticket]
        return TryCount(left, 0 if right else count.failures)

    _change(key, now, drop)


def fail(key: str, ticket: str, now: datetime, rule: policy.LockRule = policy.LOCK) -> bool:
    """The try was wrong. True when the failures have now reached the lock rule: those within the
    window, or those in a row.
    """

    def note(count: TryCount) -> TryCount:
        tries = [Try(one.ticket, one.at, one.failed or one.ticket == ticket) for one in count.tries]
        return TryCount(tries, count.failures + 1)

    count = _change(key, now, note) or TryCount([], 0)
    full = rule.ceiling is not None and count.failures >= rule.ceiling
    return full or sum(one.failed for one in count.tries) >= rule.tries


def forget(keys: list[str], *, in_a_row: bool) -> None:
    """Start counting anew, for somebody who was unlocked; the failures in a row too, or not."""
    rows = TryCounter.objects.filter(key__in=keys)
    if in_a_row:
        rows.delete()
    else:
        rows.update(recent=[], turn=F("turn") + 1)


def reached(keys: list[str]) -> bool:
    """Whether as many tries as the ceiling failed in a row, at one of these counters."""
    full = TryCounter.objects.filter(key__in=keys, failures__gte=policy.SECRET.ceiling or 0)
    return full.exists()


def purge(now: datetime) -> int:
    """Throw away the counters without a try in the window and without failures in a row, and after
    a year all; how many there were.

    One DELETE with the condition in it: a counter that a try has moved meanwhile stays. Locks stand
    in the account, not here.
    """
    still = TryCounter.objects.filter(tried_at__lte=now - policy.LOCK.window)
    old = Q(failures=0) | Q(tried_at__lte=now - policy.REMEMBERED)
    return still.filter(old).delete()[0]


def _change(
    key: str, now: datetime, edit: Callable[[TryCount], TryCount | None]
) -> TryCount | None:
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
        recent = [one for one in tries if policy.within([one.at], now)]
        edited = edit(TryCount(recent, row.failures))
        if edited is None:
            return None
        written: list[list[str | bool]] = [
            [one.ticket, one.at.isoformat(), one.failed] for one in edited.tries
        ]
        if _swap(row, written, edited.failures, now):
            return edited
    raise RuntimeError("the counter of tries could not be changed")


def _swap(row: TryCounter, recent: list[list[str | bool]], failures: int, now: datetime) -> bool:
    """Write only if nobody has since the row was read."""
    return bool(
        TryCounter.objects.filter(pk=row.pk, turn=row.turn).update(
            recent=recent, failures=failures, turn=row.turn + 1, tried_at=now
        )
    )
