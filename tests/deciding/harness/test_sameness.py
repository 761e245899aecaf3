"""The instrument that tells answers apart must itself be right."""

import random

import pytest

from tests.harness import sameness


def test_p_of_known_series() -> None:
    """By hand: U is 1 and 12 of 25, the spread is sqrt(25 * 11 / 12), so z is 11 / 4.787 and 0."""
    assert sameness.p_value([1, 2, 3, 4, 6], [5, 7, 8, 9, 10]) == pytest.approx(0.02157, abs=5e-5)
    assert sameness.p_value([1, 4, 5, 8, 9], [2, 3, 6, 7, 10]) == pytest.approx(1.0)
    assert sameness.p_value([1.0] * 9, [1.0] * 9) == 1.0


def test_a_shift_is_found_and_chance_is_not() -> None:
    chance = random.Random(7)
    series = [[chance.gauss(10, 1) for _ in range(60)] for _ in range(200)]
    found = [sameness.p_value(a, b) for a, b in zip(series[::2], series[1::2], strict=True)]
    assert sum(p <= 0.01 for p in found) <= 4
    assert 0.3 < sum(found) / len(found) < 0.7
    assert all(
        sameness.p_value(a, [value + 2 for value in b]) < 0.001
        for a, b in zip(series[:20], series[20:40], strict=True)
    )


def test_a_difference_is_looked_at_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([0.001, 0.002, 0.003])
    monkeypatch.setattr(sameness, "p_value", lambda left, right: next(answers))
    assert sameness.alike(1, lambda n: None, lambda n: None) == [0.001, 0.002, 0.003]
    answers = iter([0.001, 0.5])
    assert sameness.alike(1, lambda n: None, lambda n: None) == [0.001, 0.5]
