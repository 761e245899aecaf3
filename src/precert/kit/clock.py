"""The clock. Only a door calls `now`; everything below a door is handed the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in the time zone `zone` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()
