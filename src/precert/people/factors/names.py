"""What somebody calls their passkeys, so that they know one from another. Pure.

Nothing hangs on a name: of two that are chosen alike at the same moment both stay.
"""

from collections.abc import Collection
from datetime import date
from itertools import count

from precert.kit.hidden_characters import hidden
from precert.people.contact import HIDDEN

MOST = 80  # characters
NAMED = frozenset({"passkey"})  # kinds of which somebody may have several that look alike


def tidy(typed: str) -> str:
    """A name as it is kept: blanks trimmed, line breaks gone."""
    return " ".join(typed.split())


def problem(name: str, others: Collection[str]) -> str:
    """What is wrong with a tidied name beside the names of one's others, in words that say what to
    do; empty when nothing is.
    """
    if not name:
        return "Enter a name."
    if len(name) > MOST:
        return f"Use at most {MOST} characters."
    if hidden(name):
        return HIDDEN
    if name.casefold() in {one.casefold() for one in others}:
        return "You already have one with this name. Choose a different name."
    return ""


def offered(day: date, others: Collection[str]) -> str:
    """A name for a passkey made that day, which none of the others has: `Passkey added 11/22/2026`."""
    name = f"Passkey added {day:%m/%d/%Y}"
    numbered = (f"{name} ({n})" for n in count(2))
    return (
        name
        if not problem(name, others)
        else next(one for one in numbered if not problem(one, others))
    )
