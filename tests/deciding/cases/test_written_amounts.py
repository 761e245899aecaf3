"""Amounts as they are written in pages and letters."""

from decimal import Decimal

import pytest

from precert.cases.amounts import amount, number


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("2.25"), "Units", "2.25 units"),
        (Decimal("0.04"), "Units", "0.04 units"),
        (Decimal("12.00"), "Visits", "12 visits"),
        (Decimal("1.00"), "Visits", "1 visit"),
        (Decimal("1.00"), "", "1 unit"),
        (Decimal(1200), "", "1200 units"),
        (Decimal("0.00"), "Hours", "0 hours"),
        (1, "days", "1 day"),
        (30, "days", "30 days"),
    ],
)
def test_an_amount_is_written_exactly_with_its_unit(
    value: Decimal | int, unit: str, written: str
) -> None:
    assert amount(value, unit) == written


def test_a_number_is_never_rounded_nor_written_with_an_exponent() -> None:
    assert [number(one) for one in (Decimal("2.50"), Decimal("100.00"), Decimal("0.01"), 7)] == [
        "2.5",
        "100",
        "0.01",
        "7",
    ]
