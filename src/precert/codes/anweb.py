"""The fixed-width HCPCS Level II file of CMS ("ANWEB"), read. Pure.

Source of the layout: the record layout CMS publishes with the yearly Alpha-Numeric HCPCS file; 320
characters a line, columns from 1: 1-5 code (a modifier stands in 4-5) · 6-10 sequence · 11 record
identification (3 first line of a procedure, 4 its further lines, 7 and 8 the same for modifiers) ·
12-91 long description · 92-119 short description · 269-276 day added · 277-284 effective day of the
last action · 285-292 termination day, each YYYYMMDD. A disclaimer of other lines stands before the
records.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from precert.codes.entries import CodeEntry, CodeListReading, RowError, clean

ENCODING: Final = "latin-1"
_WIDTH: Final = 320
_PROCEDURE, _PROCEDURE_MORE = "3", "4"
_MODIFIERS: Final = frozenset("78")


@dataclass
class _Record:
    """A procedure whose further lines may follow."""

    row: int
    line: str
    texts: list[str] = field(default_factory=list)


def read(lines: Iterable[str]) -> tuple[CodeListReading, date | None]:
    """Every procedure of the file, and the newest effective day in it (about when the file was
    released). Modifiers are left out.
    """
    reading = CodeListReading()
    newest: date | None = None
    record: _Record | None = None
    begun = False
    for row, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n").ljust(_WIDTH)
        kind = _kind(line)
        begun = begun or bool(kind)
        if kind == _PROCEDURE_MORE and record and record.line[:5] == line[:5]:
            record.texts.append(line[11:91])
            continue
        newest = _finish(record, reading, newest)
        record = _Record(row, line, [line[11:91]]) if kind == _PROCEDURE else None
        if begun and line.strip() and kind != _PROCEDURE and kind not in _MODIFIERS:
            reading.reject(
                row,
                "record identification",
                "isn't a record in this layout, or does not continue a code",
            )
    newest = _finish(record, reading, newest)
    if not begun:
        reading.reject(1, "record identification", "the file has no record in the ANWEB layout")
    return reading, newest


def _kind(line: str) -> str:
    """The record identification, or "" if the line isn't a record."""
    return line[10] if line[5:10].isdigit() and line[10] in "3478" else ""


def _finish(record: _Record | None, reading: CodeListReading, newest: date | None) -> date | None:
    """Take a record that is complete; the newest effective day so far."""
    if record is None:
        return newest
    try:
        added, acted, ended = (
            _day(record.line, *at)
            for at in (("day added", 268), ("effective day", 276), ("termination day", 284))
        )
    except RowError as error:
        reading.reject(record.row, error.column, error.reason)
        return newest
    text = clean(" ".join(record.texts)) or clean(record.line[91:119])
    reading.add(record.row, "hcpcs", CodeEntry(record.line[:5], text, True, added, ended))
    return max(filter(None, (newest, acted)), default=None)


def _day(line: str, column: str, start: int) -> date | None:
    text = line[start : start + 8].strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 a day, no moment
    except ValueError:
        raise RowError(column, f"{text!r} should be a day written YYYYMMDD") from None
