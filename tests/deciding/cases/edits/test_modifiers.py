"""Modifiers are known and stand once."""

from dataclasses import replace

import pytest

from precert.cases.edits.modifiers import KNOWN, Modifiers
from tests.deciding.cases.building import CO, OUTPATIENT, procedure


def paths(*modifiers: str) -> list[str]:
    return [
        f.path
        for f in Modifiers().find(replace(OUTPATIENT, lines=(procedure(modifiers=modifiers),)), CO)
    ]


@pytest.mark.req("EDT-07")
def test_known_ones_pass_in_any_case() -> None:
    assert paths("RT", "59", "gp", "KX") == []
    assert all(len(code) == 2 for code in KNOWN)


@pytest.mark.req("EDT-07")
@pytest.mark.parametrize("typed", ["??", "R", "RTX", "00"])
def test_an_unknown_one_is_refused_at_its_field(typed: str) -> None:
    assert paths("RT", typed) == ["line/k1/modifier2"]


@pytest.mark.req("EDT-07")
def test_the_same_twice_is_refused() -> None:
    assert paths("RT", "LT", "rt") == ["line/k1/modifier3"]
