"""Nonuse: what was not used for its contract's time is closed. Pure; times are aware datetimes.

The guides of the programs close an account after 30 days without sign-in. One login may serve
many contracts, so it is the membership that is used or not; an account without a membership left is
closed as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = 30  # where no contract says otherwise


@dataclass(frozen=True)
class Use:
    """One membership: since when its nonuse counts, the nonuse days of its contracts, and whether
    it is paused already.

    `used` is when it was used last, as it was read: whoever pauses it does so only if that is still
    so.
    """

    id: int
    since: datetime
    days: tuple[int, ...]
    paused: bool = False
    used: datetime | None = None


def counts_from(*moments: datetime | None) -> datetime:
    """The newest of the moments from which nonuse may count (used, granted, reactivated). Raises
    ValueError when there is none.
    """
    return max(moment for moment in moments if moment is not None)


def is_unused(since: datetime, days: Iterable[int], now: datetime) -> bool:
    """Whether the strictest number of days has passed since then."""
    return now >= since + timedelta(days=min(days, default=DAYS))


def to_pause(uses: Sequence[Use], now: datetime) -> list[int]:
    """Ids of the memberships that are to be paused."""
    return [use.id for use in uses if not use.paused and is_unused(use.since, use.days, now)]


def to_close(uses: Sequence[Use], now: datetime) -> bool:
    """Whether nothing is left of an account: it has memberships, and all are paused or to be."""
    return bool(uses) and len(to_pause(uses, now)) + sum(use.paused for use in uses) == len(uses)
