"""Rows of published code lists, read and checked. Pure: no database. A bad row is named by row,
column and reason; good rows are kept.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Final

from precert.codes import systems

LONGEST_TEXT: Final = 2_000  # characters of a description
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code as a list publishes it; both days inclusive."""

    code: str
    text: str
    billable: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that wasn't taken: its number in the file (from 1), the column at fault and why."""

    row: int
    column: str
    reason: str


@dataclass
class CodeListReading:
    """What a list holds: entries by system and code, and the rows that were refused."""

    entries: dict[tuple[str, str], CodeEntry] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, row: int, system: str, entry: CodeEntry) -> None:
        """Take the entry, or note why not."""
        reason = _fault(system, entry)
        if not reason and (system, entry.code) in self.entries:
            reason = ("code", f"{entry.code} is in the list twice; the first one is kept")
        if reason:
            self.reject(row, *reason)
        else:
            self.entries[system, entry.code] = entry

    def reject(self, row: int, column: str, reason: str) -> None:
        """Note a refused row."""
        self.rejected.append(Rejected(row, column, reason))


class RowError(Exception):
    """A value that can't be read: column and reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column, self.reason = column, reason


def clean(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def read_csv(
    lines: Iterable[str],
    columns: tuple[str, ...],
    take: Callable[[dict[str, str]], tuple[str, CodeEntry]],
) -> CodeListReading:
    """A CSV whose first row names its columns (any case and order, further ones ignored); `take`
    makes system and entry of a row.
    """
    reading = CodeListReading()
    rows = _numbered(csv.reader(lines), reading)
    header = [clean(name).lower() for name in next(rows, (1, []))[1]]
    missing = [name for name in columns if name not in header]
    if missing:
        reading.reject(1, missing[0], f"the first row should name the columns {', '.join(columns)}")
        return reading
    for number, row in rows:
        if not any(value.strip() for value in row):
            continue
        try:
            system, entry = take(dict(zip(header, [clean(value) for value in row], strict=False)))
        except RowError as error:
            reading.reject(number, error.column, error.reason)
        else:
            reading.add(number, system, entry)
    return reading


def licensed(row: dict[str, str]) -> tuple[str, CodeEntry]:
    """A row `code,description` of a CPT list that the licence holder supplies."""
    return "cpt", CodeEntry(row.get("code", "").upper(), row.get("description", ""))


def shipped(row: dict[str, str]) -> tuple[str, CodeEntry]:
    """A row `system,code,text,valid_from,valid_to` of the procedure list that comes with Precert."""
    days = {name: _day(name, row.get(name, "")) for name in ("valid_from", "valid_to")}
    return row.get("system", ""), CodeEntry(
        row.get("code", ""), row.get("text", ""), True, days["valid_from"], days["valid_to"]
    )


def _numbered(
    rows: Iterator[list[str]], reading: CodeListReading
) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; a row the csv module can't read is refused and the next one
    tried.
    """
    for number in count(1):
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reading.reject(number, "", f"can't be read: {error}")


def _day(column: str, text: str) -> date | None:
    if not text:
        return None
    if not _ISO_DAY.fullmatch(text):
        raise RowError(column, f"{text!r} should be a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RowError(column, f"{text!r} is not a date") from None


def _fault(system: str, entry: CodeEntry) -> tuple[str, str] | None:
    """Column and reason why this entry can't be stored, if so."""
    if system not in systems.LABELS:
        return "system", f"{system!r} should be one of {', '.join(systems.LABELS)}"
    if not systems.is_whole_code(system, entry.code):
        return (
            "code",
            f"{entry.code[:20]!r} isn't in the format of a code of {systems.LABELS[system]}",
        )
    if not entry.text:
        return "description", "is empty"
    if "\0" in entry.text or "\N{REPLACEMENT CHARACTER}" in entry.text:
        return "description", "holds characters that aren't UTF-8 text"
    if len(entry.text) > LONGEST_TEXT:
        return "description", f"is longer than {LONGEST_TEXT} characters"
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        return "valid_to", "is before the first valid day"
    return None
