"""Counting days: business days and holidays, months, the end of a window, what is overdue, due soon
and due today.
"""

from datetime import date, timedelta

import pytest

from precert.cases.daycount import (
    business_days_after,
    business_days_between,
    is_business_day,
    months_after,
)
from precert.cases.deadlines import due_soon, due_today, is_overdue, window_end
from precert.contracts.schema import Span
from tests.deciding.cases.building import CO, MS, here, local


@pytest.mark.parametrize(
    ("amount", "unit", "ends"),
    [
        (1, "business-days", "2026-06-10 17:00:00"),
        (30, "days", "2026-07-09 23:59:59"),
        (12, "months", "2027-06-09 23:59:59"),
        (5, "hours", "2026-06-09 21:00:00"),
    ],
)
def test_windows_end_with_their_day(amount: int, unit: str, ends: str) -> None:
    assert (
        local(window_end(Span(amount=amount, unit=unit), here("2026-06-09 16:00:00"), MS)) == ends
    )  # type: ignore[arg-type]


def test_overdue_soon_and_today() -> None:
    at = here("2026-06-10 17:00:00")
    assert not is_overdue(at, at)
    assert not is_overdue(at, at + timedelta(microseconds=999_999))
    assert is_overdue(at, at + timedelta(seconds=1))
    assert not is_overdue(None, at)
    assert due_soon(at, at - timedelta(hours=24))
    assert not due_soon(at, at - timedelta(hours=24, seconds=1))
    assert not due_soon(at, at + timedelta(hours=1))
    assert due_soon(at, at - timedelta(hours=47), timedelta(hours=48))
    assert not due_soon(None, at)
    assert due_today(at, here("2026-06-10 00:00:00"), MS)
    assert not due_today(at, here("2026-06-09 23:59:59"), MS)
    assert not due_today(at, here("2026-06-10 18:00:00"), MS)
    assert not due_today(None, at, MS)


def test_counting_business_days() -> None:
    calendar = MS.calendar
    assert business_days_after(date(2026, 6, 12), 0, calendar) == date(2026, 6, 12)
    assert business_days_after(date(2026, 6, 13), 0, calendar) == date(2026, 6, 15)
    assert business_days_after(date(2026, 6, 12), 1, calendar) == date(2026, 6, 15)
    assert business_days_between(date(2026, 6, 12), date(2026, 6, 15), calendar) == 1
    assert business_days_between(date(2026, 6, 15), date(2026, 6, 12), calendar) == 0
    assert is_business_day(date(2026, 10, 5), calendar)
    assert not is_business_day(date(2026, 10, 5), CO.calendar)  # a holiday of Colorado


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-02-29", -12, "2027-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -1, "2025-12-15"),
     ("2026-03-31", -1, "2026-02-28"), ("2026-11-30", 1, "2026-12-30")],
)  # fmt: skip
def test_months(day: str, n: int, found: str) -> None:
    assert months_after(date.fromisoformat(day), n).isoformat() == found
