"""Office hours, so that what the demonstration's people do happens when such people work. Pure.

Nine to five from Monday to Friday in a time zone; holidays count as work days, for nothing depends
on them here.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN, CLOSE = time(9), time(17)
DAY = timedelta(days=1)


def shift(moment: datetime, hours: float, zone: str) -> datetime:
    """The moment `hours` of office time later, or earlier if negative, in UTC. A moment out of
    hours counts from the next one within.
    """
    here = ZoneInfo(zone)
    local = moment.astimezone(here)
    left = timedelta(hours=abs(hours))
    found = _later(local, left) if hours >= 0 else _earlier(local, left)
    return found.astimezone(moment.tzinfo)


def _at(day: datetime, hour: time) -> datetime:
    return day.replace(hour=hour.hour, minute=0, second=0, microsecond=0)


def _later(local: datetime, left: timedelta) -> datetime:
    while True:
        opens, closes = _at(local, OPEN), _at(local, CLOSE)
        local = max(local, opens)
        if local.weekday() < 5 and local < closes:
            if left <= closes - local:
                return local + left
            left -= closes - local
        local = _at(local + DAY, OPEN)


def _earlier(local: datetime, left: timedelta) -> datetime:
    while True:
        opens, closes = _at(local, OPEN), _at(local, CLOSE)
        local = min(local, closes)
        if local.weekday() < 5 and local > opens:
            if left <= local - opens:
                return local - left
            left -= local - opens
        local = _at(local - DAY, CLOSE)
