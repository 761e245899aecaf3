"""Words of a text, the same for descriptions and for what is typed; and the word index as bit sets.
Pure.

The index answers "every typed word is the start of some word of the description, in a
fixed order" in bounded time, however common the words are: each prefix that branches or ends
a word has one set of places (a bit per code, in the order of `ranking`), so a query is one key
look-up per word and an AND. The full-text engines of both databases were measured on the full
ICD-10-CM: each has prefixes ("encounter", "fracture") whose thousands of matches it gathers or
walks before it can give the first twenty.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

MOST_WORDS: Final = 12  # of one query; further words are ignored
LONGEST_QUERY: Final = 400  # characters looked at
LONGEST_WORD: Final = 60  # characters kept of a word
_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’")


def split(text: str) -> list[str]:
    """The distinct words in order: lower case, accents dropped, an apostrophe doesn't part a word,
    everything else does.
    """
    plain = (
        unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(plain)))


def typed(text: str) -> list[str]:
    """The words of a query, at most MOST_WORDS of its first LONGEST_QUERY characters; a plural as
    the start that it shares with its singular.
    """
    found = map(_singular, split(text[:LONGEST_QUERY]))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def match(prefixes: Iterable[str], text: str) -> bool:
    """Whether each prefix begins some word of `text`: what the index answers, for one text."""
    found = split(text)
    return all(any(word.startswith(prefix) for word in found) for prefix in prefixes)


def nodes(descriptions: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each stored prefix with its set of places (bit n = the n-th description), every prefix once.

    Stored are the words and the prefixes at which words part. So the set of any prefix p is that of
    the first stored prefix, in byte order, that begins with p.
    """
    own = _sets(descriptions)
    ordered = sorted(own)
    stored = sorted({*ordered, *(_common(a, b) for a, b in pairwise(ordered))} - {""})
    open_nodes: list[tuple[str, int]] = []
    for prefix in [*stored, ""]:
        while open_nodes and not (prefix and prefix.startswith(open_nodes[-1][0])):
            done = open_nodes.pop()
            yield done
            if open_nodes:
                above, places = open_nodes.pop()
                open_nodes.append((above, places | done[1]))
        open_nodes.append((prefix, own.get(prefix, 0)))


def pack(places: int) -> bytes:
    """A set of places as compressed bytes."""
    return zlib.compress(places.to_bytes((places.bit_length() + 7) // 8, "little"), 1)


def unpack(packed: bytes | memoryview) -> int:
    """The set that `pack` packed."""
    return int.from_bytes(zlib.decompress(packed), "little")


def lowest(places: int, most: int) -> list[int]:
    """The first `most` places of a set, in order."""
    found: list[int] = []
    while places and len(found) < most:
        low = places & -places
        found.append(low.bit_length() - 1)
        places ^= low
    return found


def _sets(descriptions: Sequence[str]) -> dict[str, int]:
    """Each word with the set of descriptions that hold it."""
    found: dict[str, list[int]] = {}
    for place, text in enumerate(descriptions):
        for word in split(text):
            found.setdefault(word, []).append(place)
    return {word: _as_set(places) for word, places in found.items()}


def _as_set(places: list[int]) -> int:
    bits = bytearray(places[-1] // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return next(
        (
            word[: -len(end)]
            for end in ("ies", "ses", "xes")
            if word.endswith(end) and len(word) > 6
        ),
        word[:-1],
    )


def _common(a: str, b: str) -> str:
    """The longest common start of two words."""
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        length += 1
    return a[:length]
