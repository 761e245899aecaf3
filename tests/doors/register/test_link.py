"""The mailed link: a button behind it, used once, and what helps when it is over."""

import re
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from precert.config import urls as production
from precert.jobs.worker import run_once
from precert.journal.models import Entry
from precert.kit import clock as kit
from precert.people.actions.correct_address import correct_address
from precert.people.models import Account, Link
from precert.web.door import Request, public
from precert.web.register import registration
from tests import world as w
from tests.harness.registering import give_code, invite, mailed_token

OVER = "This link no longer works"


@public
def enrolling(request: Request) -> HttpResponse:
    """Where an opened link leads to."""
    found = registration.current(request)
    return HttpResponse(f"registering {found.account}" if found else "nobody")


@public
def done(request: HttpRequest) -> HttpResponse:
    registration.REGISTRATION.forget(request.session)
    return HttpResponse()


@pytest.fixture(autouse=True)
def routes(settings: Settings) -> None:
    module = ModuleType("routes_of_this_test")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("t/enrol", enrolling, name="enrol"),
        path("t/done", done),
        *production.urlpatterns,
    ]
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, handler, getattr(production, handler))
    settings.ROOT_URLCONF = module


@pytest.fixture
def world(db: Any, now: datetime) -> w.World:
    made = w.build(now)
    Account.objects.filter(username="ben").update(registered_at=None)
    return made


@pytest.fixture
def newcomer(world: w.World, now: datetime) -> tuple[int, str]:
    """Somebody who registered: account and the mailed token."""
    give_code(world.providers["doctor"], w.CO)
    browser = Client()
    browser.post("/register", {"contract": w.CO, "npi": w.PROVIDERS["doctor"][1], "code": "RC4711"})
    typed = {
        "username": "nell",
        "first_name": "Nell",
        "last_name": "New",
        "email": "nell@example.org",
        "email_again": "nell@example.org",
    }
    answer = browser.post(
        "/register/contact",
        typed | {"fax": "3035550112", "provider": str(world.providers["doctor"])},
    )
    assert answer.status_code == 302
    return Account.objects.get(username="nell").pk, mailed_token(now)


def follow(browser: Client, answer: Any) -> str:
    where = str(answer.headers["Location"])
    page = browser.get("/t/enrol" if "enrol" in where else where)
    return page.content.decode()


@pytest.mark.req("ACC-03")
def test_opening_the_address_uses_nothing_up_and_the_button_leads_on(
    newcomer: tuple[int, str],
) -> None:
    account, token = newcomer
    for _ in range(3):
        page = Client().get(f"/registration/{token}")
        assert page.status_code == 200
        Client().head(f"/registration/{token}")
    assert "nell" in page.content.decode()
    assert Link.objects.get().opened_at is None
    browser = Client()
    assert follow(browser, browser.post(f"/registration/{token}")) == f"registering {account}"
    assert Entry.objects.filter(verb="link-opened", subject_id=str(account)).count() == 1


@pytest.mark.req("ACC-03")
def test_a_link_works_once_and_its_time_only(newcomer: tuple[int, str], clock: Any) -> None:
    _, token = newcomer
    assert Client().post(f"/registration/{token}").status_code == 302
    assert Client().post(f"/registration/{token}").status_code == 410
    assert OVER in Client().get(f"/registration/{token}").content.decode()


@pytest.mark.req("ACC-03")
def test_after_twenty_minutes_it_is_over_and_a_new_one_goes_to_the_same_address(
    newcomer: tuple[int, str], clock: Any
) -> None:
    account, token = newcomer
    clock.shift(timedelta(minutes=20))
    assert Client().post(f"/registration/{token}").status_code == 410
    page = Client().get(f"/registration/{token}")
    assert page.status_code == 410
    assert "Send a new link" in page.content.decode()
    assert Client().post(f"/registration/{token}/again").headers["Location"] == "/register/sent"
    fresh = mailed_token(kit.now())
    assert fresh != token
    assert Link.objects.latest("pk").provider_id == Link.objects.earliest("pk").provider_id
    browser = Client()
    assert follow(browser, browser.post(f"/registration/{fresh}")) == f"registering {account}"


@pytest.mark.req("ACC-03")
def test_an_invited_person_has_two_days_and_asks_the_administrator_then(
    world: w.World, now: datetime, clock: Any
) -> None:
    token = invite(world.accounts["ben"], now)
    clock.shift(timedelta(hours=47, minutes=59))
    assert Client().get(f"/registration/{token}").status_code == 200
    clock.shift(timedelta(minutes=1))
    page = Client().get(f"/registration/{token}").content.decode()
    assert "ask them for a new link" in page
    assert "Send a new link" not in page
    assert Client().post(f"/registration/{token}/again").status_code == 302
    assert Link.objects.count() == 1


def test_life_is_a_setting(world: w.World, now: datetime, settings: Settings) -> None:
    settings.INVITATION_HOURS = 24
    invite(world.accounts["ben"], now)
    assert Link.objects.get().expires_at == now + timedelta(hours=24)


def test_a_newer_link_replaces_the_older_and_what_was_begun_with_it(
    world: w.World, now: datetime
) -> None:
    browser, first = Client(), invite(world.accounts["ben"], now)
    assert follow(browser, browser.post(f"/registration/{first}")).startswith("registering")
    second = invite(world.accounts["ben"], now)
    assert browser.get("/t/enrol").content.decode() == "nobody"
    assert Client().post(f"/registration/{first}").status_code == 410
    assert Client().post(f"/registration/{second}").status_code == 302


def test_a_registration_under_way_ends_when_forgotten_finished_or_late(
    world: w.World, now: datetime, clock: Any
) -> None:
    browser = Client()
    browser.post(f"/registration/{invite(world.accounts['ben'], now)}")
    assert browser.get("/t/enrol").content.decode() != "nobody"
    Account.objects.filter(username="ben").update(registered_at=now)
    assert browser.get("/t/enrol").content.decode() == "nobody"
    Account.objects.filter(username="ben").update(registered_at=None)
    clock.shift(timedelta(minutes=60))
    assert browser.get("/t/enrol").content.decode() == "nobody"
    browser.get("/t/done")
    assert not registration.REGISTRATION.begun(browser.session)


def test_the_link_of_a_finished_registration_leads_to_the_login(
    world: w.World, now: datetime
) -> None:
    token = invite(world.accounts["ben"], now)
    Account.objects.filter(username="ben").update(registered_at=now)
    assert 'href="/login">Sign in' in Client().get(f"/registration/{token}").content.decode()
    assert Client().post(f"/registration/{token}").status_code == 410


def masked(page: bytes, token: str) -> str:
    text = re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]+"', "csrf", page.decode().replace(token, "token")
    )
    return re.sub(r'nonce="[^"]+"', "nonce", text)


def test_unknown_used_and_removed_links_say_the_same(world: w.World, now: datetime) -> None:
    token = invite(world.accounts["ben"], now)
    Account.objects.filter(username="ben").update(removed_at=now)
    removed, unknown = (
        Client().get(f"/registration/{token}"),
        Client().get("/registration/no-such-token"),
    )
    assert removed.status_code == unknown.status_code == 410
    assert masked(removed.content, token) == masked(unknown.content, "no-such-token")
    assert "/register/resend" in unknown.content.decode()
    assert Client().post("/registration/no-such-token").status_code == 410


def test_links_can_be_asked_for_five_times_only(newcomer: tuple[int, str], clock: Any) -> None:
    for count in range(6):
        token = mailed_token(kit.now())
        assert Client().post(f"/registration/{token}").status_code == 302
        assert Client().post(f"/registration/{token}/again").status_code == (
            302 if count < 5 else 410
        )
    assert Link.objects.count() == 6


@pytest.mark.req("ACC-03")
def test_a_link_that_a_newer_one_has_replaced_ends_nothing(
    newcomer: tuple[int, str], now: datetime
) -> None:
    """It may have gone to a mistyped address; whoever holds it must not be able to end what the
    rightful person began since.
    """
    account, first = newcomer
    correct_address(account, "nell@example.com", now)
    browser = Client()
    assert (
        follow(browser, browser.post(f"/registration/{mailed_token(now)}"))
        == f"registering {account}"
    )
    stranger = Client()
    page = stranger.get(f"/registration/{first}").content.decode()
    assert "We emailed you a newer link" in page
    assert "Send a new link" not in page
    assert (
        stranger.post(f"/registration/{first}/again").headers["Location"]
        == f"/registration/{first}"
    )
    assert (Link.objects.count(), browser.get("/t/enrol").content.decode()) == (
        2,
        f"registering {account}",
    )


@pytest.mark.req("ACC-03")
def test_opening_the_link_again_in_the_same_browser_leads_to_where_one_was(
    newcomer: tuple[int, str],
) -> None:
    _, token = newcomer
    browser = Client()
    browser.post(f"/registration/{token}")
    for answer in (browser.get(f"/registration/{token}"), browser.post(f"/registration/{token}")):
        page = answer.content.decode()
        assert "Your registration is open here" in page
        assert 'href="/enrol">Continue' in page
    assert "Send a new link" in Client().get(f"/registration/{token}").content.decode(), (
        "elsewhere it is over"
    )


@pytest.mark.req("ACC-10", "ACC-13")
def test_a_lock_is_said_behind_the_link_with_whom_to_call(world: w.World, now: datetime) -> None:
    token = invite(world.accounts["ben"], now)
    Account.objects.filter(username="ben").update(locked_at=now)
    for answer in (Client().get(f"/registration/{token}"), Client().post(f"/registration/{token}")):
        assert "The account is locked" in answer.content.decode()
        assert "Contact support" in answer.content.decode()
    Account.objects.filter(username="ben").update(locked_at=None)
    assert Client().post(f"/registration/{token}").status_code == 302


@pytest.mark.req("ACC-03", "ACC-10")
def test_a_strangers_wrong_passwords_dont_end_a_registration(world: w.World, now: datetime) -> None:
    token = invite(world.accounts["ben"], now)
    for username in ("ben", "nobody"):
        tries = [
            Client().post(
                "/login", {"door": "provider", "username": username, "password": "not it"}
            )
            for _ in range(11)
        ]
        assert {answer.status_code for answer in tries} == {200}
    assert Account.objects.get(username="ben").locked_at is None
    assert Entry.objects.filter(verb="sign-in-failed").count() == 22
    browser = Client()
    assert follow(browser, browser.post(f"/registration/{token}")).startswith("registering")


@pytest.mark.req("ACC-03")
def test_who_lost_the_mail_gets_a_new_link_and_strangers_learn_nothing(
    newcomer: tuple[int, str], world: w.World, now: datetime
) -> None:
    _, token = newcomer
    asked = {
        "right": {"username": "Nell", "email": "NELL@example.org"},
        "another address": {"username": "nell", "email": "eve@example.org"},
        "nobody": {"username": "nobody", "email": "nell@example.org"},
        "registered": {"username": "ada", "email": "ada@example.org"},
    }
    answers = {name: Client().post("/register/resend", typed) for name, typed in asked.items()}
    assert {answer.headers["Location"] for answer in answers.values()} == {"/register/sent?again=1"}
    assert Link.objects.count() == 1, "nothing is looked up while a stranger waits"
    assert "example.org" not in str(
        list(Entry.objects.filter(verb="link.asked").values_list("data", flat=True))
    )
    run_once(now)
    assert Link.objects.count() == 2
    assert Client().post(f"/registration/{token}").status_code == 410
    assert Client().post(f"/registration/{mailed_token(now)}").status_code == 302


def test_an_invited_person_gets_no_link_by_asking(world: w.World, now: datetime) -> None:
    invite(world.accounts["ben"], now)
    Client().post("/register/resend", {"username": "ben", "email": "ben@example.org"})
    run_once(now)
    assert Link.objects.count() == 1


def test_a_flood_of_wishes_is_dropped_in_silence(newcomer: tuple[int, str]) -> None:
    for _ in range(7):
        answer = Client().post(
            "/register/resend", {"username": "nell", "email": "nell@example.org"}
        )
        assert answer.headers["Location"] == "/register/sent?again=1"
    assert Entry.objects.filter(verb="link.asked").count() == 5
