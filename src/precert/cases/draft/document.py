"""The draft document: a flat map from path to what was typed, and how two people's changes meet.
Pure.

A path is words joined by "/": `service/type`, `diagnosis/icd10cm/M54.50`, `line/k3/start`. A value
is a string, a number, true, or None (absent). A set (diagnoses, lines, attending physicians) has
one path per member, so two people who add to it don't meet.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1
LONGEST_VALUE = 4_000
MOST_PATHS = 5_000
LARGEST_NUMBER = 10**15
FULL = f"This is not saved: there are {MOST_PATHS:,} entries already, and more don't fit."
GONE = "This is not saved: a colleague removed this line."
Value = str | int | float | bool | None
Values = dict[str, Value]
Unfit = Callable[[str, Any], str]  # path and value: why that can't be stored, or nothing

PATH = re.compile(
    r"(?:provider/(?:servicing|facility|pcp)"
    r"|provider/attending/[0-9]{1,18}"
    r"|service/(?:place|type|admission_source|admit_date)"
    r"|diagnosis/(?:icd10cm|icd9cm)/[A-Z0-9.]{3,8}"
    r"|request/(?:type|urgency|urgency_reason|fips)"
    r"|line/[a-z0-9]{1,20}/(?:kind|system|code|position|modifier[1-4]|unit_qualifier|start|end|duration|quantity|frequency|rate)"
    # true once somebody went on from that step, which may be left empty
    r"|visited/(?:questionnaires|attachments|communications))"
)

LINE = re.compile(r"line/[a-z0-9]{1,20}/.+")
ORDER = re.compile(r"diagnosis/.*|line/.*/position")  # their value is a place in the list
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them in JSON


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the same field in the meantime: what they left, and what was typed
    here.
    """

    path: str
    theirs: Value
    mine: Value


@dataclass
class Merge:
    """The document after a merge: what was applied, what conflicts, what was refused and why."""

    values: Values
    applied: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def tidy(value: Any) -> Value:
    """A value as it is stored: text trimmed, empty text absent."""
    if isinstance(value, str):
        return value.strip() or None
    return value if isinstance(value, (int, float, bool)) else None


def storable(typed: str) -> str:
    """Text of any length without the characters that no database takes."""
    return UNSTORABLE.sub("", typed)


def same(one: Value, other: Value) -> bool:
    """Do two values say the same? A number and the text of it do: what comes back from a page is
    text.
    """
    return one == other or (one is not None and other is not None and str(one) == str(other))


def unfit(path: str, value: Any) -> str:
    """Why a draft can't hold this value at this path; nothing when it can."""
    if not PATH.fullmatch(path):
        return "This field is not part of a request."
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"Use at most {LONGEST_VALUE:,} characters here; longer text belongs in a note."
    if value is not None and ORDER.fullmatch(path) and isinstance(value, (str, bool)):
        return "This place in the list is not a number."
    return unstorable(value)


def merge(
    values: Mapping[str, Value], changes: Mapping[str, tuple[Any, Any]], why_not: Unfit = unfit
) -> Merge:
    """Apply `{path: (value seen, new value)}` to a document that holds what `why_not` has nothing
    against.

    A path whose current value equals the one seen, or already the new one, is applied; otherwise it
    is a conflict and stays as it is. What can't be there, or is more than a document holds, is
    refused by name; the others still go in.
    """
    result = Merge(values={k: v for k, v in values.items() if v is not None})
    for path, (seen, new) in changes.items():
        now, mine = result.values.get(path), tidy(new)
        full = now is None and mine is not None and len(result.values) >= MOST_PATHS
        if reason := why_not(path, new) or (FULL if full else ""):
            result.refused[path] = reason
            continue
        if not same(now, tidy(seen)) and not same(now, mine):
            result.conflicts.append(Conflict(path, now, mine))
            continue
        if mine is None:
            result.values.pop(path, None)
        else:
            result.values[path] = mine
        result.applied.add(path)
    return result


def unstorable(value: Any) -> str:
    """Why no document can hold this value; nothing when it can."""
    if not isinstance(value, (str, int, float, bool, type(None))):
        return "This value can't be stored."
    if isinstance(value, str) and UNSTORABLE.search(value):
        return "The text holds a character that can't be stored."
    if (
        isinstance(value, (int, float)) and not abs(value) <= LARGEST_NUMBER
    ):  # NaN compares with nothing
        return "This number is too large."
    return ""


def orphans(values: Mapping[str, Value], changes: Mapping[str, tuple[Any, Any]]) -> dict[str, str]:
    """Which changes belong to a line that is neither there nor made by them, each with why it can't
    go in: that line was removed.
    """
    made = {
        path.split("/")[1]
        for path, (_, new) in changes.items()
        if LINE.fullmatch(path) and path.endswith("/kind") and tidy(new)
    }
    there = made.union(members(values, "line"))
    late = {
        path for path, (_, new) in changes.items() if LINE.fullmatch(path) and tidy(new) is not None
    }
    return {path: GONE for path in late if path.split("/")[1] not in there}


def members(values: Mapping[str, Value], prefix: str) -> list[str]:
    """The names right below `prefix`, e.g. line keys under "line"; those without a value are left
    out.
    """
    depth = prefix.count("/") + 1
    found = {
        path.split("/")[depth]
        for path, v in values.items()
        if v is not None and path.startswith(prefix + "/")
    }
    return sorted(found)


def upgrade(values: Mapping[str, Value], format_: int) -> Values:
    """The document in today's format. A newer format than this code knows is never touched."""
    if format_ > FORMAT:
        raise ValueError(
            "this draft was saved by a newer version of Precert; reload the page in a few minutes"
        )
    return dict(values)
