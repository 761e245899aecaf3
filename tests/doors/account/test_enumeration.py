"""Nobody learns at the door whether a username has an account: not by what is answered, not by how
long it takes.

Both sides are asked in turn (`tests.harness.sameness.compare`).
"""

from functools import partial
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from precert.people.models import Account
from tests.harness import sameness
from tests.harness.characters import PASSWORD, make_cast

pytestmark = pytest.mark.usefixtures("committed")
KNOWN, UNKNOWN = "mallory", "nobodyx"  # equally long: the page repeats what was typed
CLOSED = [
    {"locked_at": "2026-06-09T14:00Z"},
    {"removed_at": "2026-06-09T14:00Z"},
    {"is_active": False},
    {"password": "!"},
    {"staff": True},
]


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


@pytest.fixture(scope="module")
def browser():
    """One client for all tries: making one reads the list of all static files."""
    return Client()


def give(browser, username, password="not the password", door="provider"):
    """A stranger's try in a browser without cookies; the answer, and what the page of the code then
    is, masked.
    """
    browser.cookies = SimpleCookie()
    answer = browser.post("/login", {"door": door, "username": username, "password": password})
    return sameness.masked(answer, username), sameness.masked(browser.get("/login/code"))


@pytest.mark.req("ACC-01", "ACC-06")
@pytest.mark.parametrize("count", sameness.COUNTS)
def test_a_known_name_and_an_unknown_one_get_the_same_answers_in_the_same_time(
    cast, clock, browser, count
):
    def work(username):
        browser.cookies = SimpleCookie()
        return sameness.masked(
            browser.post(
                "/login", {"door": "provider", "username": username, "password": "not it"}
            ),
            username,
        )

    assert (
        sameness.compare(clock, count, partial(work, KNOWN), partial(work, UNKNOWN)).difference
        == ""
    )


@pytest.mark.req("ACC-01", "ACC-06")
@pytest.mark.parametrize("count", sameness.COUNTS)
def test_the_page_of_the_code_is_no_further_for_a_known_name(cast, clock, browser, count):
    kept = {}
    for username in (KNOWN, UNKNOWN):
        give(browser, username)
        kept[username] = browser.cookies

    def work(username):
        browser.cookies = kept[username]
        return sameness.masked(browser.get("/login/code")), sameness.masked(
            browser.post("/login/code", {"code": "123456"})
        )

    assert (
        sameness.compare(clock, count, partial(work, KNOWN), partial(work, UNKNOWN)).difference
        == ""
    )


@pytest.mark.req("ACC-10")
@pytest.mark.parametrize("state", CLOSED)
def test_an_account_that_cannot_be_used_answers_its_right_password_as_if_it_were_nobodys(
    cast, browser, state
):
    Account.objects.filter(username=KNOWN).update(**state)
    assert give(browser, KNOWN, PASSWORD) == give(browser, UNKNOWN, PASSWORD)


def test_eleven_tries_in_a_row_answer_alike(cast, browser):
    assert [give(browser, KNOWN) for _ in range(11)] == [give(browser, UNKNOWN) for _ in range(11)]


def test_a_real_difference_is_found(cast, monkeypatch, clock, browser):
    """The control run: without the work for an unknown name the times tell."""
    monkeypatch.setattr("precert.people.checks.password._burn", lambda password: False)
    monkeypatch.setattr("precert.people.passwords.is_right", slow)
    found = sameness.compare(
        clock, 15, partial(give, browser, KNOWN), partial(give, browser, UNKNOWN)
    )
    assert found.difference.startswith("the times")


def slow(typed, stored):
    """Production's work, in small."""
    return sum(n * n for n in range(1_000_000)) < 0
