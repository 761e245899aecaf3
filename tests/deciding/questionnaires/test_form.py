"""What a page shows, without knowing FHIR."""

from collections.abc import Callable
from typing import Any

import pytest

from precert.questionnaires.form import FieldSpec, fields, numbers
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.parse import load
from tests.deciding.questionnaires.building import extension, in_unit, option, question, resource

Ask = Callable[..., Questionnaire]


def control(code: str) -> dict[str, Any]:
    return extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def display(link_id: str, text: str, code: str = "") -> dict[str, Any]:
    return {"linkId": link_id, "text": text, "type": "display"} | (
        {"extension": [control(code)]} if code else {}
    )


def row(
    questionnaire: Questionnaire, link_id: str, answers: dict[str, Any] | None = None
) -> FieldSpec:
    section = questionnaire.section_of[link_id]
    return next(
        field for field in fields(questionnaire, answers or {}, section) if field.link_id == link_id
    )


@pytest.mark.parametrize(
    ("kind", "more", "shown"),
    [
        ("boolean", {}, "yes-no"),
        ("integer", {}, "integer"),
        ("decimal", {}, "decimal"),
        ("date", {}, "date"),
        ("dateTime", {}, "date-time"),
        ("time", {}, "time"),
        ("string", {}, "line"),
        ("text", {}, "paragraph"),
        ("url", {}, "url"),
        ("quantity", {"extension": in_unit("kg")}, "quantity"),
        ("choice", {"answerOption": [option(c) for c in "abcde"]}, "radio"),
        ("choice", {"answerOption": [option(c) for c in "abcdef"]}, "select"),
        ("choice", {"answerOption": [option("a")], "extension": [control("drop-down")]}, "select"),
        (
            "choice",
            {"answerOption": [option(c) for c in "abcdef"], "extension": [control("radio-button")]},
            "radio",
        ),
        ("choice", {"answerOption": [option("a")], "repeats": True}, "checkboxes"),
        ("open-choice", {"answerOption": [option("a")]}, "combo"),
    ],
)
def test_each_type_has_its_control(ask: Ask, kind: str, more: dict[str, Any], shown: str) -> None:
    assert row(ask(question("a", kind, **more)), "a").kind == shown


@pytest.mark.req("WIZ-08")
def test_numbers_follow_the_nesting_and_never_move_when_branches_open() -> None:
    group = {"linkId": "g", "text": "G", "type": "group", "item": [question("d", "string")]}
    condition = [{"question": "a", "operator": "=", "answerBoolean": True}]
    first = {
        "linkId": "s1",
        "text": "One",
        "type": "group",
        "item": [
            display("t", "Read"),
            question("a", "boolean", item=[question("b", "string")]),
            question("c", "string", enableWhen=condition),
        ],
    }
    second = {
        "linkId": "s2",
        "text": "Two",
        "type": "group",
        "item": [group, question("e", "string", prefix="E.")],
    }
    loaded = load(resource(first, second), "n")
    assert numbers(loaded) == {
        "s1": "1",
        "a": "1.1",
        "b": "1.1.1",
        "c": "1.2",
        "s2": "2",
        "g": "2.1",
        "d": "2.1.1",
        "e": "E.",
    }
    assert [field.link_id for field in fields(loaded, {}, "s1")] == ["t", "a"]
    assert [(field.number, field.depth) for field in fields(loaded, {"a": [True]}, "s1")] == [
        ("", 0),
        ("1.1", 0),
        ("1.1.1", 1),
        ("1.2", 0),
    ]


def test_help_stands_beside_its_question_and_disclaimers_at_the_foot(ask: Ask) -> None:
    loaded = ask(
        question(
            "a",
            "string",
            item=[display("h", "Look in the chart.", "help"), display("i", "And read this.")],
        ),
        display("f", "No promise.", "footer"),
    )
    assert [(field.link_id, field.kind, field.help) for field in fields(loaded, {}, "s")] == [
        ("a", "line", "Look in the chart."),
        ("i", "text", ""),
        ("f", "footer", ""),
    ]


def test_a_row_carries_limits_units_and_answers_as_typed(ask: Ask) -> None:
    loaded = ask(
        question(
            "n",
            "integer",
            required=True,
            extension=[
                extension("minValue", valueInteger=1),
                extension("maxValue", valueInteger=9),
            ],
        ),
        question("d", "date", extension=[extension("minValue", valueDate="2026-01-01")]),
        question(
            "w",
            "quantity",
            extension=[*in_unit("kg", "g"), extension("maxValue", valueDecimal=9.5)],
        ),
        question("t", "text", maxLength=50, repeats=True),
    )
    answers = {"n": ["ten"], "d": ["1/2/2026"], "w": [{"value": "5", "unit": "g"}], "t": ["x", "y"]}
    n, d, w, t = fields(loaded, answers, "s")
    assert (n.minimum, n.maximum, n.required, n.values, n.problem, n.missing) == (
        "1", "9", True, ("ten",), "Enter a whole number, such as 3.", False,
    )  # fmt: skip
    assert (d.minimum, d.values, d.problem) == ("2026-01-01", ("1/2/2026",), "")
    assert (w.maximum, w.unit, w.values, [unit.label for unit in w.units]) == (
        "9.5",
        "g",
        ("5",),
        ["kgs", "gs"],
    )
    assert (t.max_length, t.repeats, t.values) == (50, True, ("x", "y"))
    assert row(loaded, "n").missing
    assert row(loaded, "n").problem == ""


def test_yes_and_no_are_shown_as_text(ask: Ask) -> None:
    loaded = ask(question("a", "boolean"))
    assert row(loaded, "a", {"a": [True]}).values == ("true",)
    assert row(loaded, "a", {"a": [False]}).values == ("false",)


def test_an_unknown_section_is_a_key_error(ask: Ask) -> None:
    with pytest.raises(KeyError):
        fields(ask(question("a", "boolean")), {}, "zz")


def test_every_section_of_the_shipped_questionnaires_has_rows(shipped: Questionnaire) -> None:
    for section in shipped.sections:
        assert all(field.label for field in fields(shipped, {}, section.link_id))
