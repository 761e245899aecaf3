"""File names: which ones are refused and how one is shown. No Django. Nothing is ever stored under
a name a person chose.
"""

import unicodedata
from collections.abc import Callable

from precert.documents.rules import FileProblem
from precert.kit.hidden_characters import hidden

LONGEST = 255  # characters; the limit of common file systems, so that a download keeps its name
RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"
}


def clean(name: str) -> str:
    """The name as it is kept and shown: in Unicode form NFC, without spaces around it."""
    return unicodedata.normalize("NFC", name).strip()


def extension(name: str) -> str:
    """The ending in lower case without its dot; empty when there is none (also for ".pdf" alone)."""
    stem, dot, ending = clean(name).rpartition(".")
    return ending.lower() if dot and stem.strip(". ") else ""


def find_problems(name: str) -> list[FileProblem]:
    """Everything wrong with a name. Empty list: it can be shown, sent in a header and saved on any
    computer.
    """
    shown = clean(name)
    if not shown.strip(". "):
        return [
            FileProblem("name-empty", "This file has no name. Give it one and upload it again.")
        ]
    return [
        FileProblem(code, words.format(stem=_stem(shown)))
        for code, wrong, words in _RULES
        if wrong(shown)
    ]


def _stem(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


_RULES: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    (
        "name-path",
        lambda name: "/" in name or "\\" in name,
        "The file's name contains / or \\. Rename the file without them and upload it again.",
    ),
    (
        "name-hidden",
        hidden,
        ("The file's name contains invisible characters. Rename the file and upload it again."),
    ),
    (
        "name-long",
        lambda name: len(name) > LONGEST,
        (
            f"The file's name is longer than {LONGEST} characters. Shorten it and upload the file"
            " again."
        ),
    ),
    (
        "name-dot",
        lambda name: name.endswith("."),
        "The file's name ends in a dot. Rename the file and upload it again.",
    ),
    (
        "name-reserved",
        lambda name: _stem(name).strip().lower() in RESERVED,
        "Windows can't save a file named {stem}. Rename it and upload it again.",
    ),
)
