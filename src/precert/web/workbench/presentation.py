"""What the desk shows of each line: the fields of its decision with their draft paths. Presentation
only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from precert.cases.amounts import number
from precert.cases.queries.case_file import LineView
from precert.cases.queries.review import Desk
from precert.conduct.refusal import Finding
from precert.web.fields import Field, duration

OUTCOMES = (("approved", "Approved"), ("partial", "Approved in part"), ("denied", "Denied"))
MARKS = (("met", "Met"), ("unmet", "Not met"))
UNMARKED = "Not assessed"
TEXTS = (
    (
        "rationale",
        "Rationale",
        "The letter includes this text. Required for a denial or an approval in part.",
    ),
    (
        "other_criterion",
        "Another criterion that is not met",
        "Use this if no criteria sheet applies.",
    ),
    ("other_evidence", "Evidence for it", "Cite the record that shows it, with its date."),
    ("alternative", "Alternative", "Say what could be approved instead."),
)


@dataclass(frozen=True)
class Tick:
    """One criterion with its mark and evidence."""

    mark: Field
    evidence: Field


@dataclass(frozen=True)
class ShownLine:
    """One line of the desk."""

    line: LineView
    outcome: Field
    reason: Field
    amounts: list[Field]
    texts: list[Field]
    sheets: list[tuple[str, list[Tick]]]
    problems: list[str]

    @property
    def todo_id(self) -> str:
        """The id of the place that lists the problems."""
        return f"todo-{self.line.row.key}"


def errors_of(findings: Iterable[Finding]) -> dict[str, str]:
    """What stands beside each field, by its path."""
    errors: dict[str, str] = {}
    for one in findings:
        errors[one.path] = f"{errors[one.path]} {one.text}" if one.path in errors else one.text
    return errors


def shown(desk: Desk, errors: Mapping[str, str] | None = None) -> list[ShownLine]:
    """Every line of the request with its fields; `errors` stand beside them, by path."""
    return [_Line(desk, line, errors or {}).shown() for line in desk.request.lines]


class _Line:
    """Makes the fields of one line."""

    def __init__(self, desk: Desk, line: LineView, errors: Mapping[str, str]) -> None:
        self.desk, self.line, self.errors = desk, line, errors
        self.prefix = f"line/{line.row.key}"

    def shown(self) -> ShownLine:
        """The line as the desk shows it."""
        return ShownLine(
            line=self.line,
            outcome=self._field("outcome", "Determination", "radios", options=OUTCOMES),
            reason=self._reason(),
            amounts=self._amounts(),
            texts=self._texts(),
            sheets=[
                (
                    sheet.title,
                    [self._tick(f"{sheet.id}.{item.code}", item.text) for item in sheet.items],
                )
                for sheet in self.desk.sheets
            ],
            problems=[
                one.text for one in self.desk.findings if one.path.startswith(self.prefix + "/")
            ],
        )

    def _field(self, name: str, label: str, kind: str, hint: str = "", **more: Any) -> Field:
        path = f"{self.prefix}/{name}"
        value, error = self.desk.values.get(path), self.errors.get(path, "")
        return Field(path, label, kind, value, hint=hint, error=error, **more)

    def _reason(self) -> Field:
        """The reasons of the outcome that is chosen; the only one is chosen with it."""
        found = self._field("reason", "Reason", "select", options=self.desk.reason_options)
        key = self.line.row.key
        said = next((one.reason for one in self.desk.decided if one.key == key), "")
        offered = {
            "data-offered-by": f"{self.prefix}/outcome",
            "data-offered": json.dumps(self.desk.reasons_by_outcome),
        }
        stored = found.value or ""
        return replace(found, value=stored or said, seen=stored, more=offered)

    def _amounts(self) -> list[Field]:
        row = self.line.row
        asked = (
            ("start", "Approved start date", "date", row.start),
            ("end", "Approved end date", "date", row.end),
            ("duration", "Approved duration (days)", "text", row.duration),
            ("quantity", "Approved quantity (units)", "text", row.quantity),
            ("rate", "Approved rate ($)", "text", row.rate),
        )
        return [
            self._field(name, label, kind, f"Requested: {_words(value)}", more=duration(name))
            for name, label, kind, value in asked
            if value is not None
        ]

    def _texts(self) -> list[Field]:
        return [
            self._field(name, label, "textarea", hint, more={"rows": "3"})
            for name, label, hint in TEXTS
        ]

    def _tick(self, code: str, text: str) -> Tick:
        mark, evidence = (
            self._field(
                f"criterion/{code}", text, "select", options=MARKS, blank=UNMARKED, width="md"
            ),
            self._field(f"evidence/{code}", "Evidence", "text"),
        )
        return Tick(mark, evidence)


def _words(value: date | Decimal | int) -> str:
    """A date as it is read here; a number without zeros that say nothing."""
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    return number(value)
