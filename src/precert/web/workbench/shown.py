"""What the desk shows of each line: the fields of its decision with their draft paths. Presentation only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from precert.cases import statuses
from precert.cases.decision import DECIDABLE
from precert.cases.draft.document import Value
from precert.cases.queries.case_file import LineView
from precert.cases.queries.review import Desk


@dataclass(frozen=True)
class Field:
    """One control of the decision form."""

    path: str
    label: str
    type: str
    value: Value
    hint: str = ""


@dataclass(frozen=True)
class Tick:
    """One criterion with its mark and evidence."""

    code: str
    text: str
    path: str
    value: Value
    evidence_path: str
    evidence: Value


@dataclass(frozen=True)
class ShownLine:
    """One line of the desk."""

    line: LineView
    prefix: str
    outcome: Value
    reason: Value
    amounts: list[Field]
    texts: list[Field]
    sheets: list[tuple[str, list[Tick]]]
    problems: list[str]

    @property
    def todo_id(self) -> str:
        """The id of the place that lists the problems."""
        return f"todo-{self.line.row.key}"


OUTCOMES = [(code, statuses.LINE_LABELS[code]) for code in DECIDABLE]


def shown(desk: Desk) -> list[ShownLine]:
    """Every line of the request with its fields."""
    return [_line(desk, line) for line in desk.request.lines]


def _line(desk: Desk, line: LineView) -> ShownLine:
    prefix = f"line/{line.row.key}"
    found = {f.path: f.text for f in desk.findings}
    return ShownLine(
        line=line,
        prefix=prefix,
        outcome=desk.values.get(f"{prefix}/outcome"),
        reason=desk.values.get(f"{prefix}/reason"),
        amounts=_amounts(desk, line, prefix),
        texts=_texts(desk, prefix),
        sheets=[
            (sheet.title, [_tick(desk, prefix, f"{sheet.id}.{item.code}", item.text) for item in sheet.items]) for sheet in desk.sheets
        ],
        problems=[text for path, text in found.items() if path.startswith(prefix + "/")],
    )


def _amounts(desk: Desk, line: LineView, prefix: str) -> list[Field]:
    row = line.row
    asked = (
        ("start", "Approved start date", "date", row.start),
        ("end", "Approved end date", "date", row.end),
        ("duration", "Approved duration (days)", "text", row.duration),
        ("quantity", "Approved quantity (units)", "text", row.quantity),
        ("rate", "Approved rate ($)", "text", row.rate),
    )
    return [
        Field(f"{prefix}/{name}", label, kind, desk.values.get(f"{prefix}/{name}"), f"Asked for: {_words(value)}")
        for name, label, kind, value in asked
        if value is not None
    ]


def _words(value: date | Decimal | int) -> str:
    """A date as it is read here; a number without zeros that say nothing."""
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _texts(desk: Desk, prefix: str) -> list[Field]:
    def field(name: str, label: str, hint: str) -> Field:
        return Field(f"{prefix}/{name}", label, "textarea", desk.values.get(f"{prefix}/{name}"), hint)

    return [
        field("rationale", "Rationale", "The letter quotes it. Needed for a denial and an approval in part."),
        field("other_criterion", "Another criterion that is not met", "Where no sheet fits."),
        field("other_evidence", "Evidence for it", "What in the record shows it, with its date."),
        field("alternative", "Alternative", "What could be approved instead."),
    ]


def _tick(desk: Desk, prefix: str, code: str, text: str) -> Tick:
    mark, evidence = f"{prefix}/criterion/{code}", f"{prefix}/evidence/{code}"
    return Tick(code, text, mark, desk.values.get(mark), evidence, desk.values.get(evidence))
