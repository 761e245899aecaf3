"""File names that people and attackers choose."""

import pytest

from precert.documents import names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd.pdf", "name-path"),
        ("..\\..\\boot.pdf", "name-path"),
        ("/tmp/x.pdf", "name-path"),
        ("C:\\Users\\x.pdf", "name-path"),
        ("a\0.pdf", "name-hidden"),
        ("a\r\nSet-Cookie: x.pdf", "name-hidden"),
        ("a\x7f.pdf", "name-hidden"),
        ("chart\u202efdp.exe", "name-hidden"),
        ("chart\u2066.pdf", "name-hidden"),
        ("zero\u200bwidth.pdf", "name-hidden"),
        ("lone\ud800.pdf", "name-hidden"),
        ("x" * 252 + ".pdf", "name-long"),
        ("CON", "name-reserved"),
        ("con.pdf", "name-reserved"),
        ("Lpt1.x.pdf", "name-reserved"),
        ("nul .pdf", "name-reserved"),
        ("..", "name-empty"),
        (".", "name-empty"),
        ("", "name-empty"),
        ("   ", "name-empty"),
        ("x.pdf.", "name-dot"),
        ("x.pdf. ", "name-dot"),
    ],
)
def test_bad_names_are_refused(name: str, code: str) -> None:
    assert code in [problem.code for problem in names.find_problems(name)]


@pytest.mark.parametrize(
    "name",
    [
        "x.pdf",
        "x" * 251 + ".pdf",
        "Befund Müller (2).PDF",
        "检查.pdf",
        "نتیجه\u200cها.pdf",
        "a.b.c.tif",
        ".hidden.pdf",
        "connie.pdf",
        "50% & 'x'.doc",
    ],
)
def test_good_names_pass(name: str) -> None:
    assert names.find_problems(name) == []


def test_a_name_is_composed_and_trimmed() -> None:
    assert names.clean("  Mu\u0308ller.pdf ") == "Müller.pdf"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.pdf.exe", "exe"),
        ("a", ""),
        (".pdf", ""),
        ("..pdf", ""),
        ("a.", ""),
        ("a.pdf ", "pdf"),
    ],
)
def test_the_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    assert names.extension(name) == ending
