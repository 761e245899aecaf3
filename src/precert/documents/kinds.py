"""What a file may turn out to be, its name in words, and how to make of it what a contract takes. No
Django.

Kinds are named by their media type (IANA, or libmagic's where there is none).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """`words` as in "the content is …"; `program` opens it and saves it as one of `saves` (endings,
    the best first); `own` are its own endings.
    """

    words: str
    program: str
    saves: tuple[str, ...]
    own: tuple[str, ...] = ()


WORD, EXCEL, VIEWER = "Word", "Excel", "a picture viewer"
TEXT_SAVES, SHEET_SAVES = ("docx", "pdf", "rtf"), ("xlsx", "pdf")
PICTURE_SAVES = ("jpg", "jpeg", "pdf", "tif", "tiff", "bmp")
OPEN = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"

KINDS = {
    "application/pdf": FileKind("a PDF", "a PDF viewer", ("pdf",), ("pdf",)),
    "image/tiff": FileKind("a TIFF picture", VIEWER, PICTURE_SAVES, ("tif", "tiff")),
    "image/bmp": FileKind("a BMP picture", VIEWER, PICTURE_SAVES, ("bmp",)),
    "image/gif": FileKind("a GIF picture", VIEWER, PICTURE_SAVES, ("gif",)),
    "image/jpeg": FileKind("a JPEG picture", VIEWER, PICTURE_SAVES, ("jpg", "jpeg")),
    "image/png": FileKind("a PNG picture", VIEWER, PICTURE_SAVES, ("png",)),
    "image/webp": FileKind("a WebP picture", VIEWER, PICTURE_SAVES, ("webp",)),
    "image/heic": FileKind("an iPhone photo (HEIC)", "Photos", PICTURE_SAVES, ("heic", "heif")),
    "image/avif": FileKind("an AVIF picture", VIEWER, PICTURE_SAVES, ("avif",)),
    "image/svg+xml": FileKind("a drawing for the web (SVG)", "a browser", ("pdf",), ("svg",)),
    "image/vnd.ms-modi": FileKind("a scanned MDI document", "Office", ("tif", "pdf"), ("mdi",)),
    "application/rtf": FileKind("a rich text document (RTF)", WORD, TEXT_SAVES, ("rtf",)),
    "application/msword": FileKind("a Word 97-2003 document", WORD, TEXT_SAVES, ("doc",)),
    f"{OFFICE}.wordprocessingml.document": FileKind("a Word document", WORD, TEXT_SAVES, ("docx",)),
    f"{OFFICE}.wordprocessingml.template": FileKind(
        "a Word template", WORD, TEXT_SAVES, ("dotx", "dot")
    ),
    "application/vnd.ms-word.document.macroenabled": FileKind(
        "a Word document with macros", WORD, TEXT_SAVES, ("docm", "dotm")
    ),
    "application/vnd.ms-word.xml": FileKind("a Word 2003 XML document", WORD, TEXT_SAVES),
    "application/vnd.ms-excel": FileKind("an Excel 97-2003 workbook", EXCEL, SHEET_SAVES, ("xls",)),
    f"{OFFICE}.spreadsheetml.sheet": FileKind("an Excel workbook", EXCEL, SHEET_SAVES, ("xlsx",)),
    f"{OFFICE}.spreadsheetml.template": FileKind(
        "an Excel template", EXCEL, SHEET_SAVES, ("xltx", "xlt")
    ),
    "application/vnd.ms-excel.sheet.macroenabled": FileKind(
        "an Excel workbook with macros", EXCEL, SHEET_SAVES, ("xlsm", "xltm")
    ),
    "application/vnd.ms-excel.sheet.binary": FileKind(
        "an Excel binary workbook", EXCEL, SHEET_SAVES, ("xlsb",)
    ),
    "application/vnd.ms-excel.xml": FileKind("an Excel 2003 XML workbook", EXCEL, SHEET_SAVES),
    "application/x-sylk": FileKind("a SYLK workbook", EXCEL, SHEET_SAVES, ("slk",)),
    "text/csv": FileKind("a list of values (CSV)", EXCEL, SHEET_SAVES, ("csv",)),
    f"{OFFICE}.presentationml.presentation": FileKind(
        "a PowerPoint presentation", "PowerPoint", ("pdf",), ("pptx",)
    ),
    "application/vnd.ms-powerpoint": FileKind(
        "a PowerPoint 97-2003 presentation", "PowerPoint", ("pdf",), ("ppt",)
    ),
    f"{OPEN}.text": FileKind("an OpenDocument text", "Word or LibreOffice", TEXT_SAVES, ("odt",)),
    f"{OPEN}.spreadsheet": FileKind(
        "an OpenDocument spreadsheet", "Excel or LibreOffice", SHEET_SAVES, ("ods",)
    ),
    f"{OPEN}.presentation": FileKind(
        "an OpenDocument presentation", "PowerPoint or LibreOffice", ("pdf",), ("odp",)
    ),
    "application/vnd.wordperfect": FileKind(
        "a WordPerfect document", "WordPerfect or LibreOffice", TEXT_SAVES, ("wpd",)
    ),
    "application/vnd.apple.pages": FileKind("a Pages document", "Pages", TEXT_SAVES, ("pages",)),
    "application/vnd.apple.numbers": FileKind(
        "a Numbers spreadsheet", "Numbers", SHEET_SAVES, ("numbers",)
    ),
    "application/vnd.ms-xpsdocument": FileKind("an XPS document", "XPS Viewer", ("pdf",), ("xps",)),
    "application/vnd.ms-outlook": FileKind("an Outlook message", "Outlook", ("pdf",), ("msg",)),
    "message/rfc822": FileKind("an email message", "your email program", ("pdf",), ("eml",)),
    "text/html": FileKind("a web page", "a browser", ("pdf",), ("html", "htm", "mht")),
    "text/plain": FileKind("plain text", "a text editor", ("txt", "pdf"), ("txt",)),
    "application/zip": FileKind("a zip archive", "", (), ("zip",)),
    "application/dicom": FileKind("a DICOM image", "your imaging viewer", PICTURE_SAVES, ("dcm",)),
}
PDF_WITHIN = FileKind("a PDF with something else before it", "a PDF viewer", ("pdf",))
ENDINGS = {ending: kind for kind in KINDS.values() for ending in kind.own}
UNKNOWN = FileKind("of a kind we do not recognize", "", ())
ARCHIVES = frozenset({"zip"})


def step(kind: FileKind, allowed: Sequence[str]) -> str:
    """What to do with such a file so that it may come in: something that can be done, under a
    contract that takes files of these endings.
    """
    if own := [ending for ending in kind.own if ending in allowed]:
        return f"Rename it so that the name ends in .{own[0]}, and upload it again."
    if ARCHIVES.intersection(kind.own):
        return "Open it, and upload the files in it one by one."
    saves = [ending for ending in kind.saves if ending in allowed][:2]
    if kind.program and saves:
        forms = " or ".join("PDF" if ending == "pdf" else f".{ending}" for ending in saves)
        return f"Open it in {kind.program}, save it as {forms}, and upload that."
    if "pdf" in allowed:
        return "Open it in the program that made it, print it to PDF, and upload that."
    return f"Save it in one of these forms and upload that: {', '.join(allowed)}."
