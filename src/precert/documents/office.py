"""Looking inside office files: packages (docx, xlsx, xps: zip) and compound files (doc, xls: OLE).
No Django.

Nothing is unpacked but the list of content types, and that only up to a limit, so a decompression
bomb costs no memory.
Sources: ECMA-376 part 2 (packages), [MS-DOC] 2.5.2 FibBase, [MS-XLS] 2.4.117 FilePass and 2.4.28
BoundSheet8, [MS-OFFCRYPTO] 2.3.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from operator import itemgetter
from xml.parsers import expat

import msoffcrypto
import olefile

from precert.documents import active
from precert.documents.rules import FileProblem

MOST_ENTRIES = 10_000
MOST_UNPACKED = (
    512 * 1_048_576
)  # bytes; a workbook at an upload limit of 4 MB unpacks to some 100 MB at most
MOST_TYPES = 1_048_576  # bytes of [Content_Types].xml
TYPES = "[Content_Types].xml"
PACKED = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # all that a package may use (ECMA-376 part 2, B.4)
MAIN_PART = {
    "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"},
    "xps": {
        "application/vnd.ms-package.xps-fixeddocumentsequence+xml",
        "application/oxps-fixeddocumentsequence+xml",
    },
}
UNREADABLE = (  # what a broken package makes its readers raise
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    ValueError,
    KeyError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    struct.error,
)
APPLE = {  # parts that only such a document has
    "Index/Tables/DataList.iwa": "application/vnd.apple.numbers",
    "Index/Document.iwa": "application/vnd.apple.pages",
}
COMPOUND = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": "application/vnd.ms-outlook",
    "PerfectOffice_MAIN": "application/vnd.wordperfect",
}
PIECE = re.compile(r"/\[(\d{1,9})\](?:\.last)?\.piece$")
MOST_PART = 32 * 1_048_576  # bytes of a part that is searched
Parts = dict[str, list[zipfile.ZipInfo]]
MAIN_STREAM = {"doc": ("WordDocument",), "xls": ("Workbook", "Book")}
MACRO_STORAGES = {"macros", "vba", "_vba_project", "_vba_project_cur"}
FILEPASS, BOUNDSHEET, END = 0x002F, 0x0085, 0x000A  # records of the workbook stream

NO_PASSWORD = "VelvetSweatshop"  # nosec B105: of files that need none
PASSWORD = "password"  # nosec B105: a problem code
DAMAGED = FileProblem(
    "damaged",
    "This file cannot be opened and may be damaged. Open it on your computer, save it again and"
    " upload that copy.",
)
BOMB = FileProblem(
    "bomb",
    "This file is too large when unpacked. Save a smaller copy, or print it to PDF, and"
    " upload that.",
)
MACROS = FileProblem(
    "macros",
    "This file contains macros. Save a copy without macros (.docx, .xlsx or PDF) and upload that"
    " copy.",
)


def locked(kind: str) -> FileProblem:
    """The refusal of a file that asks for a password; `kind` as in "This PDF"."""
    return FileProblem(
        PASSWORD,
        f"This {kind} is password-protected. Save a copy without a password and upload that copy.",
    )


def inspect_package(data: bytes, extension: str) -> list[FileProblem]:
    """Problems of a zip-based file as `extension`. The code "mismatch" (with no text yet) means:
    another kind of file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MOST_ENTRIES
                or sum(entry.file_size for entry in entries) > MOST_UNPACKED
            ):
                return [BOMB]
            if any(entry.flag_bits & 0x1 for entry in entries):
                return [locked("file")]
            if any(entry.compress_type not in PACKED for entry in entries):
                return [DAMAGED]
            if len({entry.filename.lower() for entry in entries}) != len(entries):
                return [DAMAGED]  # two parts of one name: programs disagree which one counts
            parts = _parts(entries)
            if TYPES.lower() not in parts:
                return [FileProblem("mismatch", "")]
            declared = b"".join(_read(archive, parts[TYPES.lower()], MOST_TYPES + 1))
            if len(declared) > MOST_TYPES:
                return [BOMB]
            return _judge_parts(declared, set(parts), extension) or _judge_content(
                data, archive, parts, extension, project=b"vbaproject" in declared.lower()
            )
    except UNREADABLE:
        return [DAMAGED]


def _parts(entries: Sequence[zipfile.ZipInfo]) -> Parts:
    """The pieces of each part, by its lower-case name: a part may be interleaved with others
    (ECMA-376 part 2, 7.2.5: `name/[0].piece` … `name/[n].last.piece`).
    """
    found: dict[str, list[tuple[int, zipfile.ZipInfo]]] = {}
    for entry in entries:
        name = entry.filename.lower()
        piece = PIECE.search(name)
        of = name[: piece.start()] if piece else name
        found.setdefault(of, []).append((int(piece[1]) if piece else 0, entry))
    return {
        name: [entry for _, entry in sorted(rows, key=itemgetter(0))]
        for name, rows in found.items()
    }


def _judge_parts(declared: bytes, names: set[str], extension: str) -> list[FileProblem]:
    """Weigh the declared content types against the parts that are there."""
    try:
        types = _content_types(declared)
    except (expat.ExpatError, ValueError):
        return [DAMAGED]
    if any("macroenabled" in kind.lower() and ".main" in kind.lower() for kind in types.values()):
        return [MACROS]
    main = {part for part, kind in types.items() if kind in MAIN_PART[extension]}
    there = any(
        part[1:] in names or (part.startswith("*.") and any(n.endswith(part[1:]) for n in names))
        for part in main
    )
    return [] if there else [FileProblem("mismatch", "")]


def _judge_content(
    data: bytes, archive: zipfile.ZipFile, parts: Parts, extension: str, *, project: bool
) -> list[FileProblem]:
    """Macros that hold code, and what a click would fetch or start; `project`: the list of types
    names a macro project.
    """
    if any("/macrosheets/" in name for name in parts):
        return [MACROS]
    project = project or any("vbaproject" in name for name in parts)
    if project and active.hold_code(data, extension):
        return [MACROS]
    return active.inspect_parts(
        {
            name: b"".join(_read(archive, pieces, MOST_PART))
            for name, pieces in parts.items()
            if active.matters(name)
        }
    )


def _read(
    archive: zipfile.ZipFile, pieces: Sequence[zipfile.ZipInfo], most: int
) -> Iterator[bytes]:
    """What stands in a part, up to `most` bytes."""
    for piece in pieces:
        with archive.open(piece) as file:
            content = file.read(most)
        most -= len(content)
        yield content


def _content_types(declared: bytes) -> dict[str, str]:
    """Content type by lower-case part name ("/word/document.xml") or ending ("*.fdseq"). A document
    type is refused: no entities.
    """
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if name.endswith("Override"):
            found[attributes.get("PartName", "").lower()] = kind
        elif name.endswith("Default"):
            found["*." + attributes.get("Extension", "").lower()] = kind

    def refuse(*_: object) -> None:
        raise ValueError("a document type in a package")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(declared, True)
    return found


def package_type(data: bytes) -> str:
    """The media type of a package by its main part (without "main+xml" and the like), or what an
    OpenDocument says of itself; empty for another archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    return part.read(100).decode("ascii", "replace").removesuffix("-template")
            if apple := next((kind for mark, kind in APPLE.items() if mark in names), ""):
                return apple
            with archive.open(TYPES) as part:
                types = _content_types(part.read(MOST_TYPES))
    except UNREADABLE:
        return ""
    return next((_plain_type(kind) for kind in types.values() if ".main" in kind.lower()), "")


def _plain_type(kind: str) -> str:
    plain = kind.lower().partition(".main")[0]
    if "macroenabled" in plain:
        program = "word.document" if "word" in plain else "excel.sheet"
        return f"application/vnd.ms-{program}.macroenabled"
    return plain


def compound_type(data: bytes) -> str:
    """The media type of a compound file by its streams; empty for one that isn't known."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            return next((kind for name, kind in COMPOUND.items() if compound.exists(name)), "")
    except Exception:  # as below
        return ""


def inspect_compound(data: bytes, extension: str) -> list[FileProblem]:
    """Problems of an OLE file as `extension`; "mismatch" as above. Also answers for docx and xlsx:
    encrypted ones are OLE outside.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            paths = compound.listdir(streams=True, storages=True)
            if ["EncryptedPackage"] in paths:
                inner = unlocked(data)
                return inspect_package(inner, extension) if inner else [locked("file")]
            stream = next(
                (name for name in MAIN_STREAM.get(extension, ()) if compound.exists(name)), ""
            )
            if not stream:
                return [FileProblem("mismatch", "")]
            if compound.get_size(stream) > len(data):
                return [DAMAGED]
            content: bytes = compound.openstream(stream).read()
    except (
        Exception
    ):  # the library fails in many ways on hostile bytes; all of them mean: not a sound file
        return [DAMAGED]
    found = _judge_word(content) if extension == "doc" else _judge_workbook(content)
    if [problem.code for problem in found] == [PASSWORD] and unlocked(data):
        found = []
    if not found and any(part.lower() in MACRO_STORAGES for path in paths for part in path):
        found = [MACROS] if active.hold_code(data, extension) else []
    return found


def unlocked(data: bytes) -> bytes:
    """What is inside an encrypted office file that every program opens without asking, because its
    password is the one that Excel gives to workbooks that are only protected against writing; empty
    for one that asks ([MS-OFFCRYPTO] 2.4.2.3 and [MS-XLS] 2.4.191).
    """
    held = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=NO_PASSWORD, verify_password=True)
        file.decrypt(held)
    except Exception:  # a wrong key, or hostile bytes
        return b""
    return held.getvalue()


def _judge_word(content: bytes) -> list[FileProblem]:
    """The first 12 bytes of a Word document: 0xA5EC (or 0xA5DC before Word 97), then flags with
    fEncrypted as bit 8 at byte 10.
    """
    if len(content) < 12 or content[:2] not in (b"\xec\xa5", b"\xdc\xa5"):
        return [DAMAGED]
    encrypted = struct.unpack_from("<H", content, 10)[0] & 0x0100
    return [locked("Word document")] if encrypted else []


def _judge_workbook(content: bytes) -> list[FileProblem]:
    """Walk the records of the workbook's globals: password, Excel 4 macro sheets."""
    if len(content) < 4 or content[0] != 0x09:
        return [DAMAGED]
    position = 0
    while position + 4 <= len(content):
        record, length = struct.unpack_from("<HH", content, position)
        if record == FILEPASS:
            return [locked("workbook")]
        if record == BOUNDSHEET and content[position + 9 : position + 10] == b"\x01":
            return [MACROS]
        if record == END:
            return []
        position += 4 + length
    return [DAMAGED]
