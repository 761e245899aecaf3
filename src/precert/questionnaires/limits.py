"""Limits the author set: least and greatest value, length, decimal places, how many answers."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from precert.questionnaires.model import Amount, Constant, Item, Option, Value
from precert.questionnaires.values import compare


def limit_problem(item: Item, value: Value | None) -> str:
    """Why `value` is beyond the item's limits, in words for the person answering; empty when it is
    not.
    """
    if value is None:
        return ""
    if item.minimum is not None and compare(value, item.minimum) == -1:
        return f"{_at_least(item.minimum)} {shown(item.minimum)}."
    if item.maximum is not None and compare(value, item.maximum) == 1:
        return f"{_at_most(item.maximum)} {shown(item.maximum)}."
    number = value.value if isinstance(value, Amount) else value
    if (
        item.decimal_places is not None
        and isinstance(number, Decimal)
        and _places(number) > item.decimal_places
    ):
        return (
            "Enter a whole number."
            if item.decimal_places == 0
            else f"Enter at most {item.decimal_places} decimal places."
        )
    return _length_problem(item, value) if isinstance(value, str) else ""


def _length_problem(item: Item, value: str) -> str:
    if item.max_length is not None and len(value) > item.max_length:
        return f"Shorten this to {item.max_length} characters; it has {len(value)}."
    if item.min_length is not None and len(value) < item.min_length:
        return f"Enter at least {item.min_length} characters; this has {len(value)}."
    return ""


def count_problems(item: Item, values: list[Value | None]) -> Iterator[str]:
    """What is wrong with the number of answers, or with their combination."""
    options = [value for value in values if isinstance(value, Option)]
    if not item.repeats and len(values) > 1:
        yield "Give one answer only."
    if len(set(options)) < len(options):
        yield "An answer is entered twice."
    if len(values) > 1 and any(option.exclusive for option in options):
        alone = next(option.label for option in options if option.exclusive)
        yield f"“{alone}” cannot be combined with another answer."
    if item.min_occurs is not None and len(values) < item.min_occurs:
        yield f"Give at least {item.min_occurs} answers."
    if item.max_occurs is not None and len(values) > item.max_occurs:
        yield f"Give at most {item.max_occurs} answers."


def shown(value: Constant) -> str:
    """A limit or an answer as a person reads it."""
    if isinstance(value, Amount):
        return f"{value.value} {value.unit.label or value.unit.code}".strip()
    if isinstance(value, datetime):
        return f"{value:%m/%d/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _at_least(value: Constant) -> str:
    return "This must not be before" if isinstance(value, (date, time)) else "Enter at least"


def _at_most(value: Constant) -> str:
    return "This must not be after" if isinstance(value, (date, time)) else "Enter at most"


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
