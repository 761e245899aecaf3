"""Small real files of every kind, made in memory; a writer for compound (OLE) files, which no
library in use can write.
"""

import io
import struct
import zipfile

import openpyxl
import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<?xml version="1.0"?><Types'
    ' xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
)
SECTOR = 512
END, FREE, IN_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def archive(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


def docx(
    main: str = f"{WORD}.document.main+xml",
    extra: dict[str, str | bytes] | None = None,
    more_types: str = "",
) -> bytes:
    types = TYPES.format(
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more_types}'
    )
    return archive(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": "<Relationships/>",
            "word/document.xml": "<document/>",
        }
        | (extra or {})
    )


def xps() -> bytes:
    types = TYPES.format(
        '<Default Extension="fdseq"'
        ' ContentType="application/vnd.ms-package.xps-fixeddocumentsequence+xml"/>'
    )
    return archive({"[Content_Types].xml": types, "FixedDocSeq.fdseq": "<FixedDocumentSequence/>"})


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Synthetic", "person"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def add_page(document: pikepdf.Pdf, marks: bytes = b"9 9 m 99 99 l S") -> None:
    """A page with a line on it."""
    document.add_blank_page().obj.Contents = document.make_stream(marks)


def pdf(encryption: pikepdf.Encryption | bool = False) -> bytes:
    held = io.BytesIO()
    with pikepdf.new() as document:
        add_page(document)
        document.save(held, encryption=encryption, static_id=True)
    return held.getvalue()


def blank_pdf() -> bytes:
    held = io.BytesIO()
    with pikepdf.new() as document:
        add_page(document, b" \n ")
        document.add_blank_page()
        document.save(held)
    return held.getvalue()


def locked_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="opensesame"))


def printing_forbidden_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def picture(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (24, 16), "teal").save(held, kind)
    return held.getvalue()


def word(*, encrypted: bool = False, storages: tuple[str, ...] = ()) -> bytes:
    flags = 0x0100 if encrypted else 0
    return compound(
        {"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0409, 0, flags) + bytes(500)},
        storages,
    )


def workbook(
    *, encrypted: bool = False, sheet_kind: int = 0, storages: tuple[str, ...] = ()
) -> bytes:
    records = [(0x0809, bytes(16))]
    records += [(0x002F, bytes(6))] if encrypted else []
    records += [(0x0085, struct.pack("<IBB", 0, 0, sheet_kind) + b"\x03\x00abc"), (0x000A, b"")]
    return compound(
        {
            "Workbook": b"".join(
                struct.pack("<HH", kind, len(body)) + body for kind, body in records
            )
        },
        storages,
    )


def encrypted_package() -> bytes:
    return compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": bytes(64)})


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A version 3 compound file: FAT in sector 0, directory behind it, then each stream padded to
    4,096 bytes or more.
    """
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    directory_sectors = -(-(1 + len(padded) + len(storages)) // 4)
    fat = [IN_FAT] + [n + 1 for n in range(1, directory_sectors)] + [END]
    entries, blocks = [], []
    names = [*padded, *storages]
    for number, name in enumerate(names):
        right = number + 2 if number + 1 < len(names) else FREE
        content = padded.get(name)
        start = len(fat) if content is not None else 0
        entries.append(
            _entry(name, 2 if content is not None else 1, right, FREE, start, len(content or b""))
        )
        if content is not None:
            sectors = -(-len(content) // SECTOR)
            fat += [len(fat) + n + 1 for n in range(sectors - 1)] + [END]
            blocks.append(content.ljust(sectors * SECTOR, b"\0"))
    directory = b"".join([_entry("Root Entry", 5, FREE, 1, END, 0), *entries]).ljust(
        directory_sectors * SECTOR, b"\0"
    )
    table = struct.pack("<128I", *fat, *[FREE] * (128 - len(fat)))
    return _header() + table + directory + b"".join(blocks)


def _header() -> bytes:
    start = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    start += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return start + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


GOOD: dict[str, bytes] = {
    "pdf": pdf(),
    "tif": picture("TIFF"),
    "tiff": picture("TIFF"),
    "doc": word(),
    "docx": docx(),
    "txt": "Grüße, blood pressure 120/80\r\n".encode(),
    "rtf": rb"{\rtf1\ansi A note.}",
    "xls": workbook(),
    "xlsx": xlsx(),
    "bmp": picture("BMP"),
    "gif": picture("GIF"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "mdi": b"EP*\0" + bytes(200),
    "xps": xps(),
}
