"""A FIPS code has five digits."""

from dataclasses import replace

import pytest

from precert.cases.edits.fips import Fips
from tests.deciding.cases.building import CO, OUTPATIENT


@pytest.mark.req("EDT-07")
@pytest.mark.req("WIZ-07", part="fips")
@pytest.mark.parametrize("typed", [None, "08031", "28049"])
def test_five_digits_or_nothing_pass(typed: str | None) -> None:
    assert Fips().find(replace(OUTPATIENT, fips=typed), CO) == []


@pytest.mark.req("EDT-07")
@pytest.mark.req("WIZ-07", part="fips")
@pytest.mark.parametrize("typed", ["8031", "080310", "zz😀 not five", "True", "٠٨٠٣١", "0803 1"])
def test_anything_else_is_said_at_its_field(typed: str) -> None:
    [found] = Fips().find(replace(OUTPATIENT, fips=typed), CO)
    assert (found.path, found.severity, "five digits" in found.text) == (
        "request/fips",
        "error",
        True,
    )
