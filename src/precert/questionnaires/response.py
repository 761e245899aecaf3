"""Answers to and from a FHIR R4 QuestionnaireResponse.

Only answers that are asked and valid are in a response: R4 wants no answer of an item that is not
enabled, and a typed text that is no date has no FHIR type. The stored answers, not the response,
are what a person goes on with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from precert.questionnaires import raw, structure
from precert.questionnaires.logic import check, enabled, values
from precert.questionnaires.model import (
    Amount,
    Coded,
    Item,
    Option,
    Problem,
    Questionnaire,
    QuestionnaireError,
    Value,
)
from precert.questionnaires.values import UnreadableError, constant, plain, same_code

STATUS = ("in-progress", "completed", "amended", "entered-in-error", "stopped")
KINDS = {
    "boolean": "Boolean", "decimal": "Decimal", "integer": "Integer", "date": "Date", "dateTime": "DateTime", "time": "Time",
    "string": "String", "text": "String", "url": "Uri", "quantity": "Quantity",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Response:
    """A response as read: the answers and what stands around them; `authored` is FHIR text, empty
    when unknown.
    """

    answers: dict[str, list[Any]]
    status: str
    authored: str
    author: str


class IncompleteError(ValueError):
    """A response cannot be completed while `check` finds problems."""


def to_response(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    status: str,
    authored: datetime,
    author: str,
    identifier: str = "",
    zone: tzinfo = UTC,
) -> dict[str, Any]:
    """The response resource; numbers with decimals are Decimal (`as_text` writes them digit for
    digit).

    `zone` is that of dates with a time typed without one. Raises IncompleteError when `status` is
    completed and something is missing.
    """
    if status == "completed" and check(questionnaire, answers):
        raise IncompleteError("answers are missing or wrong")
    on = enabled(questionnaire, answers)
    writer = _Writer(answers, on, zone)
    return {
        "resourceType": "QuestionnaireResponse",
        **({"id": identifier} if identifier else {}),
        "questionnaire": questionnaire.canonical,
        "status": status,
        "authored": authored.isoformat(),
        **({"author": {"display": author}} if author else {}),
        **_below(writer.items(questionnaire.items)),
    }


def as_text(response: dict[str, Any]) -> str:
    """The response as JSON. Raises ValueError when it is not valid R4."""
    return structure.as_text(response)


def _below(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"item": items} if items else {}


@dataclass(frozen=True)
class _Writer:
    answers: Mapping[str, Any]
    on: set[str]
    zone: tzinfo

    def items(self, items: tuple[Item, ...]) -> list[dict[str, Any]]:
        return [
            written for item in items if item.link_id in self.on and (written := self._item(item))
        ]

    def _item(self, item: Item) -> dict[str, Any]:
        below = _below(self.items(item.items))
        head = {"linkId": item.link_id, **({"text": item.text} if item.text else {})}
        if not item.is_question:
            return {**head, **below} if below else {}
        written: list[dict[str, Any]] = [
            _written(item, value, self.zone) for value in values(item, self.answers)
        ]
        if not written:
            return {}
        written[0] |= below  # only a question with one answer has questions below it
        return {**head, "answer": written}


def _written(item: Item, value: Value, zone: tzinfo) -> dict[str, Any]:
    if isinstance(value, Option):
        return _written_option(value)
    if isinstance(value, Amount):
        unit = {"unit": value.unit.label, "system": value.unit.system, "code": value.unit.code}
        return {
            "valueQuantity": {
                "value": value.value,
                **{key: text for key, text in unit.items() if text},
            }
        }
    kind = KINDS.get(item.type, "String")
    return {f"value{kind}": _primitive(value, zone)}


def _written_option(option: Option) -> dict[str, Any]:
    value = option.value
    if isinstance(value, Coded):
        parts = {"system": value.system, "code": value.code, "display": value.display}
        return {"valueCoding": {key: text for key, text in parts.items() if text}}
    kind = {str: "String", int: "Integer", date: "Date", time: "Time"}[type(value)]
    return {f"value{kind}": _primitive(value, UTC)}


def _primitive(value: object, zone: tzinfo) -> object:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else value


def from_response(questionnaire: Questionnaire, source: str | bytes | dict[str, Any]) -> Response:
    """The answers in a response to `questionnaire`. Raises QuestionnaireError with every problem:
    structure, version, items, types.
    """
    resource, problems = structure.read(source)
    if resource is None:
        raise QuestionnaireError("QuestionnaireResponse", problems)
    problems += _head_problems(questionnaire, resource)
    reader = _Reader(questionnaire, {}, problems)
    reader.items(resource, "", "")
    if problems:
        raise QuestionnaireError("QuestionnaireResponse", list(dict.fromkeys(problems)))
    author = resource.get("author", {})
    answers = {link_id: given for link_id, given in reader.answers.items() if given}
    return Response(
        answers, resource["status"], raw.text(resource, "authored"), raw.text(author, "display")
    )


def _head_problems(questionnaire: Questionnaire, resource: Mapping[str, Any]) -> Iterator[Problem]:
    if resource.get("resourceType") != "QuestionnaireResponse":
        yield Problem("resourceType", "must be QuestionnaireResponse")
    status = resource.get("status")
    if isinstance(status, str) and status not in STATUS:
        yield Problem("status", f"{status!r} is not one of {', '.join(STATUS)}")
    if resource.get("questionnaire") != questionnaire.canonical:
        yield Problem(
            "questionnaire",
            f"answers {resource.get('questionnaire')!r}, not {questionnaire.canonical!r}",
        )


@dataclass(frozen=True)
class _Reader:
    questionnaire: Questionnaire
    answers: dict[str, list[Any]]
    problems: list[Problem]

    def items(self, element: Mapping[str, Any], path: str, around: str) -> None:
        for n, each in raw.objects(element.get("item")):
            here, link_id = f"{path}item[{n}]", raw.text(each, "linkId")
            item = self.questionnaire.index.get(link_id)
            if item is None:
                self._add(f"{here}.linkId", f"the questionnaire has no item {link_id!r}")
            elif self.questionnaire.parents.get(link_id, "") != around:
                self._add(f"{here}.linkId", f"{link_id!r} does not belong here")
            elif link_id in self.answers:
                self._add(f"{here}.linkId", f"{link_id!r} is given twice")
            else:
                self._item(item, each, here)

    def _item(self, item: Item, element: Mapping[str, Any], here: str) -> None:
        given = raw.objects(element.get("answer"))
        if given and not item.is_question:
            self._add(f"{here}.answer", f"a {item.type} item has no answer")
            return
        if item.is_question:
            self.answers[item.link_id] = []
        for n, answer in given:
            kind, content = raw.typed(answer, "value") or ("", None)
            if kind:
                self._answer(item, kind, content, f"{here}.answer[{n}].value{kind}")
            self.items(answer, f"{here}.answer[{n}].", item.link_id)
        self.items(element, f"{here}.", item.link_id)

    def _answer(self, item: Item, kind: str, content: Any, path: str) -> None:
        try:
            self.answers[item.link_id].append(_stored(item, kind, content))
        except UnreadableError as error:
            self._add(path, str(error))

    def _add(self, path: str, reason: str) -> None:
        self.problems.append(Problem(path, reason))


def _stored(item: Item, kind: str, content: Any) -> Any:
    value = constant(kind, content)
    if item.options:
        for option in item.options:
            same = (
                same_code(option.value, value)
                if isinstance(option.value, Coded) and isinstance(value, Coded)
                else option.value == value
            )
            if same:
                return option.key
        if item.type == "open-choice" and kind == "String":
            return value
        raise UnreadableError("is none of the answers offered")
    if kind != KINDS[item.type]:
        raise UnreadableError(f"a {item.type} item takes value{KINDS[item.type]}")
    return plain(value, item)
