"""What in an office file would act once somebody opens it: macros with code, a template or object that
is fetched from elsewhere, a command by DDE, an embedded program. No Django.

Sources: [MS-OVBA] (by oletools), ECMA-376 part 1 17.16.5.15 and 17.16.5.16 (DDE fields), 18.14.2
(DDE links of a workbook), part 2 (relationships), [MS-OLEDS] 2.3.6 (embedded packages).
"""

import io
import logging
import re
from collections.abc import Mapping

import olefile
from oletools.olevba import VBA_Parser

from precert.documents.rules import FileProblem

NO_CODE = re.compile(r"\s*(?:'.*|rem\b.*|attribute\s.*|option\s.*)?$", re.IGNORECASE)
EXTERNAL = re.compile(rb"""<[^<>]*\bTargetMode\s*=\s*["']External["'][^<>]*>""")
FETCHED = re.compile(
    rb"""/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath/ole)["']"""
)
DDE_FIELD = re.compile(r"\b(?:DDE|DDEAUTO)\s", re.IGNORECASE)
FIELD_TEXT = re.compile(
    r"<w:instrText\b[^>]*>([^<]*)</w:instrText>|w:instr\s*=\s*[\"']([^\"']*)|(<w:fldChar\b[^>]*)"
)
PROGRAM = "\x01Ole10Native"

REMOTE = FileProblem(
    "remote",
    "This file loads a template or object from another place when it is opened. Print it to PDF and"
    " upload that.",
)
COMMAND = FileProblem(
    "command",
    "This file starts another program when it is opened (a DDE link). Print it to PDF and upload that.",
)
EMBEDDED = FileProblem(
    "embedded",
    "This file has another file embedded in it. Remove it, or print the document to PDF, and upload"
    " that.",
)

logging.getLogger("olevba").setLevel(logging.CRITICAL)


def hold_code(data: bytes, extension: str) -> bool:
    """Whether the macro project of a file holds code: more than comments and the lines that every
    empty module has. True also for one that can't be read, or whose compiled form says otherwise
    than its text.
    """
    try:
        parser = VBA_Parser(f"file.{extension}", data=data)
        code = [text for _, _, _, text in parser.extract_macros()]
        if any(not _empty(text) for text in code):
            return True
        return not code or bool(parser.detect_vba_stomping())
    except Exception:  # the library fails in many ways on hostile bytes
        return True


def _empty(code: object) -> bool:
    text = code.decode("latin-1") if isinstance(code, bytes) else str(code)
    return all(NO_CODE.match(line) for line in text.splitlines())


def matters(part: str) -> bool:
    """Whether a part of a package, by its lower-case name, is looked at here."""
    return (
        part.endswith((".rels", ".bin"))
        or (part.startswith("word/") and part.endswith(".xml"))
        or part.startswith("xl/externallinks/")
    )


def inspect_parts(parts: Mapping[str, bytes]) -> list[FileProblem]:
    """What would act, by the parts of a package that matter."""
    for name, content in parts.items():
        if name.endswith(".rels"):
            if any(FETCHED.search(one[0]) for one in EXTERNAL.finditer(content)):
                return [REMOTE]
        elif name.endswith(".bin"):
            if "/embeddings/" in name and _program(content):
                return [EMBEDDED]
        elif b"<ddeLink" in content or _asks_by_dde(content):
            return [COMMAND]
    return []


def _program(content: bytes) -> bool:
    """Whether an embedded object is a file of any kind, which a double click starts."""
    if not content.startswith(olefile.MAGIC):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            return bool(compound.exists(PROGRAM))
    except Exception:  # as above
        return True


def _asks_by_dde(content: bytes) -> bool:
    """The text of a field may be cut into many runs; a new field begins it anew."""
    if b"DDE" not in content.upper() and b"instrText" not in content:
        return False
    field = ""
    for text, simple, mark in FIELD_TEXT.findall(content.decode("utf-8", "replace")):
        field = "" if mark else field + (text or simple)
        if DDE_FIELD.search(field + " "):
            return True
    return False
