"""What a code looks like, and what a typed text means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precert.codes import systems


@pytest.mark.parametrize(
    ("system", "text", "prefix"),
    [
        ("icd10cm", "M54.5", "M545"),
        ("icd10cm", " m545 ", "M545"),
        ("icd10cm", "M54.", "M54"),
        ("icd10cm", "c7a", "C7A"),
        ("icd10cm", "QA0.01", "QA001"),
        ("icd10cm", "hiv", ""),
        ("icd10cm", "low back", ""),
        ("icd10cm", "12", ""),
        ("icd10cm", "M54.5000000", ""),
        ("icd10pcs", "0SG0071", "0SG0071"),
        ("icd9cm", "v12.5", "V125"),
        ("hcpcs", "k08", "K08"),
        ("hcpcs", "k", ""),
        ("cpt", "974", "974"),
        ("cpt", "0042T", "0042T"),
        ("cpt", "٣٤٥", ""),
        ("nothing", "M54", ""),
    ],
)
def test_a_text_that_looks_like_the_start_of_a_code_is_one(
    system: str, text: str, prefix: str
) -> None:
    assert systems.code_prefix(system, text) == prefix


@pytest.mark.parametrize(
    ("system", "code", "whole"),
    [
        ("icd10cm", "M54.50", True),
        ("icd10cm", "M5450", False),
        ("icd10cm", "QA0.0101", True),
        ("icd10pcs", "0SG0071", True),
        ("icd10pcs", "0SG007O", False),
        ("icd9cm", "250.00", True),
        ("icd9cm", "E812.0", True),
        ("hcpcs", "E1399", True),
        ("hcpcs", "E139", False),
        ("cpt", "97110", True),
        ("cpt", "9711", False),
        ("nothing", "97110", False),
    ],
)
def test_whole_codes_are_told_by_their_form(system: str, code: str, whole: bool) -> None:
    assert systems.is_whole_code(system, code) is whole


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (" m54.50\n", "M5450"),
        ("M54.5%", ""),
        ("", ""),
        ("M545012345", ""),
        ("M54\x00", ""),
        ("ß", ""),
    ],
)
def test_a_key_holds_nothing_but_letters_and_digits(code: str, key: str) -> None:
    assert systems.key_of(code) == key


@given(st.sampled_from(sorted(systems.LABELS)), st.text(max_size=30))
def test_a_prefix_is_made_of_what_keys_are_made_of(system: str, text: str) -> None:
    prefix = systems.code_prefix(system, text)
    assert prefix == systems.key_of(prefix)
    assert len(prefix) <= systems.LONGEST_KEY
