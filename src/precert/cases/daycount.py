"""Counting days as a contract counts them: business days, ends of days, when something counts as
received. Pure.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from precert.contracts.schema import Calendar, Pack

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)  # the end of a day; midnight would be shown as the day after
SATURDAY = 5


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(found)


def is_business_day(day: date, calendar: Calendar) -> bool:
    """True when the contract's calendar has business on `day`: no weekend, no public holiday or its
    substitute, no day of its own.
    """
    if day.weekday() >= SATURDAY or day in calendar.extra:
        return False
    return day not in _holidays(calendar.country, calendar.subdivision, day.year)


def _business_days(after: date, calendar: Calendar) -> Iterator[date]:
    while True:
        after += DAY
        if is_business_day(after, calendar):
            yield after


def business_days_after(day: date, n: int, calendar: Calendar) -> date:
    """The `n`th business day after `day`. With 0: `day` itself, or the next business day when it is
    none.
    """
    if n == 0 and is_business_day(day, calendar):
        return day
    days = _business_days(day, calendar)
    found = next(days)
    for _ in range(n - 1):
        found = next(days)
    return found


def business_days_between(after: date, until: date, calendar: Calendar) -> int:
    """How many business days lie after `after`, up to and with `until`; 0 when `until` isn't later."""
    return sum(
        is_business_day(after + DAY * n, calendar) for n in range(1, (until - after).days + 1)
    )


def months_after(day: date, n: int) -> date:
    """The same day `n` months later (earlier when negative); the month's last day when it has no
    such day.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    first_of_next = date(years + (month == 11), (month + 1) % 12 + 1, 1)
    return date(years, month + 1, min(day.day, (first_of_next - DAY).day))


def local(moment: datetime, pack: Pack) -> datetime:
    """The moment on the clocks of the contract's time zone."""
    return moment.astimezone(ZoneInfo(pack.time_zone))


def at(day: date, clock: time, pack: Pack) -> datetime:
    """That time of that day in the contract's time zone, as UTC."""
    return datetime.combine(day, clock, ZoneInfo(pack.time_zone)).astimezone(UTC)


def end_of_day(day: date, pack: Pack) -> datetime:
    """The last second of a calendar day."""
    return at(day, LAST_SECOND, pack)


def end_of_business(day: date, pack: Pack) -> datetime:
    """When a business day ends: at closing time, or with the day where the contract names none."""
    return at(day, pack.calendar.closing or LAST_SECOND, pack)


def counted(moment: datetime, pack: Pack) -> datetime:
    """When something that arrives at `moment` counts as received.

    Where the contract names hours: on the next business day's opening when it comes after closing
    or on a day without business, at opening when it comes before. Without hours: at once.
    """
    opening, closing = pack.calendar.opening, pack.calendar.closing
    if opening is None and closing is None:
        return moment
    here = local(moment, pack)
    clock = here.time()
    if not is_business_day(here.date(), pack.calendar) or (closing is not None and clock > closing):
        return at(business_days_after(here.date(), 1, pack.calendar), opening or time(0), pack)
    if opening is not None and clock < opening:
        return at(here.date(), opening, pack)
    return moment


def after(start: datetime, amount: int, unit: str, pack: Pack) -> datetime:
    """The end of a span that begins at `start`, as UTC.

    business-days: the end of business of the n-th business day after the day of `start`. days and
    months: the last second of that calendar day. hours: to the second, whatever the clocks of the
    zone do in between.
    """
    if unit == "hours":
        return start.astimezone(UTC) + timedelta(hours=amount)
    day = local(start, pack).date()
    if unit == "business-days":
        return end_of_business(business_days_after(day, amount, pack.calendar), pack)
    return end_of_day(months_after(day, amount) if unit == "months" else day + DAY * amount, pack)
