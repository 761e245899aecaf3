"""Characters that nobody sees: what holds one looks like something else (an override of the writing
direction, a zero width). Pure.
"""

import unicodedata

JOINERS = frozenset("\u200c\u200d")  # needed to write Persian and some Indian names
LINES = frozenset("\n\r\t")
HIDDEN = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # control, format, surrogate, private, unassigned, separators of lines
NOTHING = frozenset({"Cf", "Zl", "Zp"})  # harmless: format, separators of lines
FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")  # letters and marks drawn as nothing


def blank(text: str) -> bool:
    """Whether the text shows nothing: white space, and what nobody sees."""
    return all(map(_shows_nothing, text))


def trimmed(text: str) -> str:
    """Without what shows nothing before and after it. Each text that somebody typed and that must say
    something goes through here: what is left of a text that shows nothing is empty.
    """
    start, end = 0, len(text)
    while start < end and _shows_nothing(text[start]):
        start += 1
    while end > start and _shows_nothing(text[end - 1]):
        end -= 1
    return text[start:end]


def _shows_nothing(character: str) -> bool:
    return character.isspace() or character in FILLERS or unicodedata.category(character) in NOTHING


def hidden(text: str, *, lines: bool = False) -> bool:
    """Whether the text holds a character that isn't seen; `lines`: it may have several lines, and
    tabs.
    """
    seen = JOINERS | LINES if lines else JOINERS
    return any(
        unicodedata.category(character) in HIDDEN and character not in seen for character in text
    )
