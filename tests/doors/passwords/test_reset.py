"""Forgot password: the same to everybody, a code only for who fits, and nobody is signed in by it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client

from precert.journal.models import Entry
from precert.kit import clock as now_is
from precert.people import passwords
from precert.people.models import Account, LoginSession
from precert.people.queries import open_code
from tests import world as w
from tests.harness import sameness, sessions

FRESH = "velvet-Orbit-7-mango"
Answer = Any


@pytest.fixture
def world(now: datetime, db: None) -> w.World:
    return w.build(now)


def ask(browser: Client, username: str, email: str) -> Answer:
    return browser.post("/password/forgot", {"username": username, "email": email})


def mailed() -> str:
    mail = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now_is.now())
    return mail.code if mail else ""


def arrive(browser: Client) -> None:
    """To the page of the new password."""
    ask(browser, "ada", "ada@example.org")
    assert (
        browser.post("/password/forgot/code", {"code": mailed()}).headers["Location"]
        == "/password/forgot/new"
    )


@pytest.mark.req("ACC-08")
def test_code_then_the_new_password_twice_then_sign_in_with_both_factors(world: w.World) -> None:
    browser = Client()
    ada = Account.objects.get(username="ada")
    elsewhere = sessions.sign_in(Client(), ada, world.now)
    answer = ask(browser, " ADA ", "Ada@Example.org ")
    assert answer.headers["Location"] == "/password/forgot/code"
    assert (
        "If the username and email address match"
        in browser.get("/password/forgot/code").content.decode()
    )
    assert browser.get("/password/forgot/new").headers["Location"] == "/password/forgot/code", (
        "not before the code"
    )
    assert browser.post("/password/forgot/code", {"code": mailed()}).status_code == 302
    page = browser.get("/password/forgot/new").content.decode()
    assert "At least 14 characters" in page
    done = browser.post("/password/forgot/new", {"password": FRESH, "again": FRESH})
    assert done.headers["Location"] == "/login?ended=password"
    assert "Sign in with the new one" in browser.get(done.headers["Location"]).content.decode()
    assert elsewhere.get("/context").status_code == 302, "signed out everywhere"
    signs_in = browser.post("/login", {"door": "provider", "username": "ada", "password": FRESH})
    assert signs_in.headers["Location"] == "/login/code", "the second factor still stands"
    assert browser.get("/context").status_code == 302
    assert LoginSession.objects.filter(ended_at=None).count() == 0
    assert Entry.objects.get(verb="password-changed").data == {"how": "forgotten"}


@pytest.mark.req("ACC-08")
@pytest.mark.parametrize(
    ("username", "email", "change"),
    [
        ("nobody", "ada@example.org", {}),
        ("ada", "ben@example.org", {}),
        ("ada", "ada@example.org", {"locked_at": True}),
        ("ada", "ada@example.org", {"is_active": False}),
        ("ada", "ada@example.org", {"removed_at": True}),
        ("ada", "ada@example.org", {"registered_at": None}),
        ("ada", "ada@example.org", {"password": "!"}),
    ],
)
def test_whoever_does_not_fit_gets_the_same_pages_and_no_code(
    world: w.World, username: str, email: str, change: dict[str, Any]
) -> None:
    right, wrong = Client(), Client()
    steps: list[Callable[[Client], Answer]] = [
        lambda browser: browser.get("/password/forgot/code"),
        lambda browser: browser.post("/password/forgot/code", {"code": "999 999"}),
        lambda browser: browser.post("/password/forgot/code", {"code": ""}),
        lambda browser: browser.post("/password/forgot/code", {"resend": "1"}),
        lambda browser: browser.get("/password/forgot/code?sent=1"),
        lambda browser: browser.get("/password/forgot/new"),
    ]
    known = [
        sameness.masked(ask(right, "ben", "ben@example.org")),
        *(sameness.masked(step(right)) for step in steps),
    ]
    values = {name: world.now if value is True else value for name, value in change.items()}
    Account.objects.filter(username="ada").update(**values) if values else None
    unknown = [
        sameness.masked(ask(wrong, username, email)),
        *(sameness.masked(step(wrong)) for step in steps),
    ]
    assert known == unknown
    assert mailed() == ""


@pytest.mark.req("ACC-08")
def test_asking_without_end_is_refused_alike(world: w.World) -> None:
    answers, browser = [], Client()
    for username in ("ada", "nobody"):
        browser.cookies.clear()
        codes = [ask(browser, username, "ada@example.org").status_code for _ in range(11)]
        assert codes == [302] * 10 + [200]
        page = ask(browser, username, "ada@example.org")
        assert "Too many codes" in page.content.decode()
        answers.append(sameness.masked(page, username))
    assert answers[0][0] == answers[1][0]


@pytest.mark.req("ACC-07", "ACC-08")
def test_all_that_is_wrong_is_said_at_once_and_no_password_comes_back(world: w.World) -> None:
    browser = Client()
    arrive(browser)
    answer = browser.post("/password/forgot/new", {"password": "summer", "again": "winter"})
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Use at least 14 characters.",
        "an uppercase letter",
        "a digit",
        "The passwords do not match",
    ):
        assert words in page
    assert "summer" not in page
    assert "winter" not in page
    assert 'autocomplete="new-password"' in page
    assert (
        "are easy to guess"
        in browser.post(
            "/password/forgot/new", {"password": "Denver-Health-1!", "again": ""}
        ).content.decode()
    )
    assert not Entry.objects.filter(verb="password-changed").exists()


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize("password", ["velvet Orbit 7 mango! " * 11, "  Käse-Brötchen-47-grün  "])
def test_long_passwords_blanks_and_every_alphabet_are_taken_whole(
    world: w.World, password: str
) -> None:
    browser = Client()
    arrive(browser)
    assert (
        browser.post("/password/forgot/new", {"password": password, "again": password}).status_code
        == 302
    )
    stored = Account.objects.get(username="ada").password
    assert passwords.is_right(password, stored)
    assert not passwords.is_right(password[:-1], stored)


@pytest.mark.req("ACC-08")
def test_the_page_of_the_new_password_works_once_and_for_a_quarter_of_an_hour(
    world: w.World, clock: time_machine.Traveller
) -> None:
    browser = Client()
    arrive(browser)
    clock.shift(timedelta(minutes=15))
    late = browser.post("/password/forgot/new", {"password": FRESH, "again": FRESH})
    assert late.headers["Location"] == "/password/forgot?late=1"
    arrive(browser)
    twice = Client()
    store = twice.session
    store.update(dict(browser.session.items()))
    store.save()
    twice.cookies["__Host-session"] = store.session_key
    assert (
        browser.post("/password/forgot/new", {"password": FRESH, "again": FRESH}).status_code == 302
    )
    again = twice.post(
        "/password/forgot/new",
        {"password": "orbit-Velvet-8-lemon", "again": "orbit-Velvet-8-lemon"},
    )
    assert "no longer works" in again.content.decode()
    assert passwords.is_right(FRESH, Account.objects.get(username="ada").password)


@pytest.mark.req("ACC-08")
def test_staff_without_a_password_door_get_no_code(world: w.World, settings: Any) -> None:
    ask(Client(), "grace", "grace@example.org")
    assert mailed()
    settings.OIDC_ISSUER, settings.OIDC_LOCAL = "https://id.example.org", False
    ask(Client(), "grace", "grace@example.org")
    assert mailed() == ""


@pytest.mark.req("ACC-08")
@pytest.mark.parametrize("count", sameness.COUNTS)
def test_known_and_unknown_names_get_the_same_in_the_same_time(
    world: w.World, clock: time_machine.Traveller, count: int
) -> None:
    browser = Client()

    def asks(name: str) -> sameness.Masked:
        browser.cookies.clear()
        return sameness.masked(ask(browser, name, f"{name}@example.org"))

    assert (
        sameness.compare(clock, count, partial(asks, "ada"), partial(asks, "xyz")).difference == ""
    )
