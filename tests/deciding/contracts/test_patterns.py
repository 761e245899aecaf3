"""Patterns of codes."""

import pytest

from precert.contracts.schema import matches, matches_any


@pytest.mark.parametrize(
    ("pattern", "code", "fits"),
    [
        ("70551", "70551", True),
        ("70551", "70552", False),
        ("K0813-K0899", "K0824", True),
        ("K0813-K0899", "K0813", True),
        ("K0813-K0899", "K0899", True),
        ("K0813-K0899", "K0900", False),
        ("70010-76999", "7001", False),
        ("70010-76999", "7055F", True),
        ("E12*", "E1230", True),
        ("E12*", "E1130", False),
        ("Z38*", "Z38.00", True),
        ("Z38.0*", "z3800", True),
        ("O80", "O80", True),
        ("O80", "O80.1", False),
        ("E12*", "", False),
        ("70551", "", False),
    ],
)
def test_a_code_fits_a_pattern(pattern: str, code: str, fits: bool) -> None:
    assert matches(pattern, code) is fits


def test_one_pattern_of_many_is_enough() -> None:
    assert matches_any(("E12*", "K0001"), "K0001")
    assert not matches_any((), "K0001")
