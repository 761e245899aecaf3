"""Answers between a page and the store. On a page every control has one text; the store keeps a
list for each question.

Paths: the link id; `<link id>#unit` for the unit of a quantity. A question that repeats without a
list to tick is a box with one answer a line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from precert.kit.merge import Changes
from precert.questionnaires import form as forms
from precert.questionnaires import logic
from precert.questionnaires.changes import READ_ONLY
from precert.questionnaires.form import FieldSpec
from precert.questionnaires.model import Item, Questionnaire
from precert.web.fields import Field

UNIT = "#unit"
HTML_TYPES = {
    "date": "date",
    "integer": "text",
    "decimal": "text",
    "quantity": "text",
    "url": "text",
    "time": "time",
    "line": "text",
}
CONTROLS = {
    "yes-no": "radios",
    "radio": "radios",
    "select": "select",
    "checkboxes": "checkboxes",
    "paragraph": "textarea",
}
TRUTH = (("true", "Yes"), ("false", "No"))


@dataclass(frozen=True)
class AnswerRow:
    """One place on the page: a field, or nothing as long as it isn't asked."""

    link: str
    spec: FieldSpec | None

    @property
    def id(self) -> str:
        """Its element's id."""
        return f"q-{self.link}"

    @property
    def label(self) -> str:
        """Number and question."""
        return f"{self.spec.number} {self.spec.label}".strip() if self.spec else ""

    @property
    def hint(self) -> str:
        """What to type: the unit, or the limits."""
        if self.spec is None or self.options:
            return ""
        low, high = (_shown(limit) for limit in (self.spec.minimum, self.spec.maximum))
        words = ("from", "until") if self.spec.kind == "date" else ("at least", "at most")
        limits = [f"{words[0]} {low}" if low else "", f"{words[1]} {high}" if high else ""]
        return ", ".join(part for part in (self.unit_label, *limits) if part).capitalize()

    @property
    def field(self) -> Field | None:
        """Its control; None for a place that asks nothing."""
        if self.spec is None:
            return None
        value = self.value
        return Field(
            self.link,
            self.label,
            self.control,
            value,
            json.dumps(list(value)) if isinstance(value, tuple) else value,
            self.options,
            required=self.spec.required,
            error=self.spec.problem,
            hint="Enter one answer per line." if self.many else self.hint,
            help=self.spec.help,
            why_off=READ_ONLY if self.spec.read_only else "",
            own_id=f"a-{self.link}",
        )

    @property
    def unit(self) -> Field | None:
        """The choice of a quantity's unit; None when there is nothing to choose."""
        if self.spec is None or not self.units:
            return None
        path, unit = self.link + UNIT, self.spec.unit
        return Field(
            path, "Unit", "select", unit, unit, self.units, width="sm", own_id=f"u-{self.link}"
        )

    @property
    def many(self) -> bool:
        """One answer a line?"""
        return (
            self.spec is not None
            and self.spec.repeats
            and self.spec.kind not in {"checkboxes", "combo"}
        )

    @property
    def control(self) -> str:
        """The kind of control."""
        if self.spec is None:
            return ""
        return (
            "textarea"
            if self.many
            else CONTROLS.get(self.spec.kind) or HTML_TYPES.get(self.spec.kind, "text")
        )

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        if self.spec is None:
            return []
        return (
            list(TRUTH)
            if self.spec.kind == "yes-no"
            else [(one.key, one.label) for one in self.spec.options]
        )

    @property
    def value(self) -> str | tuple[str, ...]:
        """What is shown."""
        if self.spec is None:
            return ""
        if self.spec.kind == "checkboxes":
            return self.spec.values
        return "\n".join(self.spec.values) if self.many else next(iter(self.spec.values), "")

    @property
    def shown(self) -> str:
        """The answer in words, for reading."""
        labels = dict(self.options)
        found = [labels.get(value, value) for value in (self.spec.values if self.spec else ())]
        return ", ".join(found) + (f" {self.unit_label}" if found and self.unit_label else "")

    @property
    def unit_label(self) -> str:
        """The unit of a quantity in words."""
        if self.spec is None:
            return ""
        return next(
            (unit.label or unit.code for unit in self.spec.units if unit.code == self.spec.unit), ""
        )

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units to choose from; empty when there is only one."""
        found = [
            (unit.code, unit.label or unit.code) for unit in (self.spec.units if self.spec else ())
        ]
        return found if len(found) > 1 else []


def _shown(limit: str) -> str:
    """A limit as people write it: dates with the month first."""
    try:
        return f"{date.fromisoformat(limit):%m/%d/%Y}"
    except ValueError:
        return limit


def rows(questionnaire: Questionnaire, values: Mapping[str, Any], section: str) -> list[AnswerRow]:
    """Every place of a section in order; those not asked now are empty, so that a page can fill
    them later.
    """
    asked = {spec.link_id: spec for spec in forms.fields(questionnaire, values, section)}
    page = next(one for one in questionnaire.sections if one.link_id == section)
    links = [
        item.link_id
        for top in page.items
        for item in top.walk()
        if item.type != "display" or item.control not in forms.HELP_CONTROLS
    ]
    return [AnswerRow(link, asked.get(link)) for link in links]


def changes(
    questionnaire: Questionnaire, values: Mapping[str, Any], sent: Changes
) -> dict[str, tuple[list[Any], list[Any]]]:
    """What a page sent, as changes of the store."""
    found: dict[str, tuple[list[Any], list[Any]]] = {}
    for path, (seen, new) in sent.items():
        link = path.removesuffix(UNIT)
        item = questionnaire.index.get(link)
        if item is None or not item.is_question:
            found[link] = ([], [new])
        elif item.type == "quantity":
            found[link] = _quantity(item, values, sent, link)
        else:
            found[link] = (_listed(item, seen), _listed(item, new))
    return found


def _listed(item: Item, sent: Any) -> list[Any]:
    if isinstance(sent, list):
        return sent
    if sent is None or sent == "":
        return []
    if item.repeats and not item.options and isinstance(sent, str):
        return [line.strip() for line in sent.splitlines() if line.strip()]
    return [sent]


def _quantity(
    item: Item, values: Mapping[str, Any], sent: Changes, link: str
) -> tuple[list[Any], list[Any]]:
    """Number and unit are two controls of one answer: the one that wasn't sent stays as it is."""
    stored = logic.stored(values, link)
    current = (
        stored[0]
        if stored and isinstance(stored[0], Mapping)
        else {"value": stored[0] if stored else None}
    )
    unit = item.units[0].code if len(item.units) == 1 else None
    numbers = sent.get(link, (current.get("value"), current.get("value")))
    units = sent.get(link + UNIT, (current.get("unit"), current.get("unit") or unit))
    (seen, new), (seen_unit, new_unit) = numbers, units
    before = [] if _blank(seen) else [{"value": seen, "unit": seen_unit or unit}]
    emptied = _blank(new) and (_blank(new_unit) or new_unit == unit)
    return before, [] if emptied else [{"value": new, "unit": new_unit or unit}]


def _blank(typed: Any) -> bool:
    return typed is None or typed == ""


def as_sent(item: Item, stored: list[Any]) -> Any:
    """A stored answer as the page's control has it."""
    if item.options and item.repeats:
        return [str(one) for one in stored]
    found = [str(one.get("value", "") if isinstance(one, Mapping) else one) for one in stored]
    return "\n".join(found) or None
