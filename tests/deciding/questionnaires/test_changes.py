"""Autosave from two tabs."""

from collections.abc import Callable
from typing import Any

import pytest

from precert.kit.merge import Conflict
from precert.questionnaires import changes
from precert.questionnaires.changes import LONGEST, MOST, apply
from precert.questionnaires.model import Questionnaire
from tests.deciding.questionnaires.building import question

Ask = Callable[..., Questionnaire]


@pytest.mark.req("WIZ-08")
def test_two_tabs_on_different_questions_do_not_fight() -> None:
    first = apply({}, {"a": ([], ["x"])})
    second = apply(first.values, {"b": ([], ["y"])})
    assert second.values == {"a": ["x"], "b": ["y"]}
    assert (first.conflicts, second.conflicts) == ([], [])


@pytest.mark.req("WIZ-08")
def test_the_later_tab_is_told_what_the_answer_is_now_and_its_other_changes_are_saved() -> None:
    result = apply({"a": ["mine"]}, {"a": (["old"], ["theirs"]), "b": ([], ["y"])})
    assert result.values == {"a": ["mine"], "b": ["y"]}
    assert result.conflicts == [Conflict("a", ["mine"], ["theirs"])]


def test_the_same_change_twice_is_no_conflict() -> None:
    result = apply({"a": ["x"]}, {"a": ([], ["x"])})
    assert (result.values, result.conflicts) == ({"a": ["x"]}, [])


def test_an_emptied_answer_disappears() -> None:
    result = apply({"a": ["x"], "b": ["y"]}, {"a": (["x"], []), "b": (["y"], ["", None])})
    assert (result.values, result.conflicts) == ({}, [])


@pytest.mark.parametrize(
    ("current", "seen", "same"),
    [
        ([True], ["true"], True),
        ([True], [1], False),
        ([5], ["5"], True),
        (["x"], [" x "], True),
        ([], [""], True),
        (["x", "y"], ["y", "x"], False),
        (["x\ny"], ["x\r\ny"], True),
        ([{"value": "5", "unit": "kg"}], [{"unit": "kg", "value": 5}], True),
        ([{"value": "5", "unit": "kg"}], ["5"], False),
    ],
)
def test_what_was_seen_is_compared_as_a_person_sees_it(
    current: list[Any], seen: list[Any], same: bool
) -> None:
    assert (apply({"a": current}, {"a": (seen, ["new"])}).conflicts == []) is same


def test_the_answers_given_are_not_changed() -> None:
    answers = {"a": ["x"]}
    apply(answers, {"a": (["x"], ["y"])})
    assert answers == {"a": ["x"]}


@pytest.mark.parametrize(
    "new",
    [
        [["x"]],
        [{"value": {}}],
        [{"other": "x"}],
        ["x" * (LONGEST + 1)],
        ["x"] * (MOST + 1),
        [float("nan")],
        [10**40],
    ],
)
def test_what_cannot_be_an_answer_is_refused(new: list[Any]) -> None:
    result = apply({}, {"a": ([], new)})
    assert (result.values, result.refused) == ({}, {"a": changes.MALFORMED})


def test_only_what_the_questionnaire_asks_is_stored(ask: Ask) -> None:
    loaded = ask(question("a", "string"), question("r", "string", readOnly=True))
    result = apply({}, {link: ([], ["x"]) for link in ("a", "r", "s", "zz")}, loaded)
    assert result.values == {"a": ["x"]}
    assert result.refused == {
        "r": changes.READ_ONLY,
        "s": changes.UNKNOWN,
        "zz": changes.UNKNOWN,
    }


def test_characters_no_database_takes_are_dropped_and_the_rest_kept_as_typed() -> None:
    given = ["a\x00b\ud800\r\n é "]
    assert apply({}, {"a": ([], given)}).values == {"a": ["ab\n é "]}
