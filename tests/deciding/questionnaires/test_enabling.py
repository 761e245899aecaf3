"""Which questions are asked: every operator for every type, nesting, behaviours."""

from collections.abc import Callable
from typing import Any

import pytest

from precert.questionnaires.logic import enabled
from precert.questionnaires.model import Questionnaire
from tests.deciding.questionnaires.building import in_unit, option, question

Ask = Callable[..., Questionnaire]
OPTIONS = [option("a"), option("b")]
NUMBERED = [{"valueInteger": 1}, {"valueInteger": 2}, {"valueInteger": 3}]
KILOGRAMS = {"code": "kg"}
# type of question, more of it, key of the condition, its answer, then answers below, equal to and
# above it
ORDERED: list[tuple[str, dict[str, Any], str, Any, Any, Any, Any]] = [
    ("integer", {}, "answerInteger", 5, "4", 5, "6"),
    ("decimal", {}, "answerDecimal", 5.5, "5.49", "5.50", 5.6),
    ("decimal", {}, "answerInteger", 5, "4.99", "5.0", "5.01"),
    ("date", {}, "answerDate", "2026-02-28", "2026-02-27", "2/28/2026", "2026-03-01"),
    (
        "dateTime",
        {},
        "answerDateTime",
        "2026-02-28T10:00:00Z",
        "2026-02-28T10:30:00+01:00",
        "2026-02-28T10:00",
        "2026-02-28T10:01",
    ),
    ("time", {}, "answerTime", "10:00:00", "09:59", "10:00", "10:00:01"),
    ("string", {}, "answerString", "m", "a", "m", "z"),
    ("text", {}, "answerString", "m", "a", " m ", "z"),
    (
        "quantity",
        {"extension": in_unit("kg")},
        "answerQuantity",
        {"value": 5, **KILOGRAMS},
        "4",
        "5.0",
        {"value": "6", "unit": "kg"},
    ),
    ("choice", {"answerOption": NUMBERED}, "answerInteger", 2, "1", "2", "3"),
]
HOLDS = {"=": (False, True, False), "!=": (True, False, True), ">": (False, False, True), "<": (True, False, False),
         ">=": (False, True, True), "<=": (True, True, False)}  # fmt: skip


def dependent(target: dict[str, Any], operator: str, **answer: Any) -> list[dict[str, Any]]:
    return [
        target,
        question("q", "string", enableWhen=[{"question": "t", "operator": operator, **answer}]),
    ]


def asked(questionnaire: Questionnaire, *values: Any) -> bool:
    return "q" in enabled(questionnaire, {"t": list(values)})


@pytest.mark.parametrize("operator", HOLDS)
@pytest.mark.parametrize(("kind", "more", "key", "answer", "below", "equal", "above"), ORDERED)
def test_comparison(
    ask: Ask,
    kind: str,
    more: dict[str, Any],
    key: str,
    answer: Any,
    below: Any,
    equal: Any,
    above: Any,
    operator: str,
) -> None:
    loaded = ask(*dependent(question("t", kind, **more), operator, **{key: answer}))
    assert tuple(asked(loaded, value) for value in (below, equal, above)) == HOLDS[operator]
    assert asked(loaded) is (operator == "!=")


@pytest.mark.parametrize(
    ("kind", "more", "answer", "value"),
    [
        *((kind, more, key, equal) for kind, more, key, _, _, equal, _ in ORDERED),
        ("boolean", {}, "", False),
        ("choice", {"answerOption": OPTIONS}, "", "a"),
        ("open-choice", {"answerOption": OPTIONS}, "", "something else"),
        ("url", {}, "", "https://precert.example/"),
    ],
)
def test_exists_counts_valid_answers_only(
    ask: Ask, kind: str, more: dict[str, Any], answer: str, value: Any
) -> None:
    yes = ask(*dependent(question("t", kind, **more), "exists", answerBoolean=True))
    no = ask(*dependent(question("t", kind, **more), "exists", answerBoolean=False))
    assert (asked(yes, value), asked(no, value)) == (True, False)
    assert (asked(yes), asked(no)) == (False, True)
    assert (asked(yes, "", None, "  "), asked(no, "")) == (False, True)
    if kind not in ("string", "text", "open-choice"):
        assert (asked(yes, "what?"), asked(no, "what?")) == (False, True)


@pytest.mark.parametrize("value", [True, "true"])
def test_yes_and_no(ask: Ask, value: Any) -> None:
    loaded = ask(*dependent(question("t", "boolean"), "=", answerBoolean=True))
    assert asked(loaded, value)
    assert not asked(loaded, False)
    assert not asked(loaded, "false")
    assert not asked(loaded, 1)


def test_codes_match_by_system_where_both_name_one(ask: Ask) -> None:
    target = question("t", "choice", answerOption=OPTIONS)
    assert asked(ask(*dependent(target, "=", answerCoding={"system": "urn:x", "code": "a"})), "a")
    assert asked(ask(*dependent(target, "=", answerCoding={"code": "a"})), "a")
    assert not asked(ask(*dependent(target, "=", answerCoding={"code": "a"})), "b")


def test_of_several_answers_one_equal_is_enough_and_not_equal_needs_all(ask: Ask) -> None:
    target = question("t", "choice", repeats=True, answerOption=OPTIONS)
    assert asked(ask(*dependent(target, "=", answerCoding={"code": "a"})), "b", "a")
    assert not asked(ask(*dependent(target, "!=", answerCoding={"code": "a"})), "b", "a")
    assert asked(ask(*dependent(target, "!=", answerCoding={"code": "a"})), "b")


def test_quantities_in_different_units_are_not_compared(ask: Ask) -> None:
    target = question("t", "quantity", extension=in_unit("kg", "[lb_av]"))
    loaded = ask(*dependent(target, ">", answerQuantity={"value": 5, "code": "kg"}))
    assert asked(loaded, {"value": "6", "unit": "kg"})
    assert not asked(loaded, {"value": "60", "unit": "[lb_av]"})
    assert not asked(loaded, "60")


@pytest.mark.parametrize(("behavior", "one", "both"), [("any", True, True), ("all", False, True)])
def test_enable_behavior(ask: Ask, behavior: str, one: bool, both: bool) -> None:
    conditions = [{"question": link, "operator": "=", "answerBoolean": True} for link in "ab"]
    loaded = ask(
        question("a", "boolean"),
        question("b", "boolean"),
        question("q", "string", enableWhen=conditions, enableBehavior=behavior),
    )
    assert "q" not in enabled(loaded, {})
    assert ("q" in enabled(loaded, {"a": [True]})) is one
    assert ("q" in enabled(loaded, {"a": [True], "b": [True]})) is both


def chain() -> list[dict[str, Any]]:
    def yes(link: str) -> list[dict[str, Any]]:
        return [{"question": link, "operator": "=", "answerBoolean": True}]

    group = {
        "linkId": "g",
        "text": "G",
        "type": "group",
        "enableWhen": yes("a"),
        "item": [question("b", "boolean")],
    }
    return [question("z", "string", enableWhen=yes("b")), question("a", "boolean"), group]


@pytest.mark.req("WIZ-08")
def test_a_group_that_is_not_asked_closes_all_below_and_all_that_waits_for_it(ask: Ask) -> None:
    loaded = ask(*chain())
    assert enabled(loaded, {"a": [True], "b": [True]}) == {"s", "a", "g", "b", "z"}
    assert enabled(loaded, {"a": [False], "b": [True]}) == {"s", "a"}


@pytest.mark.req("WIZ-08")
def test_questions_below_a_question_open_with_its_answer(ask: Ask) -> None:
    inner = question("c", "string", item=[{"linkId": "h", "text": "Help", "type": "display"}])
    loaded = ask(
        question(
            "a",
            "integer",
            item=[
                question("b", "string", item=[inner]),
                {"linkId": "i", "text": "I", "type": "display"},
            ],
        )
    )
    assert enabled(loaded, {}) == {"s", "a", "i"}
    assert enabled(loaded, {"a": ["x"], "b": ["y"]}) == {"s", "a", "i"}
    assert enabled(loaded, {"a": ["1"]}) == {"s", "a", "i", "b"}
    assert enabled(loaded, {"a": ["1"], "b": ["y"]}) == {"s", "a", "i", "b", "c", "h"}


def test_a_long_chain_of_questions_is_no_problem(ask: Ask) -> None:
    links = [
        question(
            f"q{n}",
            "boolean",
            enableWhen=[{"question": f"q{n - 1}", "operator": "=", "answerBoolean": True}],
        )
        for n in range(1, 1500)
    ]
    loaded = ask(question("q0", "boolean"), *links)
    assert len(enabled(loaded, {f"q{n}": [True] for n in range(1499)})) == 1501
