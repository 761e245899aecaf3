"""Characters that nobody sees, and the reasons that may not hold one."""

import pytest

from precert.conduct.refusal import reason_missing
from precert.kit.hidden_characters import hidden


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
    assert [one.text for one in reason_missing("lanoitar\u202e")] == [
        "This contains an invisible character. Delete it and enter it again."
    ]
