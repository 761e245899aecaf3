"""PDF by typst: tagged, PDF/UA-1, from a template and data, with the three font families inside the
typst wheel and nothing else.

A template is trusted text (ours or a contract pack's) that follows `pdf_base.typ`. Data is not
trusted: it travels as JSON and arrives as strings, so markup in it is shown, never run. A template
sees no file (its root is an empty folder) and must not import packages. Characters that no font has
are an error in PDF/UA; they are shown as U+FFFD (�), as are those that nobody sees.
"""

import functools
import json
import re
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from importlib import resources

import typst

from precert.kit.hidden_characters import hidden

BASE = resources.files("precert.kit").joinpath("pdf_base.typ").read_text("utf-8")
REPLACEMENT = "\ufffd"
MOST_DATA = 2_000_000  # characters of JSON: about 3 seconds of typesetting
MOST_TRIES = 12  # each try learns further characters that no font has
LAST_LATIN = "\u024f"  # the last try keeps Latin only
LONG = re.compile(r"\S{36,}")  # what stands in one string may be part of a longer word
BREAKS = "#show: breaks-long-words;"
UNPRINTABLE = re.compile(r'the text `"(.*?)"` could not be displayed')
INVISIBLE = frozenset(
    "\u00ad\x85\u2028\u2029"
)  # a soft hyphen, ends of lines: shown as they should
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
OUTSIDE = re.compile(r'#\s*(?:import|include)\b|\b(?:import|include)\s*["(]|\beval\s*\(|"@')

_own = threading.local()  # a compiler shared by threads raises "Already borrowed"
_once = threading.Lock()
_learned: set[str] = (
    set()
)  # characters no font has, at most those of Unicode; the fonts never change, so this saves tries
_asked: set[str] = set()  # characters that were tried already, whatever came of it


class PdfError(Exception):
    """A template that can't be typeset: typst's message and the template's line. It may quote a
    value, so it is protected like the data.
    """


def render(source: str, data: Mapping[str, object], *, at: datetime | None = None) -> bytes:
    """The PDF of a template over JSON-like data; `at` becomes its creation date (without it the PDF
    has none).

    The same arguments give the same bytes. Raises PdfError: faulty template, a template that
    reaches outside, too much data.
    """
    if OUTSIDE.search(source):
        raise PdfError("a template stands alone: no import, no include, no eval")
    payload = json.dumps(_shown(data), ensure_ascii=False)
    if len(payload) > MOST_DATA:
        raise PdfError(
            f"too much text for one document: {len(payload):,} characters, at most {MOST_DATA:,}"
        )
    undated = "" if at else "#set document(date: none);"
    breaks = BREAKS if LONG.search(source) or LONG.search(payload) else ""
    whole = undated + BASE + breaks + source
    for attempt in range(MOST_TRIES + 1):
        unshowable = (
            _learned.intersection(payload)
            if attempt < MOST_TRIES
            else {c for c in payload if c > LAST_LATIN}
        )
        try:
            return _compile(whole, _replace(payload, unshowable), at)
        except typst.TypstError as error:
            missing = _unprintable(error.diagnostic)
            if not missing - unshowable:
                raise PdfError(_explain(error)) from error
            _learned.update(missing)
    raise PdfError("the text holds too many characters that no font has")


def missing(text: str) -> list[str]:
    """The characters of a text that a document can't show, each once, in order: those that no font
    has, and those that nobody sees (control characters, marks of the writing direction, zero
    widths, what Unicode has not assigned).
    """
    strange = {character for character in text if character > LAST_LATIN} - _asked
    if strange:
        render(
            '#show: document-page.with(title: "Characters")\n#data.text',
            {"text": " ".join(sorted(strange))},
        )  # learns them
        _asked.update(strange)
    if _plain(text) and _learned.isdisjoint(text):
        return []
    return [
        character
        for character in dict.fromkeys(text)
        if character in _learned or _unseen(character)
    ]


def _plain(text: str) -> bool:
    """Whether every character is surely seen: quick, for what most texts are."""
    return text.replace("\n", "").isprintable()


def _unseen(character: str) -> bool:
    return hidden(character, lines=True) and character not in INVISIBLE


def strange(text: str) -> str:
    """The same for a message: each character itself, or its number where nobody would see it; empty
    when the text can be shown.
    """
    return " ".join(f"U+{ord(one):04X}" if hidden(one) else one for one in missing(text))


def _compile(source: str, payload: str, at: datetime | None) -> bytes:
    made = _compiler().compile(
        source.encode(),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": payload},
        timestamp=int(at.timestamp()) if at else 0,
    )
    if not isinstance(made, bytes):
        raise PdfError("typst gave no document")
    return made


def _compiler() -> typst.Compiler:
    """This thread's compiler."""
    found = getattr(_own, "compiler", None)
    if not isinstance(found, typst.Compiler):
        fonts, empty = _surroundings()
        found = typst.Compiler(
            root=empty.name,
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=empty.name,
            package_cache_path=empty.name,
        )
        _own.compiler = found
    return found


def _surroundings() -> "tuple[typst.Fonts, tempfile.TemporaryDirectory[str]]":
    """The same for all threads: of two that come first at once, the second waits, or its folder
    would vanish under its compiler.
    """
    with _once:
        return _made()


@functools.cache
def _made() -> tuple[typst.Fonts, "tempfile.TemporaryDirectory[str]"]:
    """The fonts of the wheel, loaded once, and a private empty folder that lives as long as the
    process.
    """
    return typst.Fonts(include_system_fonts=False), tempfile.TemporaryDirectory(
        prefix="precert-typst-"
    )


def _shown(value: object) -> object:
    """The data with every string cleaned; other types as JSON knows them. Line separators become
    line ends.
    """
    if isinstance(value, str):
        if _plain(value):
            return value
        lines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", value)
        return lines.translate({ord(one): REPLACEMENT for one in set(lines) if _unseen(one)})
    if isinstance(value, Mapping):
        return {str(key): _shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value


def _replace(payload: str, characters: set[str]) -> str:
    """The payload with these characters shown as U+FFFD; ASCII stays, for it is the JSON's own."""
    return payload.translate(
        {ord(character): REPLACEMENT for character in characters if ord(character) > 0x7F}
    )


def _unprintable(diagnostic: str) -> set[str]:
    """The characters that typst says no font has."""
    texts = (
        ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        for text in UNPRINTABLE.findall(diagnostic)
    )
    return {character for text in texts for character in text if ord(character) > 0x7F}


def _explain(error: typst.TypstError) -> str:
    """The message of typst with the line counted in the template, not in base plus template."""
    where = re.search(r"__typst_py_bytes__\.typ:(\d+):", error.diagnostic)
    line = int(where[1]) - BASE.count("\n") if where else 0
    return (
        f"{error.message} (line {line} of the template)"
        if line > 0
        else f"{error.message} (in the base layout)"
    )
