"""From FHIR R4 JSON to a Questionnaire and back. A bad questionnaire is refused with everything
that is wrong at once.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import Any

from precert.questionnaires import raw, structure
from precert.questionnaires.links import dependencies, link_problems
from precert.questionnaires.model import (
    Amount,
    Coded,
    Condition,
    Constant,
    Item,
    Option,
    Questionnaire,
    QuestionnaireError,
    Unit,
)
from precert.questionnaires.rules import item_problems, questionnaire_problems
from precert.questionnaires.values import constant, plain


def load(source: str | bytes | dict[str, Any], name: str) -> Questionnaire:
    """The questionnaire in the JSON `source`; `name` (a file, say) is used in messages. Raises
    QuestionnaireError with every problem.
    """
    resource, problems = structure.read(source)
    if resource is None:
        raise QuestionnaireError(name, problems)
    nodes = list(raw.walk(resource))
    problems += questionnaire_problems(resource)
    for node in nodes:
        problems += item_problems(node)
    problems += link_problems(nodes)
    if problems:
        raise QuestionnaireError(name, list(dict.fromkeys(problems)))
    text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
    return _questionnaire(
        resource, nodes, text if isinstance(text, str) else structure.as_text(text), name
    )


def export(questionnaire: Questionnaire) -> dict[str, Any]:
    """The JSON the questionnaire was loaded from, as plain data; `questionnaire.source` is the text
    itself.
    """
    resource: dict[str, Any] = json.loads(questionnaire.source)
    return resource


def initial_answers(questionnaire: Questionnaire) -> dict[str, list[Any]]:
    """The answers the author prefilled, as stored answers."""
    found: dict[str, list[Any]] = {}
    for item in questionnaire.walk():
        chosen: list[Any] = [option.key for option in item.options if option.selected]
        values = chosen or [plain(value, item) for value in item.initial]
        if values:
            found[item.link_id] = values
    return found


def _questionnaire(
    resource: Mapping[str, Any], nodes: list[raw.Node], text: str, name: str
) -> Questionnaire:
    kinds = [
        raw.text(code, "display") or raw.text(code, "code")
        for _, code in raw.objects(resource.get("code"))
    ]
    return Questionnaire(
        url=resource["url"],
        version=resource["version"],
        name=raw.text(resource, "name") or name,
        title=resource["title"],
        status=resource["status"],
        kind=next(iter(kinds), "") or "Checklist",
        description=raw.text(resource, "description"),
        items=tuple(_items(resource)),
        order=tuple(TopologicalSorter(dependencies(nodes)).static_order()),
        source=text,
    )


def _items(element: Mapping[str, Any]) -> Iterator[Item]:
    for _, item in raw.objects(element.get("item")):
        yield _item(item)


def _item(item: Mapping[str, Any]) -> Item:
    return Item(
        link_id=item["linkId"],
        type=item["type"],
        text=raw.text(item, "text"),
        prefix=item.get("prefix", ""),
        required=item.get("required", False),
        repeats=item.get("repeats", False),
        read_only=item.get("readOnly", False),
        enable_when=tuple(_condition(each) for _, each in raw.objects(item.get("enableWhen"))),
        enable_behavior=item.get("enableBehavior", "all"),
        options=_options(item),
        units=tuple(
            _unit(coding) for _, _, coding in raw.extensions(item, raw.UNIT, raw.UNIT_OPTION)
        ),
        minimum=_bound(item, raw.MIN_VALUE, raw.MIN_QUANTITY),
        maximum=_bound(item, raw.MAX_VALUE, raw.MAX_QUANTITY),
        min_length=raw.extension(item, raw.MIN_LENGTH),
        max_length=item.get("maxLength"),
        decimal_places=raw.extension(item, raw.DECIMAL_PLACES),
        min_occurs=raw.extension(item, raw.MIN_OCCURS),
        max_occurs=raw.extension(item, raw.MAX_OCCURS),
        initial=tuple(constant(*_value(each)) for _, each in raw.objects(item.get("initial"))),
        control=_control(item),
        items=tuple(_items(item)),
    )


def _value(element: Mapping[str, Any]) -> tuple[str, Any]:
    return raw.typed(element, "value") or ("", None)


def _condition(condition: Mapping[str, Any]) -> Condition:
    kind, content = raw.typed(condition, "answer") or ("", None)
    return Condition(condition["question"], condition["operator"], constant(kind, content))


def _options(item: Mapping[str, Any]) -> tuple[Option, ...]:
    options = [option for _, option in raw.objects(item.get("answerOption"))]
    codes = [raw.text(option.get("valueCoding", {}), "code") for option in options]
    return tuple(
        _option(option, shared=codes.count(code) > 1)
        for option, code in zip(options, codes, strict=True)
    )


def _option(option: Mapping[str, Any], shared: bool) -> Option:
    value = constant(*_value(option))
    if isinstance(value, Coded):
        key, label = (
            (f"{value.system}|{value.code}" if shared else value.code),
            value.display or value.code,
        )
    else:
        key = label = str(value)
    return Option(
        key=key,
        label=label,
        value=value,  # type: ignore[arg-type]
        score=raw.number(raw.option_score(option)),
        selected=option.get("initialSelected", False),
        exclusive=raw.extension(option, raw.EXCLUSIVE) is True,
    )


def _unit(coding: Mapping[str, Any]) -> Unit:
    return Unit(coding["code"], coding.get("display", coding["code"]), coding.get("system", ""))


def _bound(item: Mapping[str, Any], *urls: str) -> Constant | None:
    for _, kind, content in raw.extensions(item, *urls):
        value = constant(kind, content)
        if item["type"] == "quantity" and not isinstance(value, Amount):
            return Amount(
                Decimal(str(value)), Unit("")
            )  # a bare number bounds the quantity in whatever unit
        return Decimal(value) if item["type"] == "decimal" and isinstance(value, int) else value
    return None


def _control(item: Mapping[str, Any]) -> str:
    concept = raw.extension(item, raw.ITEM_CONTROL)
    codings = raw.objects(concept.get("coding")) if isinstance(concept, dict) else []
    return next((raw.text(coding, "code") for _, coding in codings), "")
