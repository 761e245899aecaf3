"""Duration, quantity and rate are numbers above zero."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from precert.cases.edits.amounts import Amounts
from tests.deciding.cases.building import CO, OUTPATIENT, procedure


def paths(**line: Any) -> list[str]:
    return [f.path for f in Amounts().find(replace(OUTPATIENT, lines=(procedure(**line),)), CO)]


@pytest.mark.req("EDT-07")
@pytest.mark.parametrize("name", ["quantity", "rate", "duration"])
@pytest.mark.parametrize("value", [Decimal(0), Decimal(-1)])
def test_zero_and_less_are_refused(name: str, value: Decimal) -> None:
    assert paths(**{name: value}) == [f"line/k1/{name}"]


@pytest.mark.req("EDT-07")
def test_what_cannot_be_read_is_quoted() -> None:
    [found] = Amounts().find(
        replace(
            OUTPATIENT, lines=(procedure(quantity=None, unreadable=(("quantity", "a dozen"),)),)
        ),
        CO,
    )
    assert "“a dozen” is not a valid number" in found.text
    assert (found.code, found.path, found.severity) == ("amounts", "line/k1/quantity", "error")


def test_the_least_amount_and_an_absent_one_pass() -> None:
    assert paths(quantity=Decimal("0.01"), rate=None, duration=1) == []
