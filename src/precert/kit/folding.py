"""Names and ids as they are compared: whoever types one rarely writes it as it was registered. What
is stored for searching and what is typed go through the same function. Pure.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 200  # characters kept of what is folded
_PLAIN: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"}
)
_INSIDE: Final = str.maketrans(
    "", "", "'`\u2018\u2019\u02bc\u02bb\u2032\u00b4"
)  # O'Brien is one word
_POINT: Final = re.compile(r"(?<=\w)\.(?=\w)")  # M.D., Ph.D., St.Mary
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


def words(text: str) -> list[str]:
    """The words: lower case, without accents; an apostrophe and a point between letters don't part
    a word, everything else that is no letter or digit does.
    """
    joined = _POINT.sub(
        "", unicodedata.normalize("NFKC", text.translate(_INSIDE)).translate(_INSIDE)
    )
    parted = unicodedata.normalize("NFKD", joined.casefold()).translate(_PLAIN)
    seen = (
        one
        for one in parted
        if unicodedata.category(one) not in {"Mn", "Cf", "Cc"} or one.isspace()
    )
    return "".join(one if one.isalnum() else " " for one in seen).split()


def name(text: str) -> str:
    """A person's name as one word: hyphens, blanks, apostrophes, accents and case make no
    difference, nor does a Jr. at its end.
    """
    found = words(text)
    while len(found) > 1 and found[-1] in _SUFFIXES:
        found.pop()
    return "".join(found)[:LONGEST]


def identifier(text: str) -> str:
    """An id, an NPI or a code: upper case letters and digits only."""
    return "".join(words(text)).upper()[:LONGEST]
