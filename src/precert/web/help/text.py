"""The packs' help texts, read into plain parts. Their few marks are understood; everything else is
shown as it is written. Pure.
"""

import re
from dataclasses import dataclass

HEADING = re.compile(r"(#{1,4})\s+(.+)")
BULLET = re.compile(r"[-*]\s+(.+)")
NUMBERED = re.compile(r"\d{1,3}[.)]\s+(.+)")
MARKS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


@dataclass(frozen=True)
class Words:
    """A run of text: plain, strong or code."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Block:
    """A heading (h2 to h4), a paragraph, or a list (ul, ol) of rows."""

    kind: str
    rows: tuple[tuple[Words, ...], ...]


def read(text: str) -> list[Block]:
    """The blocks of a text. The first heading of the first level is left out: the page's title says
    it.
    """
    blocks: list[Block] = []
    kind = ""
    rows: list[str] = []

    def close() -> None:
        nonlocal kind, rows
        if rows:
            joined = [" ".join(rows)] if kind == "p" else rows
            blocks.append(Block(kind, tuple(_words(row) for row in joined)))
        kind, rows = "", []

    for line in (*text.splitlines(), ""):
        found, words = _line(line.strip())
        if found != kind or found.startswith("h"):
            close()
        if found and not (found == "h1" and not blocks):
            kind = found
            rows.append(words)
    return blocks


def _line(line: str) -> tuple[str, str]:
    if not line:
        return "", ""
    if found := HEADING.fullmatch(line):
        return f"h{len(found[1])}", found[2]
    if found := BULLET.fullmatch(line):
        return "ul", found[1]
    if found := NUMBERED.fullmatch(line):
        return "ol", found[1]
    return "p", line


def _words(row: str) -> tuple[Words, ...]:
    found, end = [], 0
    for mark in MARKS.finditer(row):
        found.append(Words(row[end : mark.start()]))
        found.append(Words(mark[1], "strong") if mark[1] else Words(mark[2], "code"))
        end = mark.end()
    found.append(Words(row[end:]))
    return tuple(one for one in found if one.text)
