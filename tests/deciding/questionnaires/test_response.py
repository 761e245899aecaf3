"""To and from a FHIR QuestionnaireResponse."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from precert.questionnaires.model import Questionnaire, QuestionnaireError
from precert.questionnaires.response import IncompleteError, as_text, from_response, to_response
from precert.questionnaires.structure import read
from tests.deciding.questionnaires.building import in_unit, option, question

Ask = Callable[..., Questionnaire]
AT = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
OPTIONS = [option("a", 1), option("b")]


def written(
    questionnaire: Questionnaire, answers: dict[str, Any], status: str = "in-progress", **more: Any
) -> dict[str, Any]:
    response = to_response(
        questionnaire, answers, status=status, authored=AT, author="Ada Nurse", **more
    )
    text = as_text(response)
    assert read(text)[1] == []
    return response


def every_type(ask: Ask) -> Questionnaire:
    return ask(
        question("boolean", "boolean"),
        question("decimal", "decimal"),
        question("integer", "integer"),
        question("date", "date"),
        question("dateTime", "dateTime"),
        question("time", "time"),
        question("string", "string", repeats=True),
        question("text", "text"),
        question("url", "url"),
        question("choice", "choice", repeats=True, answerOption=OPTIONS),
        question("number", "choice", answerOption=[{"valueInteger": 1}, {"valueInteger": 2}]),
        question("day", "choice", answerOption=[{"valueDate": "2026-01-01"}]),
        question("word", "choice", answerOption=[{"valueString": "x y"}]),
        question("open", "open-choice", repeats=True, answerOption=OPTIONS),
        question("quantity", "quantity", extension=in_unit("kg")),
        question("weight", "quantity", extension=in_unit("kg", "g")),
        {"linkId": "d", "text": "Read this", "type": "display"},
    )


ANSWERS: dict[str, list[Any]] = {
    "boolean": [False],
    "decimal": ["1.50"],
    "integer": [-3],
    "date": ["2026-02-28"],
    "dateTime": ["2026-02-28T10:00:00+00:00"],
    "time": ["10:00:00"],
    "string": ["x", "y"],
    "text": ["two\nlines é"],
    "url": ["https://precert.example/"],
    "choice": ["b", "a"],
    "number": ["2"],
    "day": ["2026-01-01"],
    "word": ["x y"],
    "open": ["a", "neither"],
    "quantity": ["72.50"],
    "weight": [{"value": "5", "unit": "g"}],
}


@pytest.mark.req("CON-08")
def test_every_type_round_trips_through_text(ask: Ask) -> None:
    loaded = every_type(ask)
    text = as_text(written(loaded, ANSWERS, "completed"))
    back = from_response(loaded, text)
    assert back.answers == ANSWERS
    assert (back.status, back.author, datetime.fromisoformat(back.authored)) == (
        "completed",
        "Ada Nurse",
        AT,
    )
    assert '"value":72.50' in text.replace(": ", ":")
    assert from_response(loaded, json.loads(text)).answers == ANSWERS | {
        "quantity": ["72.5"],
        "decimal": ["1.5"],
    }


def test_answers_have_the_type_of_their_question(ask: Ask) -> None:
    response = written(every_type(ask), ANSWERS)
    found = {
        item["linkId"]: [next(iter(answer)) for answer in item["answer"]]
        for item in response["item"][0]["item"]
    }
    assert found == {
        "boolean": ["valueBoolean"], "decimal": ["valueDecimal"], "integer": ["valueInteger"], "date": ["valueDate"],
        "dateTime": ["valueDateTime"], "time": ["valueTime"], "string": ["valueString"] * 2, "text": ["valueString"],
        "url": ["valueUri"], "choice": ["valueCoding"] * 2, "number": ["valueInteger"], "day": ["valueDate"], "word": ["valueString"],
        "open": ["valueCoding", "valueString"], "quantity": ["valueQuantity"], "weight": ["valueQuantity"],
    }  # fmt: skip


def test_the_head_names_the_pinned_questionnaire_and_who_answered(ask: Ask) -> None:
    response = written(ask(question("a", "string")), {}, identifier="r-1")
    assert response == {
        "resourceType": "QuestionnaireResponse",
        "id": "r-1",
        "questionnaire": "https://precert.example/Questionnaire/test|1",
        "status": "in-progress",
        "authored": "2026-06-09T15:00:00+00:00",
        "author": {"display": "Ada Nurse"},
    }


def test_items_nest_as_in_the_questionnaire(ask: Ask) -> None:
    group = {"linkId": "g", "text": "G", "type": "group", "item": [question("c", "string")]}
    loaded = ask(question("a", "boolean", item=[question("b", "string")]), group)
    answers = {"a": [True], "b": ["x"], "c": ["y"]}
    section = written(loaded, answers)["item"][0]
    assert section["item"] == [
        {
            "linkId": "a",
            "text": "Question a?",
            "answer": [
                {
                    "valueBoolean": True,
                    "item": [
                        {"linkId": "b", "text": "Question b?", "answer": [{"valueString": "x"}]}
                    ],
                }
            ],
        },
        {
            "linkId": "g",
            "text": "G",
            "item": [{"linkId": "c", "text": "Question c?", "answer": [{"valueString": "y"}]}],
        },
    ]
    assert from_response(loaded, written(loaded, answers)).answers == answers


def test_only_answers_that_are_asked_and_valid_are_in_a_response(ask: Ask) -> None:
    condition = [{"question": "a", "operator": "=", "answerBoolean": True}]
    loaded = ask(
        question("a", "boolean"),
        question("b", "string", enableWhen=condition),
        question("c", "date"),
    )
    assert from_response(
        loaded, written(loaded, {"a": [False], "b": ["x"], "c": ["soon"]})
    ).answers == {"a": [False]}


@pytest.mark.req("WIZ-08")
def test_a_response_is_not_completed_while_an_answer_is_missing(ask: Ask) -> None:
    loaded = ask(question("a", "string", required=True))
    with pytest.raises(IncompleteError):
        written(loaded, {}, "completed")
    assert written(loaded, {"a": ["x"]}, "completed")["status"] == "completed"


def test_a_time_typed_without_a_zone_gets_the_one_given(ask: Ask) -> None:
    loaded = ask(question("a", "dateTime"))
    response = written(loaded, {"a": ["2026-07-01T10:00"]}, zone=ZoneInfo("America/Denver"))
    assert response["item"][0]["item"][0]["answer"] == [
        {"valueDateTime": "2026-07-01T10:00:00-06:00"}
    ]


@pytest.mark.parametrize(
    ("change", "path", "part"),
    [
        ({"status": "finished"}, "status", "is not one of"),
        (
            {"questionnaire": "https://precert.example/Questionnaire/test|2"},
            "questionnaire",
            "not 'https",
        ),
        ({"resourceType": "Questionnaire"}, "resourceType", "must be"),
        ({"item": [{"linkId": "zz"}]}, "item[0].linkId", "has no item"),
        ({"item": [{"linkId": "a"}]}, "item[0].linkId", "does not belong here"),
        (
            {"item": [{"linkId": "s", "item": [{"linkId": "a"}, {"linkId": "a"}]}]},
            "item[0].item[1].linkId",
            "twice",
        ),
        (
            {"item": [{"linkId": "s", "answer": [{"valueString": "x"}]}]},
            "item[0].answer",
            "has no answer",
        ),
        (
            {"a": {"valueBoolean": True}},
            "item[0].item[0].answer[0].valueBoolean",
            "takes valueDate",
        ),
        ({"a": {"valueDate": "2026-02-31"}}, "item[0].item[0].answer[0].valueDate", "calendar"),
        (
            {"c": {"valueCoding": {"code": "zz"}}},
            "item[0].item[0].answer[0].valueCoding",
            "none of the answers",
        ),
        (
            {"q": {"valueQuantity": {"value": 1, "code": "lb"}}},
            "item[0].item[0].answer[0].valueQuantity",
            "unit",
        ),
        (
            {"q": {"valueQuantity": {"value": "x"}}},
            "item[0].item[0].answer[0].valueQuantity.value",
            "expected a number",
        ),
    ],
)
def test_a_response_that_does_not_fit_is_refused(
    ask: Ask, change: dict[str, Any], path: str, part: str
) -> None:
    loaded = ask(
        question("a", "date"),
        question("c", "choice", answerOption=OPTIONS),
        question("q", "quantity", extension=in_unit("kg")),
    )
    response = to_response(loaded, {}, status="in-progress", authored=AT, author="")
    for link in {"a", "c", "q"} & set(change):
        change = {"item": [{"linkId": "s", "item": [{"linkId": link, "answer": [change[link]]}]}]}
    with pytest.raises(QuestionnaireError) as caught:
        from_response(loaded, response | change)
    found = {problem.path: problem.reason for problem in caught.value.problems}
    assert part in found[path]


@pytest.mark.parametrize(
    "source", ["", "[]", "{", '{"item": [{"linkId": 3, "answer": [null, {"valueCoding": []}]}]}']
)
def test_what_is_no_response_is_refused(ask: Ask, source: str) -> None:
    with pytest.raises(QuestionnaireError):
        from_response(ask(question("a", "date")), source)


def test_a_shipped_questionnaires_empty_response_is_valid(shipped: Questionnaire) -> None:
    assert from_response(shipped, written(shipped, {})).answers == {}
