"""In which order the codes of a search stand, and what else they are found by: fixed for each code
when its list is loaded, so that a key stroke costs nothing. Pure.

The frequent codes come first in the order of their list, then what begins care (no encounter named,
or the initial one) before subsequent encounters and sequelae, each by the number of words.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from precert.codes import systems, words

DATA: Final = Path(__file__).parent / "data"
RANKED: Final = "icd10cm"
_ROMAN: Final = dict(
    zip(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
        map(str, range(1, 11)),
        strict=True,
    )
)
_NUMERALS: Final = _ROMAN | {number: roman for roman, number in _ROMAN.items()}


def place(system: str, key: str, text: str) -> tuple[int, int, int, str]:
    """Where the code stands among others; lowest first."""
    found = words.split(text)
    frequent = _frequent()
    often = frequent.get(key, len(frequent)) if system == RANKED else 0
    later = 2 if "sequela" in found else 1 if "subsequent" in found else 0
    return often, later, len(found), key


def searched(system: str, key: str, text: str) -> str:
    """The text by whose words the code is found: its own, numerals the other way, and what people
    call it.
    """
    also = [_NUMERALS[word] for word in words.split(text) if word in _NUMERALS]
    if system == RANKED:
        also += [
            _known_as()[key[:size]] for size in range(3, len(key) + 1) if key[:size] in _known_as()
        ]
    return " ".join([text, *also])


@cache
def _frequent() -> dict[str, int]:
    listed = (DATA / "frequent.txt").read_text(encoding="utf-8").split()
    return {systems.key_of(code): n for n, code in enumerate(listed)}


@cache
def _known_as() -> dict[str, str]:
    found: dict[str, str] = {}
    with (DATA / "known_as.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in row["codes"].split():
                key = systems.key_of(code)
                found[key] = f"{found.get(key, '')} {row['called']}".strip()
    return found
