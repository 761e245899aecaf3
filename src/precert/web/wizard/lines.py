"""The lines of a request on a page: folded to one row each, or unfolded into the fields the
contract asks for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from precert.cases.amounts import amount
from precert.cases.draft.durations import counts_last_day
from precert.cases.draft.naming import LINE_FIELDS, line_field, line_name, shown_span
from precert.cases.facts import LineFact
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.web.fields import Field
from precert.web.wizard.fields import Form

MOST_UNFOLDED = 1  # so many lines are all unfolded
HELP = {
    "duration": (
        "Number of days. It is calculated from the dates, and the end date is calculated from it."
    ),
    "quantity": "Number of units: visits, hours or items, as the unit qualifier says.",
    "rate": "Dollars per unit.",
}
WIDTHS = {"duration": "xs", "quantity": "sm", "rate": "sm"}


@dataclass(frozen=True)
class LineRow:
    """One line. `fields` is empty while it is folded."""

    key: str
    name: str
    text: str
    summary: str
    findings: tuple[Finding, ...]
    fields: tuple[Field, ...] = ()
    modifiers: tuple[Field, ...] = ()
    dates: tuple[Field, ...] = ()
    counts_last_day: bool = True
    removable: bool = True
    open: bool = False

    @property
    def incomplete(self) -> bool:
        """True when something in it stops the submission."""
        return any(finding.severity == "error" for finding in self.findings)


def rows(file: DraftFile, form: Form, wanted: str) -> list[LineRow]:
    """Every line; unfolded is the one wanted, else the first one with something missing, else a
    lone one.
    """
    lines = file.facts.lines
    faulty = {
        key
        for key, found in file.findings_of_line.items()
        if any(one.severity == "error" for one in found)
    }
    first = next((line.key for line in lines if line.key in faulty), "")
    unfold = (
        wanted
        if any(line.key == wanted for line in lines)
        else first or (lines[0].key if len(lines) <= MOST_UNFOLDED and lines else "")
    )
    return [row(file, form, line, unfolded=line.key == unfold) for line in lines]


def marks(file: DraftFile, keys: Iterable[str]) -> dict[str, LineRow]:
    """The folded rows of these lines, by the id of the mark that says whether they are complete."""
    form, touched = Form(file), set(keys)
    return {
        f"line-{line.key}-mark": row(file, form, line, unfolded=False)
        for line in file.facts.lines
        if line.key in touched
    }


def row(file: DraftFile, form: Form, line: LineFact, *, unfolded: bool) -> LineRow:
    """One line, with its fields when it is unfolded."""
    shown = LineRow(
        key=line.key,
        name=line_name(file.facts, line),
        text="" if line.kind == "los" else line.code.text,
        summary=_summary(file, line),
        findings=tuple(file.findings_of_line.get(line.key, ())),
        removable=line.kind != "los",
        open=unfolded,
    )
    return replace(shown, **_fields(file, form, line)) if unfolded else shown


def _summary(file: DraftFile, line: LineFact) -> str:
    unit = file.rules.label("unit_qualifiers", line.unit_qualifier) if line.unit_qualifier else ""
    parts = [
        shown_span(line.start, line.end or line.start) if line.start else "",
        amount(line.duration, "days") if line.duration else "",
        amount(line.quantity, unit) if line.quantity is not None else "",
        file.rules.label("frequencies", line.frequency) if line.frequency else "",
    ]
    return ", ".join(part for part in parts if part)


def _fields(file: DraftFile, form: Form, line: LineFact) -> dict[str, Any]:
    needed = file.rules.required_for_line(
        "los" if line.kind == "los" else "procedure", file.facts.service_type or "", line.code.code
    )
    names = [
        name
        for name in LINE_FIELDS
        if name not in {"code", "modifiers", "start", "end", "duration"}
    ]
    if line.kind == "los":
        names = [name for name in names if name not in {"quantity", "frequency"} or name in needed]
    modifiers = [
        form.field(f"line/{line.key}/modifier{n}", label=f"Modifier {n}", width="xs")
        for n in range(1, 5)
    ]
    asked = line.kind != "los" or "modifiers" in needed
    return {
        "dates": tuple(
            _field(file, form, line, name, name in needed) for name in ("start", "end", "duration")
        ),
        "fields": tuple(_field(file, form, line, name, name in needed) for name in names),
        "modifiers": tuple(modifiers) if asked else (),
        "counts_last_day": counts_last_day(file.pack, line.kind),
    }


def _field(file: DraftFile, form: Form, line: LineFact, name: str, required: bool) -> Field:
    options: dict[str, list[tuple[str, str]]] = {
        "unit_qualifier": [
            (one.code, one.label) for one in file.rules.unit_qualifiers if line.kind in one.lines
        ],
        "frequency": [(one.code, one.label) for one in file.rules.frequencies],
    }
    kind = "select" if name in options else "date" if name in {"start", "end"} else "text"
    return form.field(
        f"line/{line.key}/{name}",
        label=line_field(line.kind, name),
        type=kind,
        options=options.get(name, ()),
        required=required,
        help=HELP.get(name, ""),
        width=WIDTHS.get(name, ""),
        part=name,
        focus=name == "start",
    )
