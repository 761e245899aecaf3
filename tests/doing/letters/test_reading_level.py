"""A letter to a member is read by anybody: sixth grade, short sentences, no bare abbreviation."""

import re

import pytest

from precert.contracts.pack_reader import SHIPPED, read_folder
from precert.contracts.schema import Pack
from tests.architecture.source import SOURCE
from tests.harness.reading_level import grade, sentences

PACKS = {
    path.parent.name: read_folder(path.parent).pack for path in SHIPPED.glob("*/contract.toml")
}
TEMPLATE = (SOURCE / "letters" / "catalog" / "member.typ").read_text()
KNOWN = {"ID"}  # what everybody has read on a card of their own
FIELDS = re.compile(r"#[a-z]+(?:\.[a-z]+)+(?:\([^)]*\))?")


def prose(pack: Pack) -> str:
    """Every sentence of the built-in letter to a member, whatever the outcome; "Lee" stands for
    whatever is filled in.
    """
    body = TEMPLATE.partition("\n)\n")[2]
    body = re.sub(r"#facts\(\(.*?\n *\)\)", "", body, flags=re.DOTALL)
    body = re.sub(r"#?paragraphs\(.*?\)|^ *=+ .*$", "", body, flags=re.MULTILINE)
    body = re.sub(r"#(?:if|for)\b[^\[\n]*[\[{]", "", body)
    body = FIELDS.sub("Lee", body)
    left = re.sub(r"[\[\]{}]|^ *- ", " ", body, flags=re.MULTILINE)
    return " ".join(f"{left} {pack.appeal_rights}".split())


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_letter_to_a_member_is_sixth_grade_reading(name: str) -> None:
    text = prose(PACKS[name])
    assert "#" not in text, "code was taken for prose"
    assert len(sentences(text)) > 12
    assert grade(text) <= 6.0, text
    assert [one for one in sentences(text) if len(one) > 35] == []


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_letter_to_a_member_has_no_bare_abbreviation(name: str) -> None:
    assert set(re.findall(r"\b[A-Z]{2,}\b", prose(PACKS[name]))) <= KNOWN


def test_a_hard_text_is_found_hard() -> None:
    hard = "Determinations regarding precertification necessitate comprehensive documentation."
    assert grade(hard) > 12
    assert grade("We will call you. You can ask us why.") < 4
