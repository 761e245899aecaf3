"""A bad questionnaire is refused with everything that is wrong, where and why."""

import json
from typing import Any

import pytest

from precert.questionnaires.model import QuestionnaireError, ResourceProblem
from precert.questionnaires.parse import load
from tests.deciding.questionnaires.building import extension, in_unit, option, question, resource


def refused(*items: dict[str, Any], **more: Any) -> list[ResourceProblem]:
    with pytest.raises(QuestionnaireError) as caught:
        load(resource(*items, **more), "bad.json")
    assert caught.value.name == "bad.json"
    return caught.value.problems


def only(*items: dict[str, Any]) -> tuple[str, str]:
    problems = refused(*items)
    assert len(problems) == 1, problems
    return problems[0].path, problems[0].reason


def when(target: str, operator: str = "exists", **answer: Any) -> list[dict[str, Any]]:
    return [{"question": target, "operator": operator, **(answer or {"answerBoolean": True})}]


@pytest.mark.req("CON-08")
def test_an_unknown_link_is_named_with_path_and_reason() -> None:
    path, reason = only(
        question("a", "boolean"),
        {
            "linkId": "g",
            "text": "G",
            "type": "group",
            "item": [question("b", "string", enableWhen=when("nowhere"))],
        },
    )
    assert path == "item[1].item[0].enableWhen[0].question"
    assert reason == "no item has the link id 'nowhere'"


@pytest.mark.req("CON-08")
def test_every_problem_is_listed_at_once() -> None:
    paths = {
        problem.path
        for problem in refused(
            question("a", "boolean", required="yes", surprise=1),
            question("a", "colour"),
            question("b", "attachment"),
            question(
                "c",
                "string",
                enableWhen=[{"question": "zz", "operator": "~", "answerBoolean": True}],
            ),
            question("d", "choice"),
            question("e", "decimal", enableWhen=when("d2") + when("a"), enableBehavior="some"),
            {"text": "no link", "type": "string"},
            status="shipped",
            date="yesterday",
        )
    }
    assert paths >= {
        "item[0].required", "item[0].surprise", "item[1].linkId", "item[1].type", "item[2].type", "item[3].enableWhen[0].operator",
        "item[4].answerOption", "item[5].enableWhen[0].question", "item[5].enableBehavior", "item[6].linkId", "status", "date",
    }  # fmt: skip


def test_a_duplicate_link_id_names_the_first() -> None:
    assert only(question("a", "string"), question("a", "string")) == (
        "item[1].linkId",
        "'a' is already the link id of item[0]",
    )


@pytest.mark.parametrize("kind", ["reference", "attachment", "question"])
def test_an_unsupported_type_names_what_is_supported(kind: str) -> None:
    path, reason = only(question("a", kind))
    assert path == "item[0].type"
    assert "not supported" in reason
    assert "open-choice, quantity" in reason


def test_a_type_of_another_release_is_no_r4_type() -> None:
    assert "is not an item type of R4" in only(question("a", "coding"))[1]


def test_a_question_that_waits_for_itself_is_refused() -> None:
    assert only(question("a", "boolean", enableWhen=when("a"))) == (
        "item[0].enableWhen[0].question",
        "waits for itself: a → a",
    )


def test_a_circle_over_later_questions_is_refused_once() -> None:
    path, reason = only(
        question("a", "boolean", enableWhen=when("c")),
        question("b", "boolean", enableWhen=when("a")),
        question("c", "boolean", enableWhen=when("b")),
    )
    assert path.endswith(".enableWhen[0].question")
    assert reason.startswith("waits for itself: ")
    assert sorted(set(reason.split(": ")[1].split(" → "))) == ["a", "b", "c"]


def test_two_circles_are_both_named() -> None:
    problems = refused(
        *(
            question(link, "boolean", enableWhen=when(other))
            for link, other in ("ab", "ba", "cd", "dc")
        )
    )
    assert len(problems) == 2


def test_a_group_cannot_wait_for_a_question_inside_it() -> None:
    group = {
        "linkId": "g",
        "text": "G",
        "type": "group",
        "enableWhen": when("q"),
        "item": [question("q", "boolean")],
    }
    assert only(group)[0] == "item[0].enableWhen[0].question"


def test_a_condition_on_a_later_question_is_fine() -> None:
    load(resource(question("a", "string", enableWhen=when("b")), question("b", "boolean")), "later")


@pytest.mark.parametrize(
    ("target", "operator", "answer", "place", "part"),
    [
        (
            question("t", "boolean"),
            "=",
            {"answerString": "x"},
            "answerString",
            "expected answerBoolean",
        ),
        (question("t", "integer"), "exists", {"answerInteger": 1}, "answerInteger", "que-7"),
        (question("t", "boolean"), ">", {"answerBoolean": True}, "operator", "needs an order"),
        (question("t", "date"), "<", {"answerDate": "2026-02-31"}, "answerDate", "cannot be read"),
        (
            question("t", "choice", answerOption=[option("x")]),
            "=",
            {"answerCoding": {"code": "y"}},
            "answerCoding",
            "not one of the answers",
        ),
        (
            question("t", "choice", answerOption=[option("x")]),
            ">=",
            {"answerCoding": {"code": "x"}},
            "operator",
            "needs an order",
        ),
        (
            question("t", "choice", answerOption=[option("x")]),
            "=",
            {"answerString": "x"},
            "answerString",
            "expected answerCoding",
        ),
        (
            {"linkId": "t", "text": "Read", "type": "display"},
            "=",
            {"answerBoolean": True},
            "question",
            "has no answer",
        ),
    ],
)
def test_a_condition_must_fit_its_question(
    target: dict[str, Any], operator: str, answer: dict[str, Any], place: str, part: str
) -> None:
    path, reason = only(target, question("a", "string", enableWhen=when("t", operator, **answer)))
    assert path == f"item[1].enableWhen[0].{place}"
    assert part in reason


@pytest.mark.parametrize(
    ("item", "path", "part"),
    [
        ({"linkId": "g", "text": "G", "type": "group"}, "item[0].item", "que-1"),
        (
            {"linkId": "d", "text": "D", "type": "display", "required": True},
            "item[0].required",
            "que-6",
        ),
        (question("a", "boolean", maxLength=3), "item[0].maxLength", "que-10"),
        (question("a", "string", maxLength=0), "item[0].maxLength", "1 or more"),
        ({"linkId": "a", "type": "string"}, "item[0].text", "needs a text"),
        (
            question("a", "string", answerOption=[option("x")]),
            "item[0].answerOption",
            "only choice",
        ),
        (
            question("a", "choice", answerValueSet="http://x", answerOption=[option("x")]),
            "item[0].answerValueSet",
            "not supported",
        ),
        (
            question("a", "choice", answerOption=[option("x"), option("x")]),
            "item[0].answerOption[1]",
            "twice",
        ),
        (
            question("a", "choice", answerOption=[{"valueReference": {"display": "x"}}]),
            "item[0].answerOption[0].valueReference",
            "not supp",
        ),
        (
            question("a", "choice", answerOption=[{"valueCoding": {"display": "x"}}]),
            "item[0].answerOption[0].valueCoding",
            "no code",
        ),
        (
            question("a", "choice", answerOption=[option("x")], initial=[{"valueString": "x"}]),
            "item[0].initial",
            "que-11",
        ),
        (
            question("a", "date", initial=[{"valueString": "x"}]),
            "item[0].initial[0].valueString",
            "takes valueDate",
        ),
        (
            question("a", "integer", initial=[{"valueInteger": 1}, {"valueInteger": 2}]),
            "item[0].initial",
            "que-13",
        ),
        (question("a", "quantity"), "item[0]", "needs its unit"),
        (
            question("a", "string", extension=[extension("minValue", valueInteger=1)]),
            "item[0].extension[0].valueInteger",
            "no least",
        ),
        (
            question("a", "integer", extension=[extension("minValue", valueDate="2026-01-01")]),
            "item[0].extension[0].valueDate",
            "takes",
        ),
        (
            question(
                "a",
                "integer",
                extension=[
                    extension("minValue", valueInteger=5),
                    extension("maxValue", valueInteger=4),
                ],
            ),
            "item[0]",
            "above its greatest",
        ),
        (
            question(
                "a", "string", extension=[extension("questionnaire-hidden", valueBoolean=True)]
            ),
            "item[0].extension[0].url",
            "left out",
        ),
        (
            question("a", "string", modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
            "item[0].modifierExtension",
            "left out",
        ),
        (
            question("a", "string", repeats=True, item=[question("b", "string")]),
            "item[0].item",
            "below a repeating",
        ),
        (
            question("a", "string", required=True, readOnly=True),
            "item[0].readOnly",
            "nobody can answer",
        ),
        (
            {
                "linkId": "g",
                "text": "G",
                "type": "group",
                "repeats": True,
                "item": [question("a", "string")],
            },
            "item[0].repeats",
            "repeating",
        ),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused(
    item: dict[str, Any], path: str, part: str
) -> None:
    found, reason = only(item)
    assert found == path
    assert part in reason


def test_several_conditions_need_a_behavior() -> None:
    both = when("a") + when("b")
    assert only(
        question("a", "boolean"), question("b", "boolean"), question("c", "string", enableWhen=both)
    )[1].endswith("(que-12)")


@pytest.mark.parametrize("key", ["url", "version", "title"])
def test_what_pins_and_names_a_questionnaire_is_required(key: str) -> None:
    source = resource(question("a", "string"))
    del source[key]
    with pytest.raises(QuestionnaireError) as caught:
        load(source, "x")
    assert [problem.path for problem in caught.value.problems] == [key]


@pytest.mark.parametrize(
    "source",
    ["", "{", "[]", "null", "3", b"\xff\xfe", '{"a": NaN}', '{"resourceType":"Questionnaire","status":"active","status":"draft"}',
     '{"resourceType": "Patient"}', '{"item": {"item": []}}', '{"item": [null, 3, {"item": "x"}]}', "[" * 5000],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused(source: str | bytes) -> None:
    with pytest.raises(QuestionnaireError):
        load(source, "x")


def test_items_nested_too_deeply_are_refused() -> None:
    item = question("q", "string")
    for n in range(9):
        item = {"linkId": f"g{n}", "text": "G", "type": "group", "item": [item]}
    assert "nested deeper" in only(item)[1]


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, [None], [3], {"a": 1}, True])
@pytest.mark.parametrize(
    "key",
    [
        "item",
        "linkId",
        "type",
        "text",
        "enableWhen",
        "answerOption",
        "initial",
        "extension",
        "required",
        "maxLength",
        "enableBehavior",
    ],
)
def test_wrong_json_is_refused_and_never_breaks_the_check(key: str, wrong: object) -> None:
    source = resource(question("b", "boolean"), question("a", "choice", answerOption=[option("x")]))
    source["item"][1][key] = wrong
    if (key, wrong) in (("required", True), ("maxLength", 3), ("text", "x"), ("linkId", "x")):
        source["item"][1]["type"] = "open-choice"
        assert load(source, "x")
    else:
        with pytest.raises(QuestionnaireError):
            load(source, "x")


@pytest.mark.parametrize(
    "wrong",
    [None, 3, "x", [], {}, [None], {"code": ["x"]}, {"code": {}}, {"value": {}}, True, 1e400],
)
@pytest.mark.parametrize(
    "kind",
    [
        "Coding",
        "Quantity",
        "Integer",
        "Decimal",
        "Date",
        "String",
        "Boolean",
        "Time",
        "Reference",
        "X",
    ],
)
def test_wrong_values_are_refused_and_never_break_the_check(kind: str, wrong: object) -> None:
    source = resource(
        question(
            "a",
            "choice",
            answerOption=[{f"value{kind}": wrong}],
            extension=[extension("minValue", **{f"value{kind}": wrong})],
        ),
        question(
            "b",
            "quantity",
            extension=[*in_unit("kg"), extension("questionnaire-unit", **{f"value{kind}": wrong})],
        ),
        question(
            "c",
            "string",
            enableWhen=[{"question": "a", "operator": "=", f"answer{kind}": wrong}],
            initial=[{f"value{kind}": wrong}],
        ),
    )
    with pytest.raises(QuestionnaireError):
        load(source, "x")


def test_the_message_names_the_file_and_each_problem() -> None:
    with pytest.raises(QuestionnaireError) as caught:
        load(json.dumps(resource(question("a", "colour"))), "packs/x/q.json")
    assert str(caught.value).startswith("packs/x/q.json: item[0].type: 'colour'")
