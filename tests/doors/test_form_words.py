"""What a form says when something is wrong, on every page: our words, none of Django's sentences."""

import re

import pytest
from django import forms
from django.test import Client

from tests import world as w
from tests.doing.people import helping

DJANGO = re.compile(
    r"Ensure this value|This field is required|Select a valid choice|Null characters"
    r"|Enter a(?! value\.)"  # the one that is ours
)


@pytest.mark.django_db
def test_every_page_says_it_in_our_words(now):
    world = w.build(now)
    helping.staff(world, "sue", "support")
    sue = w.signed_in(world, "sue")
    pages = {
        sue.post("/support", {"text": "a"}).content.decode(): "Use at least 2 characters.",
        sue.post("/support", {"text": ""}).content.decode(): "Enter a value.",
        Client()
        .post("/login", {"door": "provider", "username": "x" * 151, "password": "y"})
        .content.decode(): "Use at most 150 characters.",
        Client()
        .post("/register", {"npi": "1" * 41, "code": "x", "contract": w.CO})
        .content.decode(): "Use at most 40 characters.",
        Client()
        .post("/register", {"npi": "1234567893", "code": "RC4711"})
        .content.decode(): "Choose the contract.",
    }
    for shown, words in pages.items():
        assert words in shown
        assert not DJANGO.search(shown)


def test_a_form_of_its_own_words_keeps_them():
    assert (
        forms.CharField(error_messages={"required": "Enter the code."}).error_messages["required"]
        == "Enter the code."
    )
    assert forms.ChoiceField().error_messages["invalid_choice"] == "Choose one from the list."
