"""Office hours of the demonstration."""

from datetime import UTC, datetime

import pytest

from precert.demo.office import shift

DENVER = "America/Denver"  # UTC-6 in June


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        (june(9, 16), 2, june(9, 18)),
        (june(9, 22), 2, june(10, 16)),  # an hour is left on Tuesday
        (june(12, 22), 1.5, june(15, 15, 30)),  # Friday to Monday
        (june(13, 12), 1, june(15, 16)),  # Saturday counts from Monday
        (june(9, 16), -2, june(8, 22)),
        (june(15, 16), -2, june(12, 22)),
        (june(14, 12), -1, june(12, 22)),
        (june(9, 12), 0, june(9, 15)),  # six in the morning
    ],
)
def test_time_passes_in_office_hours_only(begin: datetime, hours: float, end: datetime) -> None:
    assert shift(begin, hours, DENVER) == end
