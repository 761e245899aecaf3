"""Duration and dates say the same, counted as the contract counts."""

from dataclasses import replace

import pytest

from precert.cases.edits.duration import Duration
from tests.deciding.cases.building import (
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    OUTPATIENT,
    procedure,
    stay,
)


@pytest.mark.req("EDT-07")
@pytest.mark.req("CON-03", part="durations")
def test_a_stay_counts_nights_under_co_um_and_days_under_ms_state_um() -> None:
    assert Duration().find(replace(INPATIENT, lines=(stay(duration=3),)), CO) == []
    assert Duration().find(replace(MS_INPATIENT, lines=(stay(duration=4),)), MS) == []
    [found] = Duration().find(replace(INPATIENT, lines=(stay(duration=4),)), CO)
    assert (found.path, "not counting the last day" in found.text) == ("line/los/duration", True)


@pytest.mark.req("EDT-07")
def test_the_finding_says_what_would_fit() -> None:
    [found] = Duration().find(replace(OUTPATIENT, lines=(procedure(duration=29),)), CO)
    assert "06/15/2026 to 07/14/2026 is 30 days" in found.text
    assert "ends on 07/13/2026" in found.text


def test_what_is_incomplete_or_wrong_otherwise_is_left_to_other_edits() -> None:
    lines = (
        procedure(duration=None),
        procedure(start=None, key="k2"),
        procedure(duration=0, key="k3"),
        procedure(end="2026-06-01", key="k4"),
    )
    assert Duration().find(replace(OUTPATIENT, lines=lines), CO) == []


def test_one_day_lasts_a_day_either_way() -> None:
    assert (
        Duration().find(replace(INPATIENT, lines=(stay(end="2026-06-10", duration=1),)), CO) == []
    )
