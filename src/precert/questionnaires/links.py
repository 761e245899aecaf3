"""What must hold between items: link ids are unique, every enableWhen asks about a question there
is, and nothing waits for itself.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from precert.questionnaires import raw
from precert.questionnaires.model import (
    CHOICE_TYPES,
    ITEM_TYPES,
    QUESTION_TYPES,
    Coded,
    ResourceProblem,
)
from precert.questionnaires.raw import Node
from precert.questionnaires.values import UnreadableError, constant, same_code

OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")
ANSWER_KINDS = {
    "boolean": ("Boolean",), "decimal": ("Decimal", "Integer"), "integer": ("Integer", "Decimal"), "date": ("Date",),
    "dateTime": ("DateTime",), "time": ("Time",), "string": ("String",), "text": ("String",), "url": ("String",),
    "quantity": ("Quantity",),
}  # fmt: skip
WITHOUT_ORDER = ("Boolean", "Coding")


def link_problems(nodes: list[Node]) -> Iterator[ResourceProblem]:
    """What is wrong between the items `nodes` (all of the questionnaire, parents first)."""
    known: dict[str, Node] = {}
    for node in nodes:
        if node.link_id and node.link_id in known:
            yield ResourceProblem(
                f"{node.path}.linkId",
                f"{node.link_id!r} is already the link id of {known[node.link_id].path}",
            )
        known.setdefault(node.link_id, node)
    for node in nodes:
        conditions = raw.objects(node.item.get("enableWhen"))
        if len(conditions) > 1 and "enableBehavior" not in node.item:
            yield ResourceProblem(
                f"{node.path}.enableBehavior", "required with more than one enableWhen (que-12)"
            )
        for n, condition in conditions:
            yield from _condition(f"{node.path}.enableWhen[{n}]", condition, known)
    yield from _circles(
        [node for node in nodes if node.link_id and known[node.link_id] is node], known
    )


def _condition(
    path: str, condition: Mapping[str, Any], known: Mapping[str, Node]
) -> Iterator[ResourceProblem]:
    operator, question = condition.get("operator"), raw.text(condition, "question")
    if isinstance(operator, str) and operator not in OPERATORS:
        yield ResourceProblem(
            f"{path}.operator", f"{operator!r} is not one of {', '.join(OPERATORS)}"
        )
        return
    if not question:
        return
    target = known.get(question)
    if target is None:
        yield ResourceProblem(f"{path}.question", f"no item has the link id {question!r}")
    elif target.type in QUESTION_TYPES:
        yield from _answer(path, condition, target)
    elif target.type in ITEM_TYPES:
        yield ResourceProblem(
            f"{path}.question", f"{question!r} is a {target.type} item, which has no answer"
        )


def _answer(path: str, condition: Mapping[str, Any], target: Node) -> Iterator[ResourceProblem]:
    operator, answer = condition.get("operator"), raw.typed(condition, "answer")
    if answer is None:
        return
    kind, content = answer
    where = f"{path}.answer{kind}"
    allowed = ("Boolean",) if operator == "exists" else _kinds(target)
    if kind not in allowed:
        rule = (
            "exists takes answerBoolean (que-7)"
            if operator == "exists"
            else f"{target.link_id!r} is a {target.type} item"
        )
        yield ResourceProblem(
            where, f"{rule}; expected {' or '.join('answer' + each for each in allowed)}"
        )
        return
    if operator in (">", "<", ">=", "<=") and kind in WITHOUT_ORDER:
        yield ResourceProblem(
            f"{path}.operator", f"{operator} needs an order, which answer{kind} has not"
        )
    try:
        value = constant(kind, content)
    except UnreadableError:
        yield ResourceProblem(where, f"cannot be read as {kind}")
        return
    if isinstance(value, Coded) and not any(same_code(each, value) for each in _codings(target)):
        yield ResourceProblem(
            where, f"{value.code!r} is not one of the answers of {target.link_id!r}"
        )


def _kinds(target: Node) -> tuple[str, ...]:
    if target.type not in CHOICE_TYPES:
        return ANSWER_KINDS[target.type]
    found = [
        (raw.typed(option, "value") or ("Coding", None))[0]
        for _, option in raw.objects(target.item.get("answerOption"))
    ]
    return tuple(dict.fromkeys(found + (["String"] if target.type == "open-choice" else []))) or (
        "Coding",
    )


def _codings(target: Node) -> Iterator[Coded]:
    for _, option in raw.objects(target.item.get("answerOption")):
        content = option.get("valueCoding")
        if isinstance(content, dict):
            yield Coded(raw.text(content, "code"), raw.text(content, "system"))


def dependencies(nodes: list[Node]) -> dict[str, list[str]]:
    """Link ids to those they wait for: the item around them and the questions of their enableWhen."""
    known = {node.link_id for node in nodes}
    waits: dict[str, list[str]] = {}
    for node in nodes:
        asked = [
            raw.text(condition, "question")
            for _, condition in raw.objects(node.item.get("enableWhen"))
        ]
        around = [node.parent.link_id] if node.parent else []
        waits[node.link_id] = [each for each in around + asked if each in known]
    return waits


def _circles(nodes: list[Node], known: Mapping[str, Node]) -> Iterator[ResourceProblem]:
    waits = dependencies(nodes)
    while True:
        try:
            TopologicalSorter(waits).prepare()
            return
        except CycleError as error:
            circle = list(reversed(error.args[1]))  # each waits for the next
        steps = list(pairwise(circle))
        for source, target in steps:
            waits[source] = [each for each in waits[source] if each != target]
        yield ResourceProblem(_place(steps, known), f"waits for itself: {' → '.join(circle)}")


def _place(steps: list[tuple[str, str]], known: Mapping[str, Node]) -> str:
    for source, target in steps:
        for n, condition in raw.objects(known[source].item.get("enableWhen")):
            if raw.text(condition, "question") == target:
                return f"{known[source].path}.enableWhen[{n}].question"
    return known[steps[0][0]].path
