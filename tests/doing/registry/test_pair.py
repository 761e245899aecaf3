"""NPI check digits, and codes as they are compared. No database."""

import pytest
from pytest_django import Settings

from precert.demo import cast
from precert.kit.folding import identifier
from precert.registry import registration
from precert.registry.registration import code_digest, npi_is_right


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("npi", ["1234567893", "1679576722", "1003000126", cast.npi(1)])
def test_an_npi_with_the_right_check_digit(npi: str) -> None:
    assert npi_is_right(npi)


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize(
    "npi",
    [
        "1234567890",
        "1234567894",
        "123456789",
        "12345678933",
        "3234567893",
        "123456789a",
        "",
        "١٢٣٤٥٦٧٨٩٣",
        "-234567893",
    ],
)
def test_what_is_no_npi(npi: str) -> None:
    assert not npi_is_right(npi)


@pytest.mark.req("ACC-02")
def test_every_other_check_digit_is_wrong() -> None:
    assert [digit for digit in range(10) if npi_is_right(f"167957672{digit}")] == [2]


def test_codes_are_compared_without_case_blanks_and_dashes() -> None:
    assert identifier(" rc\u00a0-47\u201011 ") == identifier("RC4711") == "RC4711"
    assert identifier("\uff32\uff23 4711") == "RC4711"


def test_a_codes_digest_is_the_contracts_own_and_keyed(settings: Settings) -> None:
    digest = code_digest("co-um", "rc-4711")
    assert digest == code_digest("co-um", "RC 4711")
    assert len(digest) == 64
    assert digest != code_digest("ms-state-um", "RC-4711")
    settings.SECRET_KEY = "another " * 8
    assert digest != code_digest("co-um", "RC-4711")


def test_a_provider_without_npi_is_looked_for_only_where_the_pack_allows_it() -> None:
    class Pack:
        code_in_both_fields = True

    assert registration._npi(Pack(), "B42", "B42") == ""  # type: ignore[arg-type]
    assert registration._npi(Pack(), "B42", "B43") == registration.NOBODY  # type: ignore[arg-type]
    Pack.code_in_both_fields = False
    assert registration._npi(Pack(), "B42", "B42") == registration.NOBODY  # type: ignore[arg-type]
    assert registration._npi(Pack(), "1679576722", "B42") == "1679576722"  # type: ignore[arg-type]
