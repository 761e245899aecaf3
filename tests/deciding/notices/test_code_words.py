"""The words about a code: for every purpose, short enough for one text message."""

import pytest

from precert.notices import code_words
from precert.people.policy import PURPOSES

# Letters of a text message that needs no longer encoding (3GPP TS 23.038), as far as English has
# them.
PLAIN = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-'!?/()")


def test_every_purpose_has_its_words() -> None:
    assert set(code_words.ABOUT) == set(PURPOSES)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_text_message_is_one_message(purpose: str) -> None:
    text = code_words.texted(purpose, "123456", "15:10 AKDT")
    assert len(text) <= 160
    assert set(text) <= PLAIN


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_is_said_names_the_key_and_warns(purpose: str) -> None:
    said = code_words.spoken(purpose)
    assert code_words.ABOUT[purpose].to in said
    assert "pound key" in said
    assert "hang up" in said
