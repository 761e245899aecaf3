"""How an amount is written wherever a request or a decision is read: exactly, with its unit in the
words of a sentence.
"""

from decimal import Decimal


def number(value: Decimal | int) -> str:
    """The number itself: never rounded, without zeros that say nothing."""
    return f"{Decimal(value).normalize():f}"


def amount(value: Decimal | int, unit: str) -> str:
    """A number of `unit`, the contract's label in the plural ("Visits"; empty: units): `12 visits`,
    `1 visit`, `0.04 visits`.
    """
    words = unit.lower() or "units"
    return f"{number(value)} {words.removesuffix('s') if value == 1 else words}"
