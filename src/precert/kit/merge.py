"""A three-way merge by path: the value seen, the new one and the one there now decide. Pure.

Whoever changes something says what they saw. A path is applied where the value there now is the one
seen, or is the new one already; otherwise somebody else changed it, and both values are told. So
two people, two tabs or two quick fields only meet where they really disagree.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from precert.kit.hidden_characters import trimmed

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them in JSON
LARGEST_NUMBER = 10**15
FULL = "Not saved. There are already {:,} entries, the most allowed."
Changes = Mapping[str, tuple[Any, Any]]  # path: (value seen, new value)
Refuse = Callable[[str, Any], str]  # path and value: why that can't be there, or nothing


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the same path: what they left, and what was wanted here."""

    path: str
    theirs: Any
    mine: Any


@dataclass
class Merged:
    """What is there after a merge; what was applied, what conflicts, what was refused and why."""

    values: dict[str, Any]
    applied: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """What every autosave answers of it, as JSON takes it."""
        return {
            "applied": sorted(self.applied),
            "conflicts": {c.path: {"theirs": c.theirs, "mine": c.mine} for c in self.conflicts},
            "refused": self.refused,
        }


def one_line_end(text: str) -> str:
    """Text whose lines end alike: a form sends CRLF for what a script sends as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(typed: str) -> str:
    """Text of any length as it is stored: its lines ending alike, without the characters that no
    database takes.
    """
    return one_line_end(UNSTORABLE.sub("", typed))


def unstorable(value: Any) -> str:
    """Why no document can hold this value; nothing when it can."""
    if not isinstance(value, (str, int, float, bool, type(None))):
        return "This value cannot be saved."
    if isinstance(value, str) and UNSTORABLE.search(value):
        return "The text contains a character that cannot be saved."
    if (
        isinstance(value, (int, float)) and not abs(value) <= LARGEST_NUMBER
    ):  # NaN compares with nothing
        return "This number is too large."
    return ""


def tidy(value: Any) -> Any:
    """A value as it is stored: text trimmed, its lines ending alike; empty text is absent."""
    if isinstance(value, str):
        return trimmed(one_line_end(value)) or None
    return value if isinstance(value, (int, float, bool)) else None


def same(one: Any, other: Any) -> bool:
    """Do two values say the same to the person who reads them? A number and the text of it do, and
    so do a list and the same list with empty entries: what comes back from a page is text.
    """
    return bool(_read(one) == _read(other))


def _read(value: Any) -> Any:
    """What is compared: lists of texts, without what is empty."""
    if isinstance(value, (list, tuple)):
        return [found for found in map(_one, value) if found]
    found = _one(value)
    return [found] if found else []


def _one(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _one(part) for key, part in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = trimmed(storable(value))
        return text.lower() if text in {"True", "False"} else text  # as a template writes a bool
    if isinstance(value, float):
        exact = Decimal(str(value))
        return format(exact, "f") if abs(value) <= LARGEST_NUMBER else str(exact)
    return "" if value is None else str(value)


def merge(
    values: Mapping[str, Any],
    changes: Changes,
    refuse: Refuse = lambda path, value: unstorable(value),
    *,
    tidy: Callable[[Any], Any] = tidy,
    most: int | None = None,
) -> Merged:
    """Apply `changes` to `values`, which stay as they are; absent is what `tidy` makes None of.

    What `refuse` has something against, or is more than `most` paths, is refused by name; the
    others still go in.
    """
    result = Merged({path: value for path, value in values.items() if value is not None})
    for path, (seen, new) in changes.items():
        if reason := refuse(path, new):
            result.refused[path] = reason
            continue
        now, mine = result.values.get(path), tidy(new)
        if most is not None and now is None and mine is not None and len(result.values) >= most:
            result.refused[path] = FULL.format(most)
        elif not same(now, seen) and not same(now, mine):
            result.conflicts.append(Conflict(path, now, mine))
        else:
            result.applied.add(path)
            result.values[path] = mine
            if mine is None:
                del result.values[path]
    return result
