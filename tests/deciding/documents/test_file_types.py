"""What comes in and what doesn't, on real files."""

import io
import random
import resource
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from precert.documents import file_types
from precert.documents.file_types import MEDIA_TYPES
from precert.documents.rules import MB, FileProblem, UploadRules
from tests.deciding.documents import samples
from tests.deciding.documents.samples import GOOD, WORD, add_page, docx

RULES = UploadRules(4 * MB, strictly_below=False, extensions=tuple(GOOD))
BELOW = UploadRules(2 * MB, strictly_below=True, extensions=("pdf", "tif", "txt"))


def inspect(name: str, data: bytes, rules: UploadRules) -> list[FileProblem]:
    """Here the content is looked at in this process."""
    return file_types.inspect(name, data, rules, file_types.inspect_content)


def codes(name: str, data: bytes, rules: UploadRules = RULES) -> list[str]:
    return [problem.code for problem in inspect(name, data, rules)]


@pytest.mark.req("CON-04")
@pytest.mark.parametrize("extension", GOOD)
def test_a_sound_file_of_each_kind_comes_in(extension: str) -> None:
    assert codes(f"chart.{extension}", GOOD[extension]) == []
    assert codes(f"CHART.{extension.upper()}", GOOD[extension]) == []


def test_every_kind_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(GOOD)


@pytest.mark.req("COM-03", part="content")
@pytest.mark.parametrize("extension", GOOD)
def test_content_of_another_kind_is_refused(extension: str) -> None:
    same = {
        "tif": {"tif", "tiff"},
        "tiff": {"tif", "tiff"},
        "jpg": {"jpg", "jpeg"},
        "jpeg": {"jpg", "jpeg"},
    }.get(extension, {extension})
    for other in set(GOOD) - same:
        assert codes(f"chart.{extension}", GOOD[other]) == ["mismatch"], other


PROGRAM = b"MZ" + bytes(58) + b"\x80\0\0\0" + bytes(64) + b"PE\0\0" + bytes(300)
WEB_PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


@pytest.mark.parametrize(
    "data", [PROGRAM, WEB_PAGE, DRAWING, b"\x7fELF" + bytes(200), WEB_PAGE + samples.pdf()]
)
@pytest.mark.parametrize("extension", GOOD)
def test_programs_and_web_pages_are_refused_under_any_name(extension: str, data: bytes) -> None:
    assert codes(f"chart.{extension}", data) == ["mismatch"]


@pytest.mark.req("CON-04")
def test_sizes_at_the_limit() -> None:
    text = b"a" * (4 * MB + 1)
    assert codes("a.txt", text[: 4 * MB]) == []
    assert codes("a.txt", text) == ["too-large"]
    assert codes("a.txt", text[: 2 * MB - 1], BELOW) == []
    assert codes("a.txt", text[: 2 * MB], BELOW) == ["too-large"]
    assert codes("a.txt", b"") == ["empty"]


def test_the_limit_is_named() -> None:
    assert "smaller than 2 MB" in inspect("a.txt", b"a" * 2 * MB, BELOW)[0].text
    assert "4 MB or less" in inspect("a.txt", b"a" * 5 * MB, RULES)[0].text
    assert ".pdf, .tif or .txt" in inspect("a.exe", b"a", BELOW)[0].text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a", "extension-missing"),
        ("a.exe", "extension"),
        ("a.pdf.exe", "extension"),
        ("a.docm", "extension"),
        ("a.tiff", "extension"),
        (".pdf", "extension-missing"),
    ],
)
def test_endings_are_taken_literally(name: str, code: str) -> None:
    assert codes(name, GOOD["pdf"], BELOW) == [code]


def test_an_ending_nobody_can_check_is_refused_even_if_a_contract_lists_it() -> None:
    assert codes("a.exe", PROGRAM, UploadRules(MB, strictly_below=False, extensions=("exe",))) == [
        "extension"
    ]


def test_name_and_content_are_reported_together() -> None:
    assert codes("con.pdf", GOOD["txt"]) == ["name-reserved", "mismatch"]


ZIP_LOCKED = bytearray(docx())
ZIP_LOCKED[ZIP_LOCKED.find(b"PK\x01\x02") + 8] |= 1


@pytest.mark.req("WIZ-09", part="password")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", samples.locked_pdf()),
        ("a.docx", samples.encrypted_package()),
        ("a.xlsx", samples.encrypted_package()),
        ("a.doc", samples.encrypted_package()),
        ("a.doc", samples.word(encrypted=True)),
        ("a.xls", samples.workbook(encrypted=True)),
        ("a.docx", bytes(ZIP_LOCKED)),
    ],
)
def test_a_file_with_a_password_is_refused_and_says_what_to_do(name: str, data: bytes) -> None:
    (problem,) = inspect(name, data, RULES)
    assert problem.code == "password"
    assert "Save a copy without a password and upload that copy." in problem.text


def test_a_pdf_that_only_forbids_printing_comes_in() -> None:
    assert codes("a.pdf", samples.printing_forbidden_pdf()) == []


def test_a_pdf_with_javascript_comes_in() -> None:
    held = io.BytesIO()
    with pikepdf.new() as document:
        add_page(document)
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(held)
    assert codes("form.pdf", held.getvalue()) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx(extra={"word/vbaProject.bin": b"x"})),
        ("a.docx", docx(main="application/vnd.ms-word.document.macroEnabled.main+xml")),
        (
            "a.docx",
            docx(
                more_types=(
                    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                )
            ),
        ),
        ("a.docx", docx(extra={"xl/macrosheets/sheet1.xml": "<x/>"})),
        ("a.doc", samples.word(storages=("Macros",))),
        ("a.xls", samples.workbook(storages=("_VBA_PROJECT_CUR",))),
        ("a.xls", samples.workbook(sheet_kind=1)),
    ],
)
def test_macros_are_refused(name: str, data: bytes) -> None:
    assert codes(name, data) == ["macros"]


def declaring(size: int) -> bytes:
    data = bytearray(docx())
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, size)
    return bytes(data)


def doubled() -> bytes:
    held = io.BytesIO(docx())
    with zipfile.ZipFile(held, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", "<other/>")
    return held.getvalue()


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (declaring(700 * MB), "bomb"),
        (samples.archive({"[Content_Types].xml": b" " * 3 * MB, "word/document.xml": ""}), "bomb"),
        (samples.archive({f"n{n}": "" for n in range(10_001)}), "bomb"),
        (samples.archive({"[Content_Types].xml": ENTITIES, "word/document.xml": ""}), "damaged"),
        (samples.archive({"[Content_Types].xml": "<not", "word/document.xml": ""}), "damaged"),
        (samples.archive({"readme.txt": "just a zip"}), "mismatch"),
        (docx(main=f"{WORD}.template.main+xml"), "mismatch"),
        (docx()[:-30], "damaged"),
        (doubled(), "damaged"),
    ],
)
def test_dishonest_packages_are_refused(data: bytes, code: str) -> None:
    assert codes("a.docx", data) == [code]


def test_a_bomb_costs_no_memory() -> None:
    data = samples.archive({"[Content_Types].xml": b" " * 300 * MB, "word/document.xml": ""})
    tracemalloc.start()
    assert codes("a.docx", data) == ["bomb"]
    assert tracemalloc.get_traced_memory()[1] < 8 * MB
    tracemalloc.stop()


MEASURED = """
import resource, sys
from precert.documents.rules import UploadRules
from precert.documents.file_types import inspect, inspect_content
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = inspect("a.pdf", data, UploadRules(len(data), False, ("pdf",)), inspect_content)
print(found[0].code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_bomb_inside_a_pdf_is_refused_within_little_memory() -> None:
    body = zlib.compress(b"1 0 <<>> " + b" " * 400 * MB, 1)
    stream = (
        b"%%PDF-1.5\n9 0 obj\n<</Type/XRef/Size 20/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length"
        b" %d>>stream\n" % len(body)
    )
    bomb = stream + body + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
    answer = subprocess.run(
        [sys.executable, "-c", MEASURED], input=bomb, capture_output=True, check=True
    ).stdout.split()
    assert answer[0] == b"damaged"
    assert int(answer[1]) < 200  # MB


@pytest.mark.parametrize(
    "data",
    [b"note\x00", b"bell\x07", bytes(range(128, 256)), b"\xff\xfea", "a\0b".encode("utf-16")],
)
def test_bytes_that_are_no_text_are_refused_as_txt(data: bytes) -> None:
    assert codes("a.txt", data) == ["mismatch"]


@pytest.mark.parametrize(
    "data",
    [
        "Größe".encode("cp1252"),
        "Größe".encode("utf-8-sig"),
        "Größe".encode("utf-16"),
        b"BMI 32, BP 120/80",
        b"import os",
        b"From: Dr. Synthetic\nSubject: labs\n",
        b'{"a": 1}',
        b"tab\tform\fend\x1a",
        b"<patient> said: no",
    ],
)
def test_texts_as_people_write_them_come_in(data: bytes) -> None:
    assert codes("a.txt", data) == []


def test_damaged_files_say_so() -> None:
    assert codes("a.pdf", b"%PDF-1.7\n" + b"garbage " * 100) == ["damaged"]
    assert codes("a.doc", GOOD["doc"][:700]) == ["damaged"]
    assert codes("a.doc", samples.compound({"WordDocument": b"no header of Word"})) == ["damaged"]
    assert codes("a.xls", samples.compound({"Workbook": b"\x09\x08\xff\xff" + bytes(100)})) == [
        "damaged"
    ]


@given(st.sampled_from(sorted(GOOD)), st.integers(0), st.sampled_from([0, 3, 40, 400]))
def test_mutilated_files_are_judged_without_an_error(
    extension: str, seed: int, changes: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD[extension])
    for _ in range(changes):
        data[chance.randrange(len(data))] = chance.randrange(256)
    cut = bytes(data[: chance.randrange(1, len(data) + 1)])
    for problem in inspect(f"a.{extension}", cut, RULES):
        assert problem.text


@pytest.mark.torture
def test_ten_thousand_mutilated_files_are_judged_without_an_error_or_growing_memory() -> None:
    chance = random.Random(25)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(10_000):
        extension = chance.choice(sorted(GOOD))
        data = bytearray(GOOD[chance.choice([extension, extension, extension, *GOOD])])
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        inspect(f"a.{extension}", bytes(data[: chance.randrange(1, len(data) + 1)]), RULES)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # KiB on Linux


@given(st.text(max_size=40), st.binary(max_size=200))
def test_any_name_and_content_is_judged_without_an_error(name: str, data: bytes) -> None:
    for problem in inspect(name, data, RULES):
        assert problem.text
