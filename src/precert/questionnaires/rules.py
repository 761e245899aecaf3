"""What must hold of each item beyond R4's structure: required bindings, the invariants que-*, and
what our forms can ask.

Source: http://hl7.org/fhir/R4/questionnaire.html (bindings and invariants). Every function yields
problems and never raises, whatever the JSON holds.
"""

from collections.abc import Iterator
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
from precert.questionnaires.values import UnreadableError, compare, constant

PUBLICATION_STATUS = ("draft", "active", "retired", "unknown")
R4_ONLY_TYPES = ("question", "reference", "attachment")
WITH_LENGTH = ("string", "text", "url", "open-choice")
OPTION_KINDS = ("Coding", "String", "Integer", "Date", "Time")
INITIAL_KIND = {
    "boolean": "Boolean", "decimal": "Decimal", "integer": "Integer", "date": "Date", "dateTime": "DateTime", "time": "Time",
    "string": "String", "text": "String", "url": "Uri", "quantity": "Quantity",
}  # fmt: skip
BOUND_KINDS = {
    "integer": ("Integer",), "decimal": ("Decimal", "Integer"), "date": ("Date",), "dateTime": ("DateTime",), "time": ("Time",),
    "quantity": ("Quantity", "Decimal", "Integer"),
}  # fmt: skip


def questionnaire_problems(resource: dict[str, Any]) -> Iterator[ResourceProblem]:
    """What is wrong with the questionnaire itself."""
    if resource.get("resourceType") != "Questionnaire":
        yield ResourceProblem("resourceType", "must be Questionnaire")
    status = resource.get("status")
    if isinstance(status, str) and status not in PUBLICATION_STATUS:
        yield ResourceProblem("status", f"{status!r} is not one of {', '.join(PUBLICATION_STATUS)}")
    for key, why in (
        ("url", "answers name it"),
        ("version", "answers are pinned to it"),
        ("title", "people see it"),
    ):
        if not raw.text(resource, key).strip():
            yield ResourceProblem(key, f"required here: {why}")
    if "item" not in resource:
        yield ResourceProblem("item", "required here: a questionnaire asks something")
    yield from _ignored("", resource)


def item_problems(node: Node) -> Iterator[ResourceProblem]:
    """What is wrong with one item, its links to other items aside."""
    yield from _ignored(f"{node.path}.", node.item)
    if node.depth > raw.MAX_DEPTH:
        yield ResourceProblem(node.path, f"nested deeper than {raw.MAX_DEPTH} levels")
    if node.type in ITEM_TYPES:
        yield from _texts(node)
        yield from _shape(node)
        yield from _options(node)
        yield from _initial(node)
        yield from _bounds(node)
        yield from _units(node)
    elif node.type in R4_ONLY_TYPES:
        yield ResourceProblem(
            f"{node.path}.type",
            f"{node.type!r} is not supported; supported are {', '.join(ITEM_TYPES)}",
        )
    elif node.type:
        yield ResourceProblem(
            f"{node.path}.type",
            f"{node.type!r} is not an item type of R4; supported are {', '.join(ITEM_TYPES)}",
        )


def _ignored(prefix: str, element: Any) -> Iterator[ResourceProblem]:
    for n, each in raw.objects(element.get("extension")):
        if raw.text(each, "url") in raw.MEANINGFUL:
            yield ResourceProblem(
                f"{prefix}extension[{n}].url",
                f"{each['url']} is not supported and cannot be left out",
            )
    if "modifierExtension" in element:
        yield ResourceProblem(
            f"{prefix}modifierExtension",
            "modifier extensions are not supported and cannot be left out",
        )


def _texts(node: Node) -> Iterator[ResourceProblem]:
    untitled_inside = node.type == "group" and node.depth > 1
    if not raw.text(node.item, "text").strip() and not untitled_inside:
        yield ResourceProblem(f"{node.path}.text", f"a {node.type} item needs a text to show")
    behavior = node.item.get("enableBehavior")
    if isinstance(behavior, str) and behavior not in ("all", "any"):
        yield ResourceProblem(f"{node.path}.enableBehavior", f"{behavior!r} is not one of all, any")


def _shape(node: Node) -> Iterator[ResourceProblem]:
    item, children = node.item, raw.objects(node.item.get("item"))
    if node.type == "group" and not children:
        yield ResourceProblem(f"{node.path}.item", "a group needs items in it (que-1)")
    if node.type == "group" and item.get("repeats") is True:
        yield ResourceProblem(
            f"{node.path}.repeats",
            "repeating groups are not supported; repeat the question instead",
        )
    if node.type == "display":
        for key, rule in (
            ("item", "que-1"),
            ("code", "que-3"),
            ("required", "que-6"),
            ("repeats", "que-6"),
            ("readOnly", "que-9"),
        ):
            if key in item:
                yield ResourceProblem(
                    f"{node.path}.{key}", f"not allowed on a display item ({rule})"
                )
    asked_below = any(raw.text(child, "type") != "display" for _, child in children)
    if node.type in QUESTION_TYPES and item.get("repeats") is True and asked_below:
        yield ResourceProblem(
            f"{node.path}.item",
            "questions below a repeating question are not supported; put them beside it",
        )
    if "maxLength" in item and node.type not in WITH_LENGTH:
        yield ResourceProblem(
            f"{node.path}.maxLength", f"not allowed on a {node.type} item (que-10)"
        )
    longest = raw.whole(item.get("maxLength"))
    if longest is not None and longest < 1:
        yield ResourceProblem(f"{node.path}.maxLength", "must be 1 or more")
    if item.get("required") is True and item.get("readOnly") is True and "initial" not in item:
        yield ResourceProblem(
            f"{node.path}.readOnly",
            "required but nobody can answer it: it is read-only without an initial value",
        )


def _options(node: Node) -> Iterator[ResourceProblem]:
    path, choice = node.path, node.type in CHOICE_TYPES
    if "answerValueSet" in node.item:
        yield ResourceProblem(
            f"{path}.answerValueSet", "not supported: list the answers as answerOption"
        )
    if choice and "answerOption" not in node.item:
        yield ResourceProblem(
            f"{path}.answerOption", f"a {node.type} item needs its answers listed"
        )
    if not choice and "answerOption" in node.item:
        yield ResourceProblem(
            f"{path}.answerOption", "only choice and open-choice items can list answers here"
        )
    seen: set[object] = set()
    for n, option in raw.objects(node.item.get("answerOption")):
        yield from _option(f"{path}.answerOption[{n}]", option, seen)
    selected = [
        option
        for _, option in raw.objects(node.item.get("answerOption"))
        if option.get("initialSelected") is True
    ]
    if len(selected) > 1 and node.item.get("repeats") is not True:
        yield ResourceProblem(
            f"{path}.answerOption",
            "several answers are selected at first but the item does not repeat (que-13)",
        )


def _option(path: str, option: Any, seen: set[object]) -> Iterator[ResourceProblem]:
    kind, content = raw.typed(option, "value") or ("", None)
    score = raw.option_score(option)
    if score is not None and raw.number(score) is None:
        yield ResourceProblem(path, "its score (ordinalValue or itemWeight) is not a number")
    if kind not in OPTION_KINDS:
        if kind:
            yield ResourceProblem(
                f"{path}.value{kind}",
                "not supported; supported are"
                f" {', '.join('value' + each for each in OPTION_KINDS)}",
            )
        return
    try:
        value = constant(kind, content)
    except UnreadableError as error:
        yield ResourceProblem(f"{path}.value{kind}", str(error))
        return
    identity = (value.system, value.code) if isinstance(value, Coded) else ("", str(value))
    if identity in seen:
        yield ResourceProblem(path, "the same answer is listed twice")
    seen.add(identity)


def _initial(node: Node) -> Iterator[ResourceProblem]:
    initial = raw.objects(node.item.get("initial"))
    if initial and node.type not in INITIAL_KIND:
        rule = (
            "initialSelected of answerOption says it (que-11)"
            if node.type in CHOICE_TYPES
            else "que-8"
        )
        yield ResourceProblem(f"{node.path}.initial", f"not allowed on a {node.type} item: {rule}")
        return
    if len(initial) > 1 and node.item.get("repeats") is not True:
        yield ResourceProblem(
            f"{node.path}.initial", "several initial values but the item does not repeat (que-13)"
        )
    for n, each in initial:
        kind, content = raw.typed(each, "value") or ("", None)
        if kind:
            yield from _constant(
                f"{node.path}.initial[{n}].value{kind}",
                kind,
                content,
                (INITIAL_KIND[node.type],),
                node.type,
            )


def _constant(
    path: str, kind: str, content: object, allowed: tuple[str, ...], item_type: str
) -> Iterator[ResourceProblem]:
    if kind not in allowed:
        yield ResourceProblem(
            path, f"a {item_type} item takes {' or '.join('value' + each for each in allowed)} here"
        )
        return
    try:
        constant(kind, content)
    except UnreadableError:
        yield ResourceProblem(path, f"cannot be read as {kind}")


def _bounds(node: Node) -> Iterator[ResourceProblem]:
    found: dict[str, list[Any]] = {}
    for end, urls in (
        ("least", (raw.MIN_VALUE, raw.MIN_QUANTITY)),
        ("most", (raw.MAX_VALUE, raw.MAX_QUANTITY)),
    ):
        for where, kind, content in raw.extensions(node.item, *urls):
            path = f"{node.path}.{where}.value{kind}"
            if node.type not in BOUND_KINDS:
                yield ResourceProblem(path, f"a {node.type} item has no least or greatest value")
                continue
            problems = list(_constant(path, kind, content, BOUND_KINDS[node.type], node.type))
            yield from problems
            if not problems:
                found.setdefault(end, []).append(constant(kind, content))
    if len(found) == 2 and (compare(found["least"][0], found["most"][0]) or 0) > 0:
        yield ResourceProblem(node.path, "its least value is above its greatest")
    for url in (raw.MIN_LENGTH, raw.DECIMAL_PLACES, raw.MIN_OCCURS, raw.MAX_OCCURS):
        for where, _, content in raw.extensions(node.item, url):
            count = raw.whole(content)
            if count is None or count < 0:
                yield ResourceProblem(f"{node.path}.{where}", "must be a whole number, 0 or more")


def _units(node: Node) -> Iterator[ResourceProblem]:
    found = raw.extensions(node.item, raw.UNIT, raw.UNIT_OPTION)
    if node.type == "quantity" and not found:
        yield ResourceProblem(
            node.path,
            "a quantity needs its unit: the extension questionnaire-unit or"
            " questionnaire-unitOption",
        )
    for where, kind, content in found:
        if kind != "Coding" or not isinstance(content, dict) or not raw.text(content, "code"):
            yield ResourceProblem(f"{node.path}.{where}", "a unit is a valueCoding with a code")
