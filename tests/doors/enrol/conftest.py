"""Somebody whose link is open, in a browser of their own."""

import pytest
from django.test import Client

from tests.harness.authenticator import HERE
from tests.harness.characters import make_cast
from tests.harness.registrations import enter, registrant


@pytest.fixture(autouse=True)
def all_kinds(settings):
    """Everything that second factors need is there."""
    settings.SITE_URL = HERE
    settings.TELEPHONE_URL = "http://127.0.0.1:1"


@pytest.fixture
def cast(db, now):
    return make_cast(now)


@pytest.fixture
def nina(cast, now):
    return registrant(now)


@pytest.fixture
def browser(nina, now):
    return enter(Client(), nina, now)
