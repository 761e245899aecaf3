"""Duration in days from dates and back, as the contract counts. Pure.

A stay of the 7th to the 10th is 4 days long where the last day counts and 3 where it doesn't. One
day is the least: what begins and ends on the same day lasts a day either way.
"""

from datetime import date, timedelta

from precert.contracts.schema import Pack


def counts_last_day(pack: Pack, kind: str) -> bool:
    """Does the last day count for a line of this kind (procedure or los)?"""
    return (
        pack.duration.los_counts_last_day
        if kind == "los"
        else pack.duration.procedures_count_last_day
    )


def duration_from(start: date, end: date, counts_last_day: bool) -> int:
    """Days from `start` to `end`; ValueError when the end comes first."""
    if end < start:
        raise ValueError("the end date is before the start date")
    return max(1, (end - start).days + counts_last_day)


def end_from(start: date, duration: int, counts_last_day: bool) -> date:
    """The last day of something that lasts `duration` days; ValueError for less than a day,
    OverflowError past the calendar.
    """
    if duration < 1:
        raise ValueError("the duration must be at least one day")
    return start + timedelta(days=duration - counts_last_day)
