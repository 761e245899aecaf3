"""The audit trail as a file, piece by piece: CSV that no spreadsheet takes for formulas, or JSON
Lines. Times are UTC, in ISO form.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from precert.journal.canonical import TABLES
from precert.journal.trail import TrailLine

COLUMNS = (
    "table", "id", "at", "verb", "actor_kind", "actor_id", "actor_name", "acting_for", "subject_kind", "subject_ids", "case", "page",
    "data", "address", "request", "seal",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class ExportForm:
    """One kind of file: its type for the browser, and how it is written."""

    content_type: str
    write: Callable[[Iterable[TrailLine]], Iterator[str]]


def values(line: TrailLine) -> tuple[object, ...]:
    """A row's values in the order of COLUMNS."""
    return (
        TABLES[line.letter], line.id, line.at.isoformat(), line.verb, line.actor_kind, line.actor_id, line.actor_name, line.provider_id,
        line.subject_kind, list(line.subject_ids), None if line.case_id is None else str(line.case_id), line.page, line.data, line.address,
        line.request, line.seal,
    )  # fmt: skip


def json_lines(lines: Iterable[TrailLine]) -> Iterator[str]:
    """An object a line."""
    for line in lines:
        yield json.dumps(dict(zip(COLUMNS, values(line), strict=True)), ensure_ascii=False) + "\n"


def comma_separated(lines: Iterable[TrailLine]) -> Iterator[str]:
    """A heading and a row a line; ids of subjects with blanks between, data as JSON."""
    yield _row(COLUMNS)
    for line in lines:
        yield _row(_cell(value) for value in values(line))


def _cell(value: object) -> str:
    text = (
        " ".join(map(str, value))
        if isinstance(value, list)
        else json.dumps(value)
        if isinstance(value, dict)
        else str(value)
    )
    text = "" if value is None else text
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


FORMS: Mapping[str, ExportForm] = {
    "csv": ExportForm("text/csv; charset=utf-8", comma_separated),
    "jsonl": ExportForm("application/x-ndjson", json_lines),
}
