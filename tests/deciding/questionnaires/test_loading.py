"""What a good questionnaire becomes."""

import json
from datetime import date
from decimal import Decimal

import pytest

from precert.questionnaires.model import Amount, Coded, Condition, Questionnaire, Unit
from precert.questionnaires.parse import export, initial_answers, load
from precert.questionnaires.structure import read
from tests.deciding.questionnaires.building import (
    PACKS,
    SHIPPED,
    extension,
    in_unit,
    option,
    question,
    resource,
)


def test_a_question_keeps_all_that_the_form_needs() -> None:
    loaded = load(
        resource(
            question(
                "a",
                "choice",
                prefix="A)",
                required=True,
                repeats=True,
                answerOption=[option("x", 1.5), option("y", exclusive=True)],
            ),
            question(
                "b",
                "string",
                maxLength=20,
                readOnly=True,
                enableWhen=[{"question": "a", "operator": "=", "answerCoding": {"code": "x"}}],
            ),
        ),
        "n",
    )
    a, b = loaded.items
    assert (a.link_id, a.text, a.prefix, a.type, a.required, a.repeats) == (
        "a",
        "Question a?",
        "A)",
        "choice",
        True,
        True,
    )
    assert [(each.key, each.label, each.score, each.exclusive) for each in a.options] == [
        ("x", "X", Decimal("1.5"), False),
        ("y", "Y", None, True),
    ]
    assert (b.max_length, b.read_only, b.enable_behavior) == (20, True, "all")
    assert b.enable_when == (Condition("a", "=", Coded("x")),)


def test_bounds_and_units_come_from_extensions() -> None:
    loaded = load(
        resource(
            question("d", "date", extension=[extension("minValue", valueDate="2020-01-01")]),
            question(
                "n",
                "decimal",
                extension=[
                    extension("maxValue", valueInteger=9),
                    extension("maxDecimalPlaces", valueInteger=2),
                ],
            ),
            question(
                "q",
                "quantity",
                extension=[*in_unit("kg", "[lb_av]"), extension("minValue", valueDecimal=2.5)],
            ),
            question(
                "t",
                "text",
                extension=[
                    extension("minLength", valueInteger=3),
                    extension("questionnaire-maxOccurs", valueInteger=4),
                ],
            ),
        ),
        "n",
    )
    d, n, q, t = loaded.items
    assert d.minimum == date(2020, 1, 1)
    assert (n.maximum, n.decimal_places) == (Decimal(9), 2)
    assert [unit.code for unit in q.units] == ["kg", "[lb_av]"]
    assert q.minimum == Amount(Decimal("2.5"), Unit(""))
    assert (t.min_length, t.max_occurs) == (3, 4)


def test_scores_may_stand_on_the_coding_or_be_an_item_weight() -> None:
    on_coding = {
        "valueCoding": {"code": "x", "extension": [extension("ordinalValue", valueDecimal=2)]}
    }
    weight = {"valueCoding": {"code": "y"}, "extension": [extension("itemWeight", valueDecimal=3)]}
    loaded = load(resource(question("a", "choice", answerOption=[on_coding, weight])), "n")
    assert [each.score for each in loaded.items[0].options] == [2, 3]


def test_one_code_in_two_systems_makes_two_answers() -> None:
    options = [{"valueCoding": {"system": system, "code": "1"}} for system in ("urn:a", "urn:b")]
    loaded = load(resource(question("a", "choice", answerOption=options)), "n")
    assert [each.key for each in loaded.items[0].options] == ["urn:a|1", "urn:b|1"]


def test_questions_outside_groups_form_a_section_of_their_own() -> None:
    group = {"linkId": "g", "text": "Group", "type": "group", "item": [question("b", "string")]}
    loaded = load(
        resource(question("a", "string"), group, question("c", "string"), question("d", "string")),
        "n",
    )
    assert [(each.link_id, each.title) for each in loaded.sections] == [
        ("a", "Test"),
        ("g", "Group"),
        ("c", "Test"),
    ]
    assert loaded.section_of == {"a": "a", "g": "g", "b": "g", "c": "c", "d": "c"}


def test_prefilled_answers_are_stored_answers() -> None:
    chosen = option("y") | {"initialSelected": True}
    loaded = load(
        resource(
            question("c", "choice", answerOption=[option("x"), chosen]),
            question("d", "date", initial=[{"valueDate": "2026-01-02"}]),
            question("n", "decimal", initial=[{"valueDecimal": 1.5}]),
            question("b", "boolean", initial=[{"valueBoolean": False}]),
            question(
                "q",
                "quantity",
                extension=in_unit("kg", "g"),
                initial=[{"valueQuantity": {"value": 2, "code": "g"}}],
            ),
        ),
        "n",
    )
    assert initial_answers(loaded) == {
        "c": ["y"],
        "d": ["2026-01-02"],
        "n": ["1.5"],
        "b": [False],
        "q": [{"value": "2", "unit": "g"}],
    }
    assert json.loads(json.dumps(initial_answers(loaded))) == initial_answers(loaded)


@pytest.mark.req("CON-08")
def test_export_gives_back_what_was_loaded() -> None:
    source = resource(
        question("a", "decimal", initial=[{"valueDecimal": 1.5}]), contact=[{"name": "X"}]
    )
    assert export(load(source, "n")) == source
    text = json.dumps(source, indent=3)
    assert load(text, "n").source == text
    assert load(b"\xef\xbb\xbf" + text.encode(), "n").source == text


@pytest.mark.req("CON-08")
def test_the_questionnaires_shipped_are_valid_r4_and_can_be_answered_in_minutes(
    shipped: Questionnaire,
) -> None:
    _, problems = read(shipped.source)
    items = list(shipped.walk())
    assert problems == []
    assert 8 <= sum(item.is_question for item in items) <= 14
    assert len(shipped.sections) >= 2
    assert shipped.canonical.startswith("https://precert.example/Questionnaire/")
    assert any(item.enable_when for item in items)
    assert any(item.required for item in items)
    assert any(item.repeats for item in items)
    assert {"choice", "date", "quantity"} <= {item.type for item in items}
    assert any(each.score for item in items for each in item.options)


@pytest.mark.req("CON-08")
@pytest.mark.parametrize("file", SHIPPED)
def test_a_shipped_file_round_trips(file: str) -> None:
    text = (PACKS / file).read_text(encoding="utf-8")
    assert export(load(text, file)) == json.loads(text)


def test_the_kind_shown_is_the_questionnaires_code() -> None:
    assert load(resource(question("a", "string")), "n").kind == "Checklist"
    assert (
        load(
            resource(question("a", "string"), code=[{"code": "q", "display": "Assessment"}]), "n"
        ).kind
        == "Assessment"
    )
