"""A problem of a pack: where it is and what is wrong, in words for the person who edits the pack.
Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MESSAGES = {
    "missing": "is missing",
    "string_type": "should be text",
    "int_type": "should be a whole number",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "model_attributes_type": "should be a table",
    "date_type": "should be a date, as 2026-11-27",
    "time_type": "should be a time of day, as 17:00:00",
    "date_from_datetime_parsing": "should be a date, as 2026-11-27",
    "date_parsing": "should be a date, as 2026-11-27",
    "time_parsing": "should be a time of day, as 17:00:00",
}


@dataclass(frozen=True, order=True)
class PackProblem:
    """What is wrong at one place: file inside the packs' folder, line (0 if only the path is
    known), key path, reason.
    """

    file: str
    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.reason) if part)


class PackError(Exception):
    """A pack that can't be used; carries every problem found."""

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def dotted(loc: Iterable[int | str]) -> str:
    """A key path as people write it: `outpatient.service_types[3].code`."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step != "[key]":
            text += f".{step}" if text else step
    return text


def reason(error: dict[str, Any]) -> str:
    """A pydantic error in our words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in MESSAGES:
        return MESSAGES[kind]
    if kind == "literal_error":
        return f"is {error['input']!r}; it should be {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"is {error['input']!r}; it should look like {context['pattern']}"
    if kind == "string_too_short":
        return "should not be empty"
    if kind == "too_short":
        return (
            f"should have at least {context['min_length']} entries, it has"
            f" {context['actual_length']}"
        )
    message = str(error["msg"])
    return (
        f"is {error['input']!r}; {message[0].lower()}{message[1:]}"
        if isinstance(error["input"], str | int)
        else message
    )
