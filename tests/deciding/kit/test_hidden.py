"""Characters that nobody sees, and the reasons that may not hold one."""

import pytest

from precert.conduct.refusal import reason_missing
from precert.kit.hidden_characters import blank, hidden, trimmed
from precert.kit.merge import same, storable, tidy
from precert.questionnaires.values import is_blank


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("José Ōta-O'Neil", False), ("علی\u200cرضا", False), ("", False), ("a😀", False),
        ("\u202eada", True), ("ada\u200b", True), ("ad\u00ada", True), ("a\u2028b", True), ("a\ue000", True),
        ("a\nb", True), ("a\x00", True),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_found(text: str, found: bool) -> None:
    assert hidden(text) is found


def test_a_reason_may_have_lines_and_nothing_unseen() -> None:
    assert reason_missing("Called,\r\nand named\tthe last request.") == []
    assert [one.text for one in reason_missing("lanoitar\u202eeno")] == [
        "This contains an invisible character. Delete it and enter it again."
    ]


SHOWS_NOTHING = [
    "", " ", "\r\n\t", "\u200b", "\u2060\ufeff", "\u00ad", "\u202a\u202c", "\u2066\u2069", "\u3164", "\u2800",
    "\u115f\u1160", "\uffa0", "\u034f", "\u00a0\u2003", "\u200d\u200c", " \u200b \u200b ",
]  # fmt: skip


@pytest.mark.parametrize("text", SHOWS_NOTHING, ids=ascii)
def test_a_text_that_shows_nothing_is_blank_and_nothing_is_left_of_it(text: str) -> None:
    assert blank(text)
    assert trimmed(text) == ""
    assert tidy(text) is None
    assert is_blank(text)


@pytest.mark.parametrize("around", SHOWS_NOTHING, ids=ascii)
def test_what_shows_nothing_is_trimmed_at_both_ends_and_stays_between(around: str) -> None:
    text = f"{around}Ann\u200dLee (\u0646\u200c\u0647){around}"
    assert trimmed(text) == "Ann\u200dLee (\u0646\u200c\u0647)"
    assert not blank(text)
    assert same(text, "Ann\u200dLee (\u0646\u200c\u0647)")


def test_line_ends_are_one_thing() -> None:
    assert storable("a\r\nb\rc\nd") == "a\nb\nc\nd"
