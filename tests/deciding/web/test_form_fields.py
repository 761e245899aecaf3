"""A Django form is shown by the one field of all pages: hint and error belong to their control."""

import re

import pytest

from precert.web.account.forms import RecoveryForm
from precert.web.audit.forms import FilterForm
from precert.web.form_fields import contact_lines
from precert.web.register.forms import ContactForm, ResendForm
from tests.deciding.web import rendering  # sets Django up

PLACES = [(1, "Denver Hospital"), (2, "Boulder Clinic")]


def shown(form: object) -> str:
    return rendering.render("{{ form }}", form=form)


def control(page: str, key: str) -> str:
    """The tag with this id."""
    found = re.search(rf'<(?:input|select|textarea|fieldset)[^>]*\bid="{key}"[^>]*>', page)
    assert found, key
    return found[0]


def test_hint_and_error_describe_their_control() -> None:
    form = ContactForm({"username": "a b"}, PLACES, {})
    page = shown(form)
    tag = control(page, "id_username")
    assert 'aria-describedby="id_username-hint id_username-error"' in tag
    assert 'aria-invalid="true"' in tag
    assert 'aria-required="true"' in tag
    assert 'value="a b"' in tag
    assert 'id="id_username-hint"' in page
    assert re.search(r'id="id_username-error"[^>]*>Use only the letters', page)


def test_several_providers_are_radios_and_one_is_not_asked() -> None:
    assert shown(ContactForm(None, PLACES, {})).count('type="radio"') == 2
    only = shown(ContactForm(None, PLACES[:1], {}))
    assert 'type="radio"' not in only
    assert re.search(r'<input type="hidden" name="provider" value="1"', only)


@pytest.mark.parametrize("code", ["AAAA-BBBB", "x"])
def test_a_code_is_never_shown_again(code: str) -> None:
    form = RecoveryForm({"code": code})
    assert 'value=""' in control(shown(form), "id_code")


def test_all_that_is_missing_is_said_at_once() -> None:
    form = ResendForm({})
    assert {name: list(said) for name, said in form.errors.items()} == {
        "username": ["Enter the username you chose."],
        "email": ["Enter the email address you registered with."],
    }


def test_a_fax_number_is_asked_of_providers_only() -> None:
    assert contact_lines()["fax"].required
    assert not contact_lines(staff=True)["fax"].required


def test_a_filter_that_may_be_anything_says_so() -> None:
    page = shown(FilterForm(None, None))  # type: ignore[arg-type]  # nothing is looked up
    assert '<option value="">Everything</option>' in page
    assert 'data-source="/audit/people"' in page
