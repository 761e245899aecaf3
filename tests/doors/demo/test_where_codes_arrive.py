"""In the demonstration each page that waits for a code says where it arrives: mail in the mailbox,
the rest on the telephone.
"""

import re
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from precert.people.models import Account
from tests import world as w
from tests.harness import factors
from tests.harness.registrations import enter, registrant

MAIL, TELEPHONE = "/demo/mail", "/demo/phone"


@pytest.fixture
def world(db: None, now: datetime, settings: Settings) -> w.World:
    settings.ROOT_URLCONF, settings.MODE = "tests.browser.demo_urls", "demo"
    settings.TELEPHONE_URL = "http://127.0.0.1:9"  # connected; nothing is sent here
    return w.build(now)


def arrives(browser: Client, place: str) -> str:
    found = re.search(
        r'In this demonstration, find it \w+ the <a href="([^"]+)"',
        browser.get(place).content.decode(),
    )
    return found[1] if found else ""


def test_codes_of_a_registration_and_of_passwords_and_addresses_are_mailed(
    world: w.World, now: datetime
) -> None:
    newcomer, forgetful, ada = (
        enter(Client(), registrant(now), now),
        Client(),
        w.signed_in(world, "ada", "denver"),
    )
    newcomer.post("/enrol/factor", {"kind": "email"})
    newcomer.post("/enrol/email", {"email": "nina@example.org"})
    assert arrives(newcomer, "/enrol/email/code") == MAIL
    forgetful.post("/password/forgot", {"username": "ada", "email": "ada@example.org"})
    assert arrives(forgetful, "/password/forgot/code") == MAIL
    ada.post("/password/change", {"email": "ada@example.org"})
    assert arrives(ada, "/password/change/code") == MAIL


def test_the_second_factor_says_whether_it_is_mailed_or_goes_to_the_telephone(
    world: w.World, now: datetime
) -> None:
    browser, given = Client(), {"door": "provider", "username": "ada", "password": w.PASSWORD}
    browser.post("/login", given)
    assert arrives(browser, "/login/code") == MAIL
    phone = factors.add_phone(Account.objects.get(username="ada"), now)
    browser.post("/login", given)
    browser.post("/login/factor", {"choice": f"{phone}:sms"})
    assert arrives(browser, "/login/code") == TELEPHONE
