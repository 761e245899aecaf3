"""PDF: accessible, repeatable, deaf to markup in data, closed to files and network."""

import io
import itertools
import threading
import time
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.kit import pdf
from precert.kit.pdf import PdfError, render

LETTER = """
#show: letter.with(title: data.title, sender: data.sender, date: data.date, reference: data.reference, to: data.to)
#paragraphs(data.text)
= Your request
#facts(data.facts)
== Services
#grid-table(([Code], [Service], [Outcome]), data.lines)
"""
PLAIN = '#show: document-page.with(title: "Test")\n= Value\n#data.value'


def letter(number: int = 1) -> dict[str, object]:
    return {
        "title": f"Decision {number}",
        "sender": ["Precert Review", "1 Synthetic Street"],
        "date": "June 9, 2026",
        "reference": f"Case {number}",
        "to": ["Ada Example", "2 Sample Road"],
        "text": "We looked at the request. " * 12 + "\n\n" + "This is what we decided. " * 12,
        "facts": [["Consumer", "Bea Example"], ["Member id", f"M{number}"]],
        "lines": [[f"9711{n}", f"Service {number}-{n}", "Approved"] for n in range(6)],
    }


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in opened(data).pages)


def shown(value: str) -> str:
    return text(render(PLAIN, {"value": value}))


def tags(data: bytes) -> list[str]:
    """Structure tags in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            walk(node.get("/K"))

    walk(opened(data).trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.req("COM-04")
def test_a_letter_is_tagged_titled_and_in_a_language() -> None:
    data = render(LETTER, letter())
    root = opened(data).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(data).metadata.title == "Decision 1"
    assert b"pdfuaid:part" in opened(data).trailer["/Root"]["/Metadata"].get_object().get_data()


def test_headings_and_the_header_row_are_tagged() -> None:
    found = tags(render(LETTER, letter()))
    assert found.count("/TH") == 3
    assert found.count("/TD") == 18
    assert "/H1" in found
    assert "/H2" in found
    assert "/L" in found


def test_all_of_the_letter_is_on_the_page() -> None:
    found = text(render(LETTER, letter(7)))
    for piece in (
        "Precert Review",
        "June 9, 2026",
        "Case 7",
        "Ada Example",
        "Decision 7",
        "what we decided",
        "Bea Example",
        "Service 7-5",
        "Page 1 of 1",
    ):
        assert piece in found


def test_the_same_letter_gives_the_same_bytes_and_the_date_is_the_one_given() -> None:
    at = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
    assert render(LETTER, letter()) == render(LETTER, letter())
    assert opened(render(LETTER, letter(), at=at)).metadata.creation_date == at
    assert opened(render(LETTER, letter())).metadata.creation_date is None


@pytest.mark.parametrize(
    "value",
    [
        '#import "@preview/cetz:0.2.0"',
        "$x^2$ and $broken",
        "*bold* _it_ `code`",
        "= No heading",
        '#read("/etc/passwd")',
        "]#panic()[",
        '"); #x',
        "\\u{41} <label> @ref",
        "// gone",
        "#" * 50,
        "-- --- ~ ...",
    ],
)
def test_markup_in_data_is_shown_not_run(value: str) -> None:
    found = shown(value)
    for word in value.split():
        assert word in found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\x07b", "a\ufffdb"),
        ("a\x9fb", "a\ufffdb"),
        ("pay\u202ethgir", "pay\ufffdthgir"),
        ("iso\u2066late", "iso\ufffdlate"),
        ("lone\ud800", "lone\ufffd"),
        ("smile 😀 end", "smile \ufffd end"),
        ("名前", "\ufffd\ufffd"),
        ("\U0010ffff", "\ufffd"),
        ("␀", "\ufffd"),
        ("\ufeffstart", "\ufffdstart"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("left\u200eright", "left\ufffdright"),
    ],
)
def test_what_no_font_shows_is_marked_not_dropped(value: str, expected: str) -> None:
    assert expected in shown(value)


def test_what_no_font_shows_can_be_asked_before() -> None:
    assert pdf.missing("smile 😀, 名前 and 名 – “José”") == ["😀", "名", "前"]
    assert pdf.missing("“José” ≤ 5 µg") == []


@pytest.mark.parametrize(
    "code",
    [
        *(0x00, 0x07, 0x1B, 0x7F, 0x9F),  # control characters
        *(0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E),  # writing direction
        *(0x2066, 0x2067, 0x2068, 0x2069),
        *(0x200B, 0x2060, 0xFEFF),  # no width
        *(0xE000, 0x0378, 0xFFFE, 0x10FFFF),  # private, not assigned
        0xD800,  # half a pair
    ],
    ids=hex,
)
def test_what_nobody_sees_is_named_by_its_number(code: int) -> None:
    assert pdf.strange(f"a{chr(code)}b") == f"U+{code:04X}"
    assert pdf.REPLACEMENT in shown(f"a{chr(code)}b")


@pytest.mark.parametrize(
    "text", ["two\nlines\r\n\tand a tab", "soft\u00adhyphen", "e\u0301", "a\u2028b"]
)
def test_what_is_only_layout_is_not_named(text: str) -> None:
    assert pdf.strange(text) == ""


@pytest.mark.parametrize(
    "value",
    [
        "José Nuñez",
        "Łódź Đặng",
        "Русский",
        "Ελληνικά",
        "עברית",
        "“typographic” – 5 µg ≤ 10 °C ½",
        "e\u0301",
        "soft\u00adhyphen",
        "",
        " ",
        "x" * 20_000,
    ],
)
def test_what_the_fonts_know_is_no_error(value: str) -> None:
    assert "\ufffd" not in shown(value)


def test_arabic_is_typeset() -> None:
    assert "\ufffd" not in shown("مرحبا")


@pytest.mark.req("COM-04")
@pytest.mark.parametrize("word", ["W" * 600, "https://example.org/" + "a1b2c3/" * 20, "Ä" * 80])
def test_a_word_longer_than_a_line_breaks_and_copies_whole(word: str) -> None:
    found = shown(word)
    assert word in found.replace("\n", "")
    assert max(len(line) for line in found.splitlines()) < 110


@pytest.mark.req("COM-04")
def test_columns_share_the_width_and_no_word_leaves_its_own() -> None:
    cells = [
        "Therapeutic exercise, one or more areas",
        "November 18, 2026 to November 24, 2026",
        "Approved in part",
        "W" * 30,
        "x",
    ]
    data = render(
        '#show: document-page.with(title: "T")\n#grid-table(([A], [B], [C], [D], [E]),'
        " (data.cells,))",
        {"cells": cells},
    )
    found: list[tuple[float, str]] = []
    opened(data).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: found.append((tm[4] * cm[0] + cm[4], text))
    )
    left = sorted({round(x) for x, text in found if text.strip() in set("ABCDE")})
    assert len(left) == 5
    assert all(70 < right - here < 110 for here, right in itertools.pairwise(left))
    assert not any("WWWWWWWWWW" in text for _, text in found)


def test_line_ends_of_every_system_are_line_ends() -> None:
    assert "one\ntwo\nthree\nfour" in shown("one\r\ntwo\rthree\u2028four")


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_any_text_gives_a_document(value: str) -> None:
    assert render(PLAIN, {"value": value}).startswith(b"%PDF")


def test_thousands_of_unknown_characters_are_learned_quickly() -> None:
    start = time.monotonic()
    assert "\ufffd" in shown("".join(map(chr, range(0x4E00, 0x9000))))
    assert time.monotonic() - start < 5


def test_nested_data_is_cleaned_too() -> None:
    source = (
        '#show: document-page.with(title: "T")\n= H\n#grid-table(([A], [B]),'
        " data.rows)\n#data.one.two"
    )
    found = text(render(source, {"rows": [["x\x01y", 5], ("z", None)], "one": {"two": "p\u202eq"}}))
    assert "x\ufffdy" in found
    assert "p\ufffdq" in found


def test_too_much_text_fails_cleanly_and_soon() -> None:
    start = time.monotonic()
    with pytest.raises(PdfError, match="too much text"):
        render(PLAIN, {"value": "word " * 2_000_000})
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.2.0": *',
        '#include "x.typ"',
        '#{ import "@preview/cetz:0.2.0" }',
        '#{ include("x") }',
        '#let p = "@" + "preview/x:1.0.0"',
        '#eval("1")',
    ],
)
def test_a_template_reaches_nothing_outside(source: str) -> None:
    with pytest.raises(PdfError, match="stands alone"):
        render(source, {})


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#image("http://127.0.0.1:9/x.png")',
        '#json("x")',
    ],
)
def test_a_template_sees_no_file(source: str) -> None:
    with pytest.raises(PdfError):
        render(source, {})


def test_a_letter_may_ask_to_include_records() -> None:
    assert "include the records" in text(
        render('#show: document-page.with(title: "T")\nPlease include the records you import.', {})
    )


@pytest.mark.parametrize("source", ["text\n#unknown", "text\n#data.absent", "text\n#{1 +}"])
def test_a_fault_names_the_line_of_the_template(source: str) -> None:
    with pytest.raises(PdfError, match="line 2 of the template"):
        render(source, {})


def test_endless_recursion_ends() -> None:
    with pytest.raises(PdfError):
        render("#let f() = f()\n#f()", {})


def test_eight_threads_make_their_own_letters() -> None:
    wrong: list[object] = []

    def work(thread: int) -> None:
        try:
            for n in range(10):
                number = thread * 100 + n
                if f"Service {number}-5" not in text(render(LETTER, letter(number))):
                    wrong.append(number)
                shown(chr(0x3041 + number % 80))
        except Exception as error:
            wrong.append(error)

    pdf._learned.clear()
    pdf._asked.clear()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
