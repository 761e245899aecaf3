"""The draft document: a flat map from path to what was typed, and what can be in it. Pure.

A path is words joined by "/": `service/type`, `diagnosis/icd10cm/M54.50`, `line/k3/start`. A value
is a string, a number, true, or None (absent). A set (diagnoses, lines, attending physicians) has
one path per member, so two people who add to it don't meet.
"""

import re
from collections.abc import Mapping
from typing import Any

from precert.kit.merge import Changes, Merged, tidy, unstorable
from precert.kit.merge import merge as three_way

FORMAT = 1
LONGEST_VALUE = 4_000
MOST_PATHS = 5_000
MOST_LINES = 500  # of one request: procedures and the length of stay
GONE = "Not saved. A colleague removed this line."
TOO_MANY = f"Not saved. A request can have at most {MOST_LINES} lines."
Value = str | int | float | bool | None
Values = dict[str, Value]

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


def unfit(path: str, value: Any) -> str:
    """Why a draft can't hold this value at this path; nothing when it can."""
    if not PATH.fullmatch(path):
        return "This field is not part of a request."
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"Use at most {LONGEST_VALUE:,} characters here. Put longer text in a note."
    if value is not None and ORDER.fullmatch(path) and isinstance(value, (str, bool)):
        return "The position in the list must be a number."
    return unstorable(value)


def merge(values: Mapping[str, Value], changes: Changes) -> Merged:
    """The document after changes: what can't be in one, or is more than it holds, is refused."""
    return three_way(values, changes, unfit, most=MOST_PATHS)


def refusals(values: Mapping[str, Value], changes: Changes) -> dict[str, str]:
    """Which changes of lines can't go in, each with why: their line was removed, or is more than a
    request holds.
    """
    typed = [
        (path, path.split("/")[1], new)
        for path, (_, new) in changes.items()
        if LINE.fullmatch(path) and tidy(new) is not None
    ]
    there = set(members(values, "line"))
    made = dict.fromkeys(
        key for path, key, _ in typed if path.endswith("/kind") and key not in there
    )
    known = there.union(list(made)[: max(MOST_LINES - len(there), 0)])
    return {path: TOO_MANY if key in made else GONE for path, key, _ in typed if key not in known}


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
            "this draft was saved by a newer version of Precert. Reload the page in a few minutes"
        )
    return dict(values)
