"""Is a file what its name says, and may it come in? No Django.

Every kind is recognised by our own look at its first bytes, then by a second opinion: libmagic for
pictures, RTF and web pages, qpdf for PDF, the parts inside for office files. JavaScript and form
actions in a PDF are accepted (payers' fillable forms carry them): files are only ever handed out as
attachments. Macros in office files are refused, for there a click runs them.
"""

import codecs
import io
import re
from collections.abc import Callable, Sequence

import pylibmagic  # noqa: F401 - puts the libmagic of its wheel in place; `magic` must come after it

# isort: split
import magic
import pikepdf
from PIL import Image, ImageSequence

from precert.documents import kinds, names, office
from precert.documents.rules import MB, FileProblem, UploadRules
from precert.kit import hidden_characters

Look = Callable[[bytes, str, Sequence[str]], list[FileProblem]]
Inside = Callable[[bytes, str], list[FileProblem]]

HEAD = 64 * 1024  # bytes libmagic looks at
BMP_HEADERS = {
    12,
    16,
    40,
    52,
    56,
    64,
    108,
    124,
}  # sizes of the second header in all versions of the format
PDF_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,1000}%PDF-"
)  # nothing but white space before it, or a PDF could be a web page too
PICTURES = ("tif", "bmp", "gif", "jpg")
MOST_FRAMES = 2_000  # pages of a scanned document
PDF_END, PDF_TAIL = (
    b"%%EOF",
    2048,
)  # within so many bytes of the end (ISO 32000-1, annex H.3: 1,024)
EMPTY = FileProblem("empty", "This file is empty. Check that it was saved, then upload it again.")
BLANK = FileProblem(
    "blank", "Nothing is written in this file. Check that it was saved, then upload it again."
)
PDF_MARK, WORDPERFECT = b"%PDF-", b"\xffWPC"
MSO_APPLICATION = re.compile(rb'<\?mso-application\s+progid="([A-Za-z.]{1,40})"')
OFFICE_XML = {
    "Word.Document": "application/vnd.ms-word.xml",
    "Excel.Sheet": "application/vnd.ms-excel.xml",
}
WEB_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|script|svg|\?xml)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1d-\x1f]")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "mdi": "image/vnd.ms-modi",
    "xps": "application/vnd.ms-xpsdocument",
}
FAMILY = {
    "tiff": "tif",
    "jpeg": "jpg",
    "docx": "zip",
    "xlsx": "zip",
    "xps": "zip",
    "doc": "ole",
    "xls": "ole",
}
SECOND_OPINION = {
    "tif": {"image/tiff"},
    "bmp": {"image/bmp", "image/x-ms-bmp"},
    "gif": {"image/gif"},
    "jpg": {"image/jpeg"},
    "rtf": {"text/rtf", "application/rtf"},
    "pdf": {"application/pdf"},
}
WEB_PAGES = {"text/html", "application/xhtml+xml", "image/svg+xml"}
pikepdf.settings.set_qpdf_limits(  # per process: a bomb inside a PDF stops here
    flate_max_memory=64 * MB, parser_max_container_size=200_000, doc_max_warnings=1000
)
_magic = magic.Magic(mime=True)  # python-magic locks each call


def media_type(extension: str) -> str:
    """The media type we store and serve for an ending we know; anything else is bytes."""
    return MEDIA_TYPES.get(extension, "application/octet-stream")


def inspect(name: str, data: bytes, rules: UploadRules, look: Look) -> list[FileProblem]:
    """All reasons to refuse a file, the empty list if there is none. `look` sees the content, with
    the file's ending and all that are allowed, only if size and ending pass.
    """
    found = names.find_problems(name)
    extension = names.extension(name)
    if not data:
        found.append(EMPTY)
    elif not rules.fits(len(data)):
        found.append(too_large(rules))
    elif not extension:
        found.append(
            FileProblem(
                "extension-missing",
                f"The file name has no extension. It must end in {rules.types_text}.",
            )
        )
    elif extension not in rules.extensions or extension not in MEDIA_TYPES:
        found.append(_not_allowed(extension, rules))
    else:
        found += look(data, extension, rules.extensions)
    return found


def _not_allowed(extension: str, rules: UploadRules) -> FileProblem:
    """Of an ending that is known, what can be done about it."""
    kind = kinds.ENDINGS.get(extension)
    advice = f" {kinds.step(kind, rules.extensions)}" if kind else ""
    return FileProblem(
        "extension",
        f"Files ending in .{extension[:20]} cannot be uploaded. Allowed: {rules.types_text}.{advice}",
    )


def too_large(rules: UploadRules) -> FileProblem:
    """The refusal of a file above the contract's limit."""
    return FileProblem(
        "too-large",
        f"This file is too large. It must be {rules.size_text}. Split it or save a smaller copy,"
        " and upload that.",
    )


def detect(data: bytes) -> str:
    """The family of a file by its first bytes: pdf, tif, bmp, gif, jpg, mdi, rtf, zip, ole; empty
    if it is not one of them.
    """
    for family, starts in (
        ("tif", (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
        ("gif", (b"GIF87a", b"GIF89a")),
        ("jpg", (b"\xff\xd8\xff",)),
        ("mdi", (b"EP*\0",)),
        ("rtf", (b"{\\rtf",)),
        ("zip", (b"PK\x03\x04", b"PK\x05\x06")),
        ("ole", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    ):
        if data.startswith(starts):
            return family
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in BMP_HEADERS:
        return "bmp"
    return "pdf" if PDF_START.match(data) else ""


def inspect_content(data: bytes, extension: str, allowed: Sequence[str]) -> list[FileProblem]:
    """What is wrong inside a file, by its ending. For `inspection.look`: hostile bytes may take any
    amount of memory and time here.
    """
    family = detect(data)
    wanted = FAMILY.get(extension, extension)
    if family == "ole" and extension in {"docx", "xlsx"}:
        wanted = "ole"  # a workbook or document with a password looks like this
    inside: Inside = {
        "zip": office.inspect_package,
        "ole": office.inspect_compound,
        "pdf": _inspect_pdf,
        "txt": _inspect_text,
        **dict.fromkeys(PICTURES, _inspect_picture),
    }.get(wanted, _accept)
    opinion = _ask_libmagic(data)
    if (family or "txt") != wanted or (
        wanted in SECOND_OPINION and opinion not in SECOND_OPINION[wanted]
    ):
        return [_mismatch(data, extension, allowed)]
    return [
        _mismatch(data, extension, allowed) if problem.code == "mismatch" else problem
        for problem in inside(data, extension)
    ]


def identify(data: bytes) -> kinds.FileKind:
    """What a file is, whatever its name says."""
    family, opinion = detect(data), _ask_libmagic(data)
    if family == "zip":
        opinion = office.package_type(data) or opinion
    elif family == "ole":
        opinion = office.compound_type(data) or opinion
    elif family:
        opinion = MEDIA_TYPES[family]
    elif data.startswith(WORDPERFECT):
        opinion = "application/vnd.wordperfect"
    elif PDF_MARK in data[:HEAD]:
        return kinds.PDF_WITHIN
    elif program := MSO_APPLICATION.search(data[:HEAD]):
        opinion = OFFICE_XML.get(program[1].decode("ascii"), opinion)
    return kinds.KINDS.get(opinion.replace("xhtml+xml", "html"), kinds.UNKNOWN)


def _ask_libmagic(data: bytes) -> str:
    try:
        return _magic.from_buffer(data[:HEAD])
    except magic.MagicException:
        return ""


def _mismatch(data: bytes, extension: str, allowed: Sequence[str]) -> FileProblem:
    kind = identify(data)
    return FileProblem(
        "mismatch",
        f"The name ends in .{extension}, but the content is {kind.words}."
        f" {kinds.step(kind, allowed)}",
    )


def _accept(data: bytes, extension: str) -> list[FileProblem]:
    """Nothing further to look at: signature and second opinion agree."""
    return []


def _inspect_picture(data: bytes, extension: str) -> list[FileProblem]:
    """Every page is decoded: a picture that was cut off shows only while its sender is still there."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if getattr(picture, "n_frames", 1) > MOST_FRAMES:
                return [office.BOMB]
            for frame in ImageSequence.Iterator(picture):
                frame.load()
    except Image.DecompressionBombError:
        return [office.BOMB]
    except Exception:  # the library fails in many ways on hostile bytes
        return [office.DAMAGED]
    return []


def _inspect_pdf(data: bytes, extension: str) -> list[FileProblem]:
    if PDF_END not in data[-PDF_TAIL:]:
        return [office.DAMAGED]  # cut off: what is missing can't be told from what is there
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not len(document.pages):
                return [office.DAMAGED]
            return [] if any(map(_shows, document.pages)) else [BLANK]
    except pikepdf.PasswordError:
        return [office.locked("PDF")]
    except (
        pikepdf.PdfError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        AttributeError,
    ):
        return [office.DAMAGED]


def _shows(page: pikepdf.Page) -> bool:
    """Whether something may stand on the page: marks, or a form's fields and comments."""
    contents = page.obj.get("/Contents")
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    marks = any(isinstance(one, pikepdf.Stream) and one.read_bytes().strip() for one in parts)
    return marks or len(page.obj.get("/Annots", [])) > 0


def _inspect_text(data: bytes, extension: str) -> list[FileProblem]:
    """Text in UTF-8, UTF-16 with its mark, or Windows-1252; no control characters; no web page
    under a false name.
    """
    text = _decode(data)
    web_page = text is not None and (WEB_START.match(text) or _ask_libmagic(data) in WEB_PAGES)
    if text is None or web_page or CONTROL.search(text):
        return [FileProblem("mismatch", "")]
    return [BLANK] if hidden_characters.blank(text) else []


def _decode(data: bytes) -> str | None:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
