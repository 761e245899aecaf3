"""How far back a service may start."""

from dataclasses import replace

import pytest

from precert.cases.edits.look_back import LookBack
from tests.deciding.cases.building import CO, MS, MS_OUTPATIENT, OUTPATIENT, procedure


@pytest.mark.req("EDT-07")
@pytest.mark.req("CON-05", part="look back")
def test_twelve_months_back_is_the_earliest_day() -> None:
    assert LookBack().find(replace(MS_OUTPATIENT, lines=(procedure(start="2025-06-09"),)), MS) == []
    [found] = LookBack().find(replace(MS_OUTPATIENT, lines=(procedure(start="2025-06-08"),)), MS)
    assert (found.path, "on or after 06/09/2025 (12 months back)" in found.text) == (
        "line/k1/start",
        True,
    )


@pytest.mark.req("CON-05", part="look back")
def test_a_contract_without_a_limit_looks_back_for_ever() -> None:
    assert LookBack().find(replace(OUTPATIENT, lines=(procedure(start="1999-01-01"),)), CO) == []


def test_each_line_is_looked_at_and_one_without_a_date_is_not() -> None:
    lines = (
        procedure(start="2020-01-01"),
        procedure(start=None, key="k2"),
        procedure(start="2021-01-01", key="k3"),
    )
    assert [f.line for f in LookBack().find(replace(MS_OUTPATIENT, lines=lines), MS)] == [
        "k1",
        "k3",
    ]
