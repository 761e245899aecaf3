"""What is missing or wrong, when sections are complete, and the score."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from precert.questionnaires.logic import (
    SectionState,
    check,
    complete,
    next_section,
    score,
    sections,
)
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import load
from tests.deciding.questionnaires.building import extension, in_unit, option, question, resource

Ask = Callable[..., Questionnaire]
ABC = [option("a", 1), option("b", 2.5), option("c"), option("none", 0, exclusive=True)]


def texts(questionnaire: Questionnaire, *values: Any) -> list[str]:
    return [problem.text for problem in check(questionnaire, {"t": list(values)})]


def yes(link: str) -> list[dict[str, Any]]:
    return [{"question": link, "operator": "=", "answerBoolean": True}]


@pytest.mark.parametrize(
    ("kind", "more", "good", "bad"),
    [
        ("boolean", {}, [True, False, "true", "false"], ["yes", 1, "True", ["x"]]),
        ("integer", {}, ["0", "-3", 12, "+7", " 5 "], ["1.0", "x", "1e3", "2147483648", True, 1.5, "٣", "1,000", 10**30]),
        ("decimal", {}, ["1.50", ".5", 2, 2.25, "-0"], ["NaN", "Infinity", "1,5", "1e5", float("inf"), "5.", "1" * 19, True]),
        ("date", {}, ["2026-02-28", "2/28/2026", "02/28/2026"],
         ["2026-02-29", "2026-02", "20260228", "28.2.2026", "0026-02-28", "2026-13-01", "2/30/2026"]),
        ("dateTime", {}, ["2026-02-28T10:00", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00.5+01:00"],
         ["2026-02-28", "2026-02-28T25:00", "2026-02-30T10:00", "2026-02-28 10:00", "2026-02-28T10:00+99:00"]),
        ("time", {}, ["10:00", "23:59:59"], ["24:00", "10", "10:60", "10:00Z"]),
        ("string", {}, ["Ada", "é\n", 3, True], ["a\x00b", "\x1b[0m", "\ud800", ["x"], {"value": ["x"]}]),
        ("url", {}, ["https://precert.example/a?b=c"], ["javascript:alert(1)", "precert.example", "https://a b", "ftp://x"]),
        ("choice", {"answerOption": ABC}, ["a", "none"], ["A", "zz", True, 1]),
        ("open-choice", {"answerOption": ABC}, ["a", "anything"], ["a\x00", ["x"]]),
        ("quantity", {"extension": in_unit("kg")}, ["5", 5, 2.5, {"value": "5", "unit": "kg"}, {"value": 5}],
         ["heavy", {"value": "5", "unit": "lb"}, {"unit": "kg", "value": "x"}, True]),
        ("quantity", {"extension": in_unit("kg", "g")}, [{"value": "5", "unit": "g"}], ["5", {"value": "5", "unit": ""}]),
    ],
)  # fmt: skip
def test_an_answer_must_be_of_its_type(
    ask: Ask, kind: str, more: dict[str, Any], good: list[Any], bad: list[Any]
) -> None:
    loaded = ask(question("t", kind, **more))
    assert {repr(value): texts(loaded, value) for value in good} == {
        repr(value): [] for value in good
    }
    assert [value for value in bad if len(texts(loaded, value)) != 1] == []


@pytest.mark.req("WIZ-08")
def test_required_items_are_missing_until_answered_and_only_while_asked(ask: Ask) -> None:
    loaded = ask(
        question("a", "boolean", required=True),
        question("b", "string", required=True, enableWhen=yes("a")),
    )
    assert [(each.link_id, each.section, each.missing) for each in check(loaded, {})] == [
        ("a", "s", True)
    ]
    assert [each.link_id for each in check(loaded, {"a": [True], "b": [" "]})] == ["b"]
    assert complete(loaded, {"a": [False], "b": []})
    assert complete(loaded, {"a": [True], "b": ["x"]})


def test_wrong_text_is_wrong_not_missing(ask: Ask) -> None:
    problem = check(ask(question("t", "date", required=True)), {"t": ["soon"]})[0]
    assert (problem.missing, problem.text) == (False, "Enter a date as MM/DD/YYYY.")


def test_what_is_not_asked_is_never_wrong(ask: Ask) -> None:
    assert (
        check(
            ask(question("a", "boolean"), question("b", "integer", enableWhen=yes("a"))),
            {"b": ["x"]},
        )
        == []
    )


@pytest.mark.parametrize(
    ("kind", "more", "value", "text"),
    [
        (
            "integer",
            [extension("minValue", valueInteger=1), extension("maxValue", valueInteger=3)],
            "0",
            "Enter at least 1.",
        ),
        (
            "integer",
            [extension("minValue", valueInteger=1), extension("maxValue", valueInteger=3)],
            "4",
            "Enter at most 3.",
        ),
        ("decimal", [extension("maxValue", valueDecimal=2.5)], "2.51", "Enter at most 2.5."),
        (
            "decimal",
            [extension("maxDecimalPlaces", valueInteger=1)],
            "2.25",
            "Enter at most 1 decimal places.",
        ),
        (
            "decimal",
            [extension("maxDecimalPlaces", valueInteger=0)],
            "2.2",
            "Enter a whole number.",
        ),
        (
            "date",
            [extension("minValue", valueDate="2026-01-01")],
            "12/31/2025",
            "This must not be before 01/01/2026.",
        ),
        (
            "date",
            [extension("maxValue", valueDate="2026-01-01")],
            "2026-01-02",
            "This must not be after 01/01/2026.",
        ),
        (
            "quantity",
            [*in_unit("kg"), extension("maxValue", valueDecimal=300)],
            "300.1",
            "Enter at most 300.",
        ),
        (
            "quantity",
            [
                *in_unit("kg"),
                extension("minValue", valueQuantity={"value": 2, "unit": "kg", "code": "kg"}),
            ],
            "1",
            "Enter at least 2 kg.",
        ),
        (
            "text",
            [extension("minLength", valueInteger=3)],
            "ab",
            "Enter at least 3 characters; this has 2.",
        ),
    ],
)
def test_limits(ask: Ask, kind: str, more: list[dict[str, Any]], value: str, text: str) -> None:
    assert texts(ask(question("t", kind, extension=more)), value) == [text]


@pytest.mark.parametrize(("value", "wrong"), [("1", False), ("3", False), ("2.5", False)])
def test_limits_include_their_ends(ask: Ask, value: str, wrong: bool) -> None:
    ends = [extension("minValue", valueDecimal=1), extension("maxValue", valueDecimal=3)]
    assert bool(texts(ask(question("t", "decimal", extension=ends)), value)) is wrong


def test_text_may_be_as_long_as_the_author_says(ask: Ask) -> None:
    loaded = ask(question("t", "string", maxLength=5))
    assert texts(loaded, "12345") == []
    assert texts(loaded, "123456") == ["Shorten this to 5 characters; it has 6."]


def test_one_answer_unless_the_item_repeats(ask: Ask) -> None:
    assert texts(ask(question("t", "string")), "x", "y") == ["Give one answer only."]
    assert texts(ask(question("t", "string", repeats=True)), "x", "y") == []


def test_repeated_answers_have_their_own_limits(ask: Ask) -> None:
    counts = [
        extension("questionnaire-minOccurs", valueInteger=2),
        extension("questionnaire-maxOccurs", valueInteger=2),
    ]
    loaded = ask(question("t", "choice", repeats=True, answerOption=ABC, extension=counts))
    assert texts(loaded) == ["Choose an answer."]
    assert texts(loaded, "a") == ["Give at least 2 answers."]
    assert texts(loaded, "a", "b") == []
    assert texts(loaded, "a", "b", "c") == ["Give at most 2 answers."]
    assert texts(loaded, "a", "a") == ["An answer is entered twice."]
    assert texts(loaded, "a", "none") == ["“None” cannot be combined with another answer."]


def test_a_required_group_wants_one_answer(ask: Ask) -> None:
    group = {
        "linkId": "g",
        "text": "G",
        "type": "group",
        "required": True,
        "item": [question("a", "string"), question("b", "string")],
    }
    loaded = ask(group)
    assert [(each.link_id, each.missing) for each in check(loaded, {})] == [("g", True)]
    assert complete(loaded, {"b": ["x"]})


def three_sections() -> Questionnaire:
    def group(link: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"linkId": link, "text": link.upper(), "type": "group", "item": list(items), **more}

    return load(
        resource(
            group("one", question("a", "boolean", required=True), question("n", "integer")),
            group("two", question("b", "string", required=True), enableWhen=yes("a")),
            group("three", question("c", "string")),
        ),
        "three",
    )


@pytest.mark.req("WIZ-08")
def test_a_section_earns_its_check_mark_when_nothing_is_missing_or_wrong() -> None:
    loaded = three_sections()
    assert sections(loaded, {}) == [
        SectionState("one", "ONE", False, 1, 0),
        SectionState("three", "THREE", True, 0, 0),
    ]
    assert sections(loaded, {"a": [True], "n": ["x"]}) == [
        SectionState("one", "ONE", False, 0, 1),
        SectionState("two", "TWO", False, 1, 0),
        SectionState("three", "THREE", True, 0, 0),
    ]
    assert all(state.complete for state in sections(loaded, {"a": [True], "b": ["x"]}))


@pytest.mark.req("WIZ-08")
def test_next_skips_sections_that_are_not_asked() -> None:
    loaded = three_sections()

    def after(current: str, **answers: list[Any]) -> str | None:
        state = next_section(loaded, answers, current)
        return state.link_id if state else None

    assert (after("one"), after("one", a=[True]), after("two", a=[True]), after("three")) == (
        "three",
        "two",
        "three",
        None,
    )
    assert after("gone") == "one"


@pytest.mark.req("WIZ-08")
def test_the_score_adds_the_chosen_options_of_asked_items(ask: Ask) -> None:
    loaded = ask(
        question("a", "boolean"),
        question("t", "choice", repeats=True, answerOption=ABC),
        question("u", "open-choice", answerOption=ABC, enableWhen=yes("a")),
    )
    assert score(loaded, {}) == 0
    assert score(loaded, {"t": ["a", "b", "c"]}) == Decimal("3.5")
    assert score(loaded, {"t": ["a", "a", "zz"]}) == 1
    assert score(loaded, {"t": ["a"], "u": ["b"], "a": [False]}) == 1
    assert score(loaded, {"t": ["a"], "u": ["b"], "a": [True]}) == Decimal("3.5")
    assert score(loaded, {"u": ["free text"], "a": [True]}) == 0


@pytest.mark.req("WIZ-08")
def test_a_shipped_questionnaire_can_be_completed(shipped: Questionnaire) -> None:
    answers: dict[str, list[Any]] = {}
    kinds = {
        "boolean": True,
        "date": "2026-05-01",
        "string": "Words",
        "text": "Words",
        "quantity": "20",
    }
    for _ in range(len(shipped.index)):
        problems = check(shipped, answers)
        if not problems:
            break
        item = shipped.index[problems[0].link_id]
        if item.options:
            answers[item.link_id] = [option.key for option in item.options[: item.min_occurs or 1]]
        elif item.type == "quantity":
            unit = item.units[0].code
            most = item.maximum.value if item.maximum is not None else 1  # type: ignore[union-attr]
            answers[item.link_id] = [{"value": str(min(Decimal(20), most)), "unit": unit}]
        else:
            answers[item.link_id] = [kinds[item.type]]
    assert complete(shipped, answers)
    assert all(state.complete for state in sections(shipped, answers))
    assert score(shipped, answers) > 0
