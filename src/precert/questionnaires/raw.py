"""Reading JSON that may be malformed: never raises, leaves out what has the wrong shape
(`structure` names that).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
MIN_VALUE, MAX_VALUE = FHIR + "minValue", FHIR + "maxValue"
MIN_QUANTITY, MAX_QUANTITY = (
    SDC + "sdc-questionnaire-minQuantity",
    SDC + "sdc-questionnaire-maxQuantity",
)
MIN_LENGTH, DECIMAL_PLACES = FHIR + "minLength", FHIR + "maxDecimalPlaces"
MIN_OCCURS, MAX_OCCURS = FHIR + "questionnaire-minOccurs", FHIR + "questionnaire-maxOccurs"
UNIT, UNIT_OPTION = FHIR + "questionnaire-unit", FHIR + "questionnaire-unitOption"
ITEM_CONTROL, EXCLUSIVE = FHIR + "questionnaire-itemControl", FHIR + "questionnaire-optionExclusive"
SCORES = (FHIR + "ordinalValue", FHIR + "itemWeight")
# extensions that change what is asked or allowed: ignoring them would ask the wrong thing
MEANINGFUL = {
    SDC + "sdc-questionnaire-enableWhenExpression",
    SDC + "sdc-questionnaire-calculatedExpression",
    SDC + "sdc-questionnaire-answerExpression",
    SDC + "sdc-questionnaire-answerOptionsToggleExpression",
    FHIR + "questionnaire-constraint",
    FHIR + "questionnaire-hidden",
    FHIR + "regex",
}
MAX_DEPTH = 8  # levels of items; deeper cannot be shown as a form, and bounds recursion


@dataclass(frozen=True)
class Node:
    """An item of the JSON with its path and the item around it."""

    path: str
    item: Mapping[str, Any]
    parent: "Node | None"
    depth: int

    @property
    def link_id(self) -> str:
        """Its link id, empty when missing or not text."""
        return text(self.item, "linkId")

    @property
    def type(self) -> str:
        """Its type, empty when missing or not text."""
        return text(self.item, "type")


def objects(value: object) -> list[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON array with their positions; empty when it is no array."""
    return (
        [(n, each) for n, each in enumerate(value) if isinstance(each, dict)]
        if isinstance(value, list)
        else []
    )


def text(element: Mapping[str, Any], key: str) -> str:
    """The text under `key`, empty when missing or not text."""
    found = element.get(key)
    return found if isinstance(found, str) else ""


def whole(value: object) -> int | None:
    """A whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: object) -> Decimal | None:
    """A finite number, or None."""
    if isinstance(value, (Decimal, float)):
        exact = Decimal(str(value))
        return exact if exact.is_finite() else None
    count = whole(value)
    return None if count is None else Decimal(count)


def walk(element: Mapping[str, Any], parent: Node | None = None) -> Iterator[Node]:
    """Every item below `element`, parents first; stops below MAX_DEPTH."""
    for n, item in objects(element.get("item")):
        prefix = f"{parent.path}." if parent else ""
        node = Node(f"{prefix}item[{n}]", item, parent, parent.depth + 1 if parent else 1)
        yield node
        if node.depth <= MAX_DEPTH:
            yield from walk(item, node)


def typed(element: Mapping[str, Any], stem: str) -> tuple[str, Any] | None:
    """Of a choice element like value[x]: what x is (`Coding`) and the content; None when absent."""
    for key, value in element.items():
        suffix = key.removeprefix(stem)
        if suffix != key and suffix[:1].isupper():
            return suffix, value
    return None


def extensions(element: Mapping[str, Any], *urls: str) -> list[tuple[str, str, Any]]:
    """The extensions with one of `urls` as (their path, type of value, value)."""
    found = []
    for n, each in objects(element.get("extension")):
        value = typed(each, "value")
        if text(each, "url") in urls and value:
            found.append((f"extension[{n}]", *value))
    return found


def extension(element: Mapping[str, Any], *urls: str) -> Any:
    """The value of the first extension with one of `urls`, or None."""
    found = extensions(element, *urls)
    return found[0][2] if found else None


def option_score(option: Mapping[str, Any]) -> object:
    """The score of an answerOption, which authors put on the option or on its coding; None when it
    has none.
    """
    found = extension(option, *SCORES)
    coding = option.get("valueCoding")
    return extension(coding, *SCORES) if found is None and isinstance(coding, dict) else found
