"""The clock. Only a door calls `now`; everything below a door is handed the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment(text: str) -> datetime:
    """The moment that `isoformat` wrote, in UTC. ValueError when it is none, lacks a zone, or lies
    outside the years that UTC has.
    """
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is no moment in UTC") from None


def local_text(moment: datetime, zone: str, *, day: bool = True) -> str:
    """`moment` as it is written in the time zone `zone`: `06/09/2026 09:00 MDT`, or `09:00 MDT`
    without the day.
    """
    return f"{moment.astimezone(ZoneInfo(zone)):{'%m/%d/%Y ' if day else ''}%H:%M %Z}"


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in the time zone `zone` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()
