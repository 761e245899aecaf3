"""Nobody learns at registration which NPI, code, username or address is known: not by what is
answered, not by how long it takes.

Both sides are asked in turn (`tests.harness.sameness.compare`).
"""

from collections.abc import Callable
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.test import Client

from precert.jobs.worker import run_once
from precert.kit import clock as kit
from precert.people.models import Account, Link
from tests import world as w
from tests.harness import sameness
from tests.harness.registering import give_code
from tests.harness.sameness import Masked

KNOWN_NPI, UNKNOWN_NPI = w.PROVIDERS["doctor"][1], "1003000126"
NEVER_REGISTERED = {"username": "xyz", "email": "xyz@example.org"}
WAITING = {"username": "ben", "email": "ben@example.org"}
REGISTERED = {"username": "ada", "email": "ada@example.org"}


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    Account.objects.filter(username="ben").update(registered_at=None)
    Link.objects.create(
        account_id=made.accounts["ben"],
        purpose="register",
        token_digest="0" * 64,
        made_at=now,
        expires_at=now,
    )
    return made


@pytest.fixture(scope="module")
def browser() -> Client:
    """One client for all tries: making one reads the list of all static files."""
    return Client()


def asks(browser: Client, place: str, form: dict[str, str]) -> Callable[[], Masked]:
    """Post the form from a browser without cookies."""

    def ask() -> Masked:
        browser.cookies = SimpleCookie()
        return sameness.masked(browser.post(place, form), *form.values())

    return ask


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("count", sameness.COUNTS)
def test_a_known_npi_and_an_unknown_one_get_the_same_answer_in_the_same_time(
    world: w.World, clock: time_machine.Traveller, browser: Client, count: int
) -> None:
    typed = {"contract": w.CO, "code": "RC-4712"}
    known, unknown = (
        asks(browser, "/register", typed | {"npi": npi}) for npi in (KNOWN_NPI, UNKNOWN_NPI)
    )
    assert sameness.compare(clock, count, known, unknown).difference == ""


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("count", sameness.COUNTS)
@pytest.mark.parametrize("known", [WAITING, REGISTERED], ids=["waiting", "registered"])
def test_who_waits_for_a_link_and_who_never_registered_get_the_same_answer_in_the_same_time(
    world: w.World,
    clock: time_machine.Traveller,
    browser: Client,
    known: dict[str, str],
    count: int,
) -> None:
    one, other = (asks(browser, "/register/resend", form) for form in (known, NEVER_REGISTERED))
    assert sameness.compare(clock, count, one, other).difference == ""
    before = Link.objects.count()
    run_once(kit.now())
    assert (Link.objects.count() > before) == (known is WAITING), "the worker knows, later"
