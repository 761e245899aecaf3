"""The draft document: a flat map from path to what was typed, and how two people's changes meet. Pure.

A path is words joined by "/": `service/type`, `diagnosis/icd10cm/M54.50`, `line/k3/start`. A value is a string, a
number, true, or None (absent). A set (diagnoses, lines, attending physicians) has one path per member, so two people
who add to it don't meet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1
LONGEST_VALUE = 4_000
MOST_PATHS = 5_000
LARGEST_NUMBER = 10**15
Value = str | int | float | bool | None
Values = dict[str, Value]

PATH = re.compile(
    r"(?:provider/(?:servicing|facility|pcp)"
    r"|provider/attending/[0-9]{1,18}"
    r"|service/(?:place|type|admission_source|admit_date)"
    r"|diagnosis/(?:icd10cm|icd9cm)/[A-Z0-9.]{3,8}"
    r"|request/(?:type|urgency|urgency_reason|fips)"
    r"|line/[a-z0-9]{1,20}/(?:kind|system|code|position|modifier[1-4]|unit_qualifier|start|end|duration|quantity|frequency|rate)"
    r"|visited/(?:questionnaires|attachments|communications))"  # true once somebody went on from that step, which may be left empty
)

ORDER = re.compile(r"diagnosis/.*|line/.*/position")  # their value is a place in the list
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them in JSON


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the same field in the meantime: what they left, and what was typed here."""

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
    """Do two values say the same? A number and the text of it do: what comes back from a page is text."""
    return one == other or (one is not None and other is not None and str(one) == str(other))


def merge(values: Mapping[str, Value], changes: Mapping[str, tuple[Any, Any]], paths: re.Pattern[str] = PATH) -> Merge:
    """Apply `{path: (value seen, new value)}` to a document whose paths `paths` describes.

    A path whose current value equals the one seen, or already the new one, is applied; otherwise it is a conflict and
    stays as it is. Unknown paths and unstorable values are refused by name; the others still go in.
    """
    result = Merge(values={k: v for k, v in values.items() if v is not None})
    for path, (seen, new) in changes.items():
        reason = _unstorable(path, new, paths)
        if reason:
            result.refused[path] = reason
            continue
        now, mine = result.values.get(path), tidy(new)
        if not same(now, tidy(seen)) and not same(now, mine):
            result.conflicts.append(Conflict(path, now, mine))
            continue
        if mine is None:
            result.values.pop(path, None)
        else:
            result.values[path] = mine
        result.applied.add(path)
    if len(result.values) > MOST_PATHS:
        raise ValueError(f"a draft holds at most {MOST_PATHS} values")
    return result


def _unstorable(path: str, value: Any, paths: re.Pattern[str]) -> str:
    if not isinstance(path, str) or not paths.fullmatch(path):
        return "This field is not part of a request."
    if not isinstance(value, (str, int, float, bool, type(None))):
        return "This value can't be stored."
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"Use at most {LONGEST_VALUE:,} characters here; longer text belongs in a note."
    if isinstance(value, str) and UNSTORABLE.search(value):
        return "The text holds a character that can't be stored."
    if isinstance(value, (int, float)) and not abs(value) <= LARGEST_NUMBER:  # NaN compares with nothing
        return "This number is too large."
    if value is not None and ORDER.fullmatch(path) and isinstance(value, (str, bool)):
        return "This place in the list is not a number."
    return ""


def members(values: Mapping[str, Value], prefix: str) -> list[str]:
    """The names right below `prefix`, e.g. line keys under "line"; those without a value are left out."""
    depth = prefix.count("/") + 1
    found = {path.split("/")[depth] for path, v in values.items() if v is not None and path.startswith(prefix + "/")}
    return sorted(found)


def upgrade(values: Mapping[str, Value], format_: int) -> Values:
    """The document in today's format. A newer format than this code knows is never touched."""
    if format_ > FORMAT:
        raise ValueError("this draft was saved by a newer version of Precert; reload the page in a few minutes")
    return dict(values)
