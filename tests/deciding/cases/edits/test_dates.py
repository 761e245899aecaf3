"""Dates can be read, are in order and near today."""

from dataclasses import replace

import pytest

from precert.cases.edits.dates import Dates
from tests.deciding.cases.building import CO, INPATIENT, OUTPATIENT, D, procedure, stay


@pytest.mark.req("EDT-07")
def test_no_end_comes_before_its_start() -> None:
    assert [
        f.path for f in Dates().find(replace(OUTPATIENT, lines=(procedure(end="2026-06-14"),)), CO)
    ] == ["line/k1/end"]
    assert Dates().find(replace(OUTPATIENT, lines=(procedure(end="2026-06-15"),)), CO) == []


@pytest.mark.req("EDT-07")
def test_no_stay_starts_before_the_admission() -> None:
    assert [
        f.path for f in Dates().find(replace(INPATIENT, lines=(stay(start="2026-06-09"),)), CO)
    ] == ["line/los/start"]
    assert Dates().find(INPATIENT, CO) == []


@pytest.mark.req("EDT-07")
def test_before_birth_and_years_ahead_are_slips() -> None:
    early = procedure(start="1960-02-28", end="1960-03-01")
    late = procedure(start="2028-06-10", end="2028-06-11")
    assert [f.path for f in Dates().find(replace(OUTPATIENT, lines=(early,)), CO)] == [
        "line/k1/start"
    ]
    assert [f.path for f in Dates().find(replace(OUTPATIENT, lines=(late,)), CO)] == [
        "line/k1/start"
    ]


def test_what_is_no_date_is_quoted() -> None:
    facts = replace(INPATIENT, admit_date=None, unreadable=(("service/admit_date", "soon"),))
    [found] = Dates().find(facts, CO)
    assert (found.path, "“soon”" in found.text) == ("service/admit_date", True)
    assert Dates().find(replace(facts, unreadable=(), admit_date=D("2026-06-10")), CO) == []
