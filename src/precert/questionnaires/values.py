"""Answers as typed or stored, read into values and compared.

A stored answer is plain JSON: true/false, a number, or text. A date is `2026-03-31` (or `3/31/2026`
as typed), a choice the key of its option, a quantity its number as text or, where several units are
offered, `{"value": "12.5", "unit": "kg"}`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn

from precert.kit.hidden_characters import blank, trimmed
from precert.questionnaires.model import Amount, Coded, Constant, Item, Option, Unit, Value
from precert.questionnaires.raw import text

EARLIEST_YEAR = (
    1900  # no living person's history begins earlier; catches years typed with a digit missing
)
INTEGER_RANGE = 2**31  # FHIR integers are 32 bits wide
NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?|[+-]?\.[0-9]{1,12}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
US_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
ISO_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class UnreadableError(ValueError):
    """This is no answer to that question; the message tells the person what to enter."""


def is_blank(raw: object) -> bool:
    """Whether a stored answer says nothing."""
    if isinstance(raw, Mapping):
        return is_blank(raw.get("value"))
    return raw is None or (isinstance(raw, str) and blank(raw))


def read(item: Item, raw: object) -> Value:
    """The value of a stored answer. Raises UnreadableError with words for the person who typed it."""
    if item.type == "quantity":
        return _amount(item, raw)
    if item.options:
        return _option(item, as_typed(raw))
    return READERS[item.type](as_typed(raw))


def as_typed(raw: object) -> str:
    """A stored scalar as the text a person would type. Raises UnreadableError for lists and
    objects.
    """
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return trimmed(raw)
    if isinstance(raw, int):
        return str(raw) if abs(raw) < 10**18 else _refuse("Enter a smaller number.")
    if isinstance(raw, (float, Decimal)):
        exact = Decimal(str(raw))
        return (
            format(exact, "f")
            if exact.is_finite() and abs(exact.adjusted()) < 18
            else _refuse("Enter a number, such as 2.5.")
        )
    return _refuse("This answer cannot be read; enter it again.")


def _refuse(words: str) -> NoReturn:
    raise UnreadableError(words)


def _truth(typed: str) -> bool:
    if typed not in ("true", "false"):
        _refuse("Choose Yes or No.")
    return typed == "true"


def _decimal(typed: str) -> Decimal:
    number = Decimal(typed) if NUMBER.fullmatch(typed) else _refuse("Enter a number, such as 2.5.")
    return number or number.copy_abs()  # no negative zero: JSON readers differ on it


def _integer(typed: str) -> int:
    if (
        not NUMBER.fullmatch(typed)
        or "." in typed
        or not -INTEGER_RANGE <= int(typed) < INTEGER_RANGE
    ):
        _refuse("Enter a whole number, such as 3.")
    return int(typed)


def _day(typed: str) -> date:
    american = US_DATE.fullmatch(typed)
    iso = f"{american[3]}-{american[1]:0>2}-{american[2]:0>2}" if american else typed
    try:
        day = (
            date.fromisoformat(iso)
            if ISO_DATE.fullmatch(iso)
            else _refuse("Enter a date as MM/DD/YYYY.")
        )
    except UnreadableError:
        raise
    except ValueError:
        _refuse("This date does not exist.")
    return day if day.year >= EARLIEST_YEAR else _refuse(f"Enter a year from {EARLIEST_YEAR} on.")


def _clock(typed: str) -> time:
    try:
        return (
            time.fromisoformat(typed)
            if ISO_TIME.fullmatch(typed)
            else _refuse("Enter a time, such as 14:30.")
        )
    except ValueError:
        return _refuse("Enter a time, such as 14:30.")


def _moment(typed: str) -> datetime:
    if not ISO_MOMENT.fullmatch(typed):
        _refuse("Enter a date and time, such as 2026-03-31T14:30.")
    _day(typed[:10])
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return _refuse("Enter a date and time, such as 2026-03-31T14:30.")


def _words(typed: str) -> str:
    return (
        _refuse("Remove the characters that cannot be printed.")
        if UNSTORABLE.search(typed)
        else typed
    )


def _address(typed: str) -> str:
    # only these two schemes: the answer may be shown as a link
    return (
        typed
        if re.fullmatch(r"https?://[^\s<>\"]+", typed)
        else _refuse("Enter a web address that starts with https://.")
    )


READERS: Mapping[str, Callable[[str], Constant]] = {
    "boolean": _truth, "decimal": _decimal, "integer": _integer, "date": _day, "dateTime": _moment, "time": _clock,
    "string": _words, "text": _words, "url": _address,
}  # fmt: skip


def _option(item: Item, typed: str) -> Value:
    for option in item.options:
        if option.key == typed:
            return option
    return (
        _words(typed) if item.type == "open-choice" else _refuse("Choose an answer from the list.")
    )


def _amount(item: Item, raw: object) -> Amount:
    named = raw.get("unit", "") if isinstance(raw, Mapping) else ""
    value = _decimal(as_typed(raw.get("value") if isinstance(raw, Mapping) else raw))
    if named == "" and len(item.units) == 1:
        return Amount(value, item.units[0])
    for unit in item.units:
        if unit.code == named:
            return Amount(value, unit)
    return _refuse("Choose the unit.")


def constant(kind: str, content: Any) -> Constant:
    """A value the author wrote, `kind` being the x of value[x]. Raises UnreadableError when it
    means nothing.
    """
    if kind in ("Coding", "Quantity") and not isinstance(content, Mapping):
        _refuse(f"not a {kind}")
    if kind == "Coding":
        code = text(content, "code") or _refuse("the coding has no code")
        return Coded(code, text(content, "system"), text(content, "display"))
    if kind == "Quantity":
        unit = Unit(
            text(content, "code") or text(content, "unit"),
            text(content, "unit"),
            text(content, "system"),
        )
        return Amount(_decimal(as_typed(content.get("value", ""))), unit)
    if kind not in CONSTANTS:
        _refuse(f"value{kind} is not supported")
    return CONSTANTS[kind](as_typed(content))


CONSTANTS: Mapping[str, Callable[[str], Constant]] = {
    "Boolean": _truth, "Integer": _integer, "Decimal": _decimal, "Date": _day, "DateTime": _moment, "Time": _clock,
    "String": _words, "Uri": _address,
}  # fmt: skip


def plain(value: Constant, item: Item) -> Any:
    """How the value of an answer of `item` is stored: JSON, nothing lost. Raises UnreadableError
    for a unit the item does not offer.
    """
    if isinstance(value, Amount):
        number = format(value.value, "f")
        if len(item.units) == 1 and value.unit.code in ("", item.units[0].code):
            return number
        _amount(item, {"value": number, "unit": value.unit.code})
        return {"value": number, "unit": value.unit.code}
    if isinstance(value, Coded):
        return value.code
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, (date, time)) else value


def compare(value: Value, other: Constant) -> int | None:
    """-1, 0 or 1 as `value` is below, equal to or above `other`; None where they cannot be compared
    (also: different codes or units).
    """
    if isinstance(value, Option):
        return compare(value.value, other)
    if isinstance(value, Coded) or isinstance(other, Coded):
        return (
            0
            if isinstance(value, Coded) and isinstance(other, Coded) and same_code(value, other)
            else None
        )
    if isinstance(value, Amount) and isinstance(other, Amount):
        return (
            _sign(value.value, other.value)
            if not other.unit.code or other.unit.code == value.unit.code
            else None
        )
    if (
        isinstance(value, datetime)
        and isinstance(other, datetime)
        and (value.tzinfo is None or other.tzinfo is None)
    ):
        return _sign(
            value.replace(tzinfo=None), other.replace(tzinfo=None)
        )  # wall clocks, when one has no zone
    numbers = (
        isinstance(value, (int, Decimal))
        and isinstance(other, (int, Decimal))
        and bool not in (type(value), type(other))
    )
    return _sign(value, other) if numbers or type(value) is type(other) else None


def same_code(value: Coded, other: Coded) -> bool:
    """Whether both name the same code; a missing system matches any."""
    return value.code == other.code and (
        not other.system or not value.system or value.system == other.system
    )


def _sign(value: Any, other: Any) -> int:
    return int(value > other) - int(value < other)
