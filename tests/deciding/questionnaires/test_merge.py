"""Autosave from two tabs."""

from collections.abc import Callable
from typing import Any

import pytest

from precert.questionnaires.merge import LONGEST, MOST, apply
from precert.questionnaires.model import Questionnaire
from tests.deciding.questionnaires.building import question

Ask = Callable[..., Questionnaire]


@pytest.mark.req("WIZ-08")
def test_two_tabs_on_different_questions_do_not_fight() -> None:
    first, none = apply({}, {"a": [[], ["x"]]})
    second, still_none = apply(first, {"b": [[], ["y"]]})
    assert (second, none, still_none) == ({"a": ["x"], "b": ["y"]}, [], [])


@pytest.mark.req("WIZ-08")
def test_the_later_tab_is_told_what_the_answer_is_now_and_its_other_changes_are_saved() -> None:
    result, conflicts = apply({"a": ["mine"]}, {"a": [["old"], ["theirs"]], "b": [[], ["y"]]})
    assert result == {"a": ["mine"], "b": ["y"]}
    assert [
        (each.link_id, each.seen, each.current, each.new, each.reason) for each in conflicts
    ] == [("a", ["old"], ["mine"], ["theirs"], "changed")]


def test_the_same_change_twice_is_no_conflict() -> None:
    assert apply({"a": ["x"]}, {"a": [[], ["x"]]}) == ({"a": ["x"]}, [])


def test_an_emptied_answer_disappears() -> None:
    assert apply({"a": ["x"], "b": ["y"]}, {"a": [["x"], []], "b": [["y"], ["", None]]}) == ({}, [])


@pytest.mark.parametrize(
    ("current", "seen", "same"),
    [
        ([True], ["true"], True),
        ([True], [1], False),
        ([5], ["5"], True),
        (["x"], [" x "], True),
        ([], [""], True),
        (["x", "y"], ["y", "x"], False),
        ([{"value": "5", "unit": "kg"}], [{"unit": "kg", "value": 5}], True),
        ([{"value": "5", "unit": "kg"}], ["5"], False),
    ],
)
def test_what_was_seen_is_compared_as_a_person_sees_it(
    current: list[Any], seen: list[Any], same: bool
) -> None:
    assert (apply({"a": current}, {"a": [seen, ["new"]]})[1] == []) is same


def test_the_answers_given_are_not_changed() -> None:
    answers = {"a": ["x"]}
    apply(answers, {"a": [["x"], ["y"]]})
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
    result, conflicts = apply({}, {"a": [[], new]})
    assert (result, [each.reason for each in conflicts]) == ({}, ["malformed"])


@pytest.mark.parametrize("change", ["x", 3, None, [], [["x"]], [[], [], []], {"a": 1}])
def test_a_change_that_is_no_pair_is_refused(change: Any) -> None:
    assert [each.reason for each in apply({"a": ["x"]}, {"a": change})[1]] == ["malformed"]


def test_only_what_the_questionnaire_asks_is_stored(ask: Ask) -> None:
    loaded = ask(question("a", "string"), question("r", "string", readOnly=True))
    result, conflicts = apply({}, {link: [[], ["x"]] for link in ("a", "r", "s", "zz")}, loaded)
    assert result == {"a": ["x"]}
    assert {each.link_id: each.reason for each in conflicts} == {
        "r": "read-only",
        "s": "unknown",
        "zz": "unknown",
    }


def test_characters_no_database_takes_are_dropped_and_the_rest_kept_as_typed() -> None:
    assert apply({}, {"a": [[], ["a\x00b\ud800\n é "]]})[0] == {"a": ["ab\n é "]}
