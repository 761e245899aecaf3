"""Which letters an event calls for: those the pack lists, and those of the catalog that name a file
of their own. Pure.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from precert.contracts.queries import Pinned
from precert.letters import catalog
from precert.letters.occasions import DETERMINATION

HEADER = "//:"


class LetterError(Exception):
    """A template that can't be used; its text names the file."""


@dataclass(frozen=True)
class Template:
    """One template of the catalog."""

    name: str
    audience: str
    outcomes: tuple[str, ...]
    source: str
    file_name: str = ""
    title: str = ""
    event: str = DETERMINATION


@dataclass(frozen=True)
class WantedLetter:
    """One letter to make."""

    template: str
    audience: str
    title: str
    file_name: str
    source: str


def read(name: str, source: str) -> Template:
    """A template with its header. Raises LetterError."""
    lines = [
        line.removeprefix(HEADER).strip() for line in source.splitlines() if line.startswith(HEADER)
    ]
    try:
        head = tomllib.loads("\n".join(lines))
        return Template(
            name,
            str(head["audience"]),
            tuple(head["outcomes"]),
            source,
            str(head.get("file_name", "")),
            str(head.get("title", "")),
            str(head.get("event", DETERMINATION)),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise LetterError(
            f"{name}.typ: the header needs audience and outcomes ({error})"
        ) from error


def folders() -> list[Path]:
    """Where templates lie."""
    return [Path(folder) for folder in catalog.__path__]


def templates() -> list[Template]:
    """Every template of the catalog, by file name."""
    files = sorted(
        (file for folder in folders() for file in folder.glob("*.typ")), key=lambda file: file.name
    )
    return [_cached(file, file.stat().st_mtime_ns) for file in files]


@cache
def _cached(file: Path, changed: int) -> Template:
    return read(file.stem, file.read_text(encoding="utf-8"))


def wanted(pinned: Pinned, outcome: str, event: str = DETERMINATION) -> Iterator[WantedLetter]:
    """The letters of an event that ended so; the pack's own ones are about determinations."""
    shelf = [one for one in templates() if one.event == event]
    for letter in pinned.pack.letters_for(outcome) if event == DETERMINATION else ():
        source = (
            pinned.text(letter.template)
            if letter.template
            else _built_in(shelf, letter.audience, outcome).source
        )
        yield WantedLetter(letter.id, letter.audience, letter.title, letter.file_name, source)
    for template in shelf:
        if template.file_name and outcome in template.outcomes:
            yield WantedLetter(
                template.name,
                template.audience,
                template.title or template.name,
                template.file_name,
                template.source,
            )


def _built_in(shelf: list[Template], audience: str, outcome: str) -> Template:
    for template in shelf:
        if (
            not template.file_name
            and template.audience == audience
            and outcome in template.outcomes
        ):
            return template
    raise LetterError(f"the catalog has no template for {audience} and {outcome}")
