"""A section as a list of fields, so that a page can show it without knowing FHIR."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from precert.questionnaires.limits import shown
from precert.questionnaires.logic import AnswerProblem, check, enabled, stored
from precert.questionnaires.model import Amount, Constant, Item, Option, Questionnaire, Unit
from precert.questionnaires.values import READERS, UnreadableError, as_typed

RADIO_LIMIT = 5  # more answers than this are a list to choose from
HELP_CONTROLS = ("help", "flyover", "unit", "prompt")
FOOTER_CONTROLS = ("footer", "legal")
PLAIN_KINDS = {
    "group": "heading", "boolean": "yes-no", "decimal": "decimal", "integer": "integer", "date": "date", "dateTime": "date-time",
    "time": "time", "string": "line", "text": "paragraph", "url": "url", "quantity": "quantity",
}  # fmt: skip

MOMENTS = {PLAIN_KINDS[kind]: READERS[kind] for kind in ("date", "dateTime", "time")}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One row of the form.

    `kind` is heading, text, footer, yes-no, radio, select, checkboxes, combo (a list that also
    takes other words), integer, decimal, quantity, date, date-time, time, line, paragraph or url.
    `values` are as typed; `problem` is what is wrong with them, `missing` that a required answer is
    not there yet. `depth` is 0 directly in the section.
    """

    link_id: str
    label: str
    number: str
    kind: str
    options: tuple[Option, ...]
    required: bool
    repeats: bool
    read_only: bool
    units: tuple[Unit, ...]
    unit: str
    help: str
    values: tuple[str, ...]
    problem: str
    missing: bool
    depth: int
    minimum: str
    maximum: str
    max_length: int | None


def numbers(questionnaire: Questionnaire) -> dict[str, str]:
    """Link id to its number: the author's prefix, else the position (`1.2`); texts to read have
    none. Branching never renumbers.
    """
    found: dict[str, str] = {}
    for n, section in enumerate(questionnaire.sections, start=1):
        own = questionnaire.index[section.link_id]
        if own.type == "group":
            found[section.link_id] = own.prefix or str(n)
        _number(section.items, str(n), found)
    return found


def _number(items: tuple[Item, ...], around: str, found: dict[str, str]) -> None:
    counted = [item for item in items if item.type != "display"]
    for n, item in enumerate(counted, start=1):
        found[item.link_id] = item.prefix or f"{around}.{n}"
        _number(item.items, f"{around}.{n}", found)


def fields(
    questionnaire: Questionnaire, answers: Mapping[str, Any], section: str
) -> list[FieldSpec]:
    """The rows of the section with link id `section` that are asked now. Raises KeyError when there
    is no such section.
    """
    page = {each.link_id: each for each in questionnaire.sections}[section]
    on, numbered = enabled(questionnaire, answers), numbers(questionnaire)
    problems = {problem.link_id: problem for problem in reversed(check(questionnaire, answers))}
    return [
        _field(
            item,
            depth,
            numbered.get(item.link_id, ""),
            _help(item, on),
            stored(answers, item.link_id),
            problems.get(item.link_id),
        )
        for item, depth in _rows(page.items, on, 0)
    ]


def _field(
    item: Item,
    depth: int,
    number: str,
    hint: str,
    answers: list[Any],
    problem: AnswerProblem | None,
) -> FieldSpec:
    return FieldSpec(
        link_id=item.link_id,
        label=item.text,
        number=number,
        kind=_kind(item),
        options=item.options,
        required=item.required or bool(item.min_occurs),
        repeats=item.repeats,
        read_only=item.read_only,
        units=item.units,
        unit=_unit(item, answers),
        help=hint,
        values=tuple(_typed(raw) for raw in answers) if item.is_question else (),
        problem=problem.text if problem and not problem.missing else "",
        missing=bool(problem and problem.missing),
        depth=depth,
        minimum=_limit(item.minimum),
        maximum=_limit(item.maximum),
        max_length=item.max_length,
    )


def in_words(spec: FieldSpec) -> str:
    """The answers as a person reads them: labels, Yes or No, days as MM/DD/YYYY, with the unit."""
    units = {unit.code: unit.label or unit.code for unit in spec.units}
    unit = units.get(spec.unit, spec.unit) if spec.values else ""
    answers = "; ".join(_in_words(spec, value) for value in spec.values)
    return " ".join(part for part in (answers, unit) if part)


def _in_words(spec: FieldSpec, typed: str) -> str:
    if spec.kind == "yes-no":
        return "Yes" if typed == "true" else "No"
    if reader := MOMENTS.get(spec.kind):
        try:
            return shown(reader(typed))
        except UnreadableError:
            return typed
    return next((option.label for option in spec.options if option.key == typed), typed)


def _rows(items: tuple[Item, ...], on: set[str], depth: int) -> Iterator[tuple[Item, int]]:
    for item in items:
        if item.link_id in on:
            yield item, depth
            yield from _rows(
                tuple(below for below in item.items if not _is_help(below)), on, depth + 1
            )


def _help(item: Item, on: set[str]) -> str:
    return " ".join(below.text for below in item.items if below.link_id in on and _is_help(below))


def _is_help(item: Item) -> bool:
    return item.type == "display" and item.control in HELP_CONTROLS


def _kind(item: Item) -> str:
    if item.type == "display":
        return "footer" if item.control in FOOTER_CONTROLS else "text"
    if item.type == "open-choice":
        return "combo"
    if item.type == "choice":
        if item.repeats:
            return "checkboxes"
        short = len(item.options) <= RADIO_LIMIT
        return {"radio-button": "radio", "drop-down": "select"}.get(
            item.control, "radio" if short else "select"
        )
    return PLAIN_KINDS[item.type]


def _unit(item: Item, answers: list[Any]) -> str:
    chosen = [raw.get("unit", "") for raw in answers if isinstance(raw, Mapping)]
    codes = [str(code) for code in chosen if code]
    return next(iter(codes), item.units[0].code if len(item.units) == 1 else "")


def _typed(raw: object) -> str:
    try:
        return as_typed(raw.get("value") if isinstance(raw, Mapping) else raw)
    except UnreadableError:
        return ""


def _limit(limit: Constant | None) -> str:
    """As an HTML field takes it."""
    if limit is None:
        return ""
    if isinstance(limit, Amount):
        return str(limit.value)
    return limit.isoformat() if isinstance(limit, (date, time)) else str(limit)
