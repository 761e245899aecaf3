"""Office files that would act when somebody opens them, and those that only look as if."""

import io
import zipfile

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from precert.documents import file_types
from precert.documents.office import NO_PASSWORD
from tests.deciding.documents import samples
from tests.deciding.documents.samples import GOOD

RELATION = (
    '<Relationships><Relationship Id="r1" TargetMode="{mode}" Target="https://example.org/a.dotm"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    "</Relationships>"
)
FIELD = "<w:r><w:instrText>{}</w:instrText></w:r>"
BEGIN = '<w:fldChar w:fldCharType="begin"/>'


def codes(data: bytes, extension: str = "docx") -> list[str]:
    return [one.code for one in file_types.inspect_content(data, extension, [extension])]


def related(kind: str, mode: str = "External") -> bytes:
    return samples.docx(
        extra={"word/_rels/settings.xml.rels": RELATION.format(kind=kind, mode=mode)}
    )


def document(inside: str) -> bytes:
    return samples.docx(extra={"word/header1.xml": f"<w:hdr>{inside}</w:hdr>"})


def embedded(stream: str) -> bytes:
    held = samples.compound({stream: b"MZ a program"})
    return samples.docx(extra={"word/embeddings/oleObject1.bin": held})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (related("attachedTemplate"), "remote"),
        (related("oleObject"), "remote"),
        (related("frame"), "remote"),
        (
            document(FIELD.format('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')),
            "command",
        ),
        (document(BEGIN + FIELD.format("DDE") + FIELD.format("AUTO cmd x")), "command"),
        (document('<w:fldSimple w:instr="DDE cmd x"/>'), "command"),
        (embedded("\x01Ole10Native"), "embedded"),
    ],
)
def test_what_acts_when_it_is_opened_is_refused(data: bytes, code: str) -> None:
    assert codes(data) == [code]


@pytest.mark.parametrize(
    "data",
    [
        related("hyperlink"),
        related("attachedTemplate", "Internal"),
        related("image"),
        document(FIELD.format("DATE") + FIELD.format("PAGE")),
        document("<w:t>Patient of Dr. DDE Auto</w:t>"),
        embedded("Workbook"),
    ],
)
def test_what_only_looks_like_it_comes_in(data: bytes) -> None:
    assert codes(data) == []


def encrypted(data: bytes, password: str) -> bytes:
    held = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    assert isinstance(file, OOXMLFile)
    file.encrypt(password, held)
    return held.getvalue()


def test_a_workbook_that_asks_nobody_for_its_password_comes_in() -> None:
    assert codes(encrypted(GOOD["xlsx"], NO_PASSWORD), "xlsx") == []
    assert codes(encrypted(GOOD["xlsx"], "opensesame"), "xlsx") == ["password"]


def interleaved() -> bytes:
    """The same XPS document with its list of types in two pieces, as a printer writes it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD["xps"])) as whole, zipfile.ZipFile(held, "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            middle = len(content) // 2
            cut.writestr(f"{name}/[1].last.piece", content[middle:])
            cut.writestr(f"{name}/[0].piece", content[:middle])
    return held.getvalue()


def test_an_interleaved_xps_document_comes_in() -> None:
    assert codes(interleaved(), "xps") == []
