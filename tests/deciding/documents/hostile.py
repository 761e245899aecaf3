"""Files made to exhaust whoever looks inside them."""

import io
import struct
import zipfile
import zlib

from precert.documents.rules import MB
from tests.deciding.documents import samples

DIRECTORY = 1024  # where the directory of a compound file of ours stands: header, FAT, directory
SIZE, START = 120, 116  # of a directory entry


def lying_package() -> bytes:
    """A package of 1 KB whose list of types is packed by bzip2 and unpacks to a gigabyte."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", b" " * 64 * MB, zipfile.ZIP_BZIP2)
        archive.writestr("word/document.xml", "")
    return held.getvalue()


def endless_word() -> bytes:
    """A Word document whose stream says that it has 900 MB, and whose chain of sectors runs in a
    circle.
    """
    data = bytearray(samples.word())
    entry = DIRECTORY + 128
    start = struct.unpack_from("<I", data, entry + START)[0]
    struct.pack_into("<I", data, entry + SIZE, 900 * MB)
    struct.pack_into("<I", data, 512 + 4 * start, start)
    return bytes(data)


def crowded_pdf() -> bytes:
    """A PDF of 60 KB with an array of thirty million numbers in a stream of objects."""
    body = zlib.compress(b"2 0 [" + b"0 " * 30_000_000 + b"]", 9)
    stream = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    objects = b"%PDF-1.5\n" + stream + body + b"\nendstream endobj\n"
    table = b"".join(
        struct.pack(">BIH", *row)
        for row in ((0, 0, 65535), (1, 9, 0), (2, 1, 0), (1, len(objects), 0))
    )
    packed = zlib.compress(table)
    xref = (
        b"3 0 obj<</Type/XRef/Size 4/W[1 4 2]/Root<</Type/Catalog/Pages 2 0 R>>/Filter/FlateDecode"
        b"/Length %d>>stream\n" % len(packed)
    )
    return objects + xref + packed + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(objects)


HOSTILE = {
    "package.docx": lying_package(),
    "endless.doc": endless_word(),
    "crowded.pdf": crowded_pdf(),
}
