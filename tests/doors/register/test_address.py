"""A mistyped email address at registration: corrected in the same browser, or the username is free
again once the link is over.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.people.actions.remove_user import RemoveUser, RemoveUserInput
from precert.people.models import Account, Link
from tests import world as w
from tests.doors.register.test_register import CONTACT, contact, pair
from tests.harness import sameness
from tests.harness.registering import CODE, give_code, invite, mailed_token

RIGHT = {"email": "nell@example.com", "email_again": "Nell@example.com "}
TAKEN = "This username is taken"
HERE = "/register/address"


@pytest.fixture
def world(db: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    return made


@pytest.fixture
def browser(world: w.World) -> Client:
    """Nell's, who has just registered."""
    browser = Client()
    pair(browser)
    assert contact(browser, world).headers["Location"] == "/register/sent"
    return browser


@pytest.mark.req("ACC-03")
def test_the_address_is_corrected_in_the_same_browser(
    browser: Client, world: w.World, now: datetime
) -> None:
    old = mailed_token(now)
    page = browser.get("/register/sent").content.decode()
    assert "nell@example.org" in page
    assert f'href="{HERE}"' in page
    assert 'value="nell@example.org"' in browser.get(HERE).content.decode()
    answer = browser.post(HERE, {"email": "nell@", "email_again": "x"}).content.decode()
    assert "Enter an email address like" in answer
    assert 'value="nell@"' in answer
    assert (
        "The addresses do not match. Enter the same email address in both fields."
        in browser.post(HERE, RIGHT | {"email_again": "x"}).content.decode()
    )
    assert browser.post(HERE, RIGHT).headers["Location"] == "/register/sent"
    assert "nell@example.com" in browser.get("/register/sent").content.decode()
    account, (first, second) = Account.objects.get(username="newcomer"), Link.objects.order_by("pk")
    assert account.email == "nell@example.com"
    assert (first.replaced_at, second.replaced_at, second.provider_id) == (
        now,
        None,
        world.providers["doctor"],
    )
    assert (
        "Finish your registration"
        in Client().get(f"/registration/{mailed_token(now)}").content.decode()
    )
    assert Client().post(f"/registration/{old}").status_code == 410, (
        "who got the mail by mistake comes no further"
    )
    changed = Entry.objects.filter(
        subject_id=str(account.pk), verb__in=("account-changed", "email-changed")
    ).order_by("pk")
    assert [one.verb for one in changed] == ["account-changed", "email-changed"]
    assert "example" not in str([one.data for one in changed])


@pytest.mark.req("ACC-03")
def test_what_somebody_else_began_with_the_link_is_over(browser: Client, now: datetime) -> None:
    stranger = Client()
    stranger.post(f"/registration/{mailed_token(now)}")
    assert stranger.get("/enrol").status_code == 200
    browser.post(HERE, RIGHT)
    assert "Start the registration again" in stranger.get("/enrol").content.decode()


@pytest.mark.req("ACC-03")
def test_only_who_registered_in_this_browser_and_not_without_end(
    browser: Client, world: w.World, clock: Any
) -> None:
    for other in (Client(), browser):
        if other is browser:
            clock.shift(timedelta(minutes=20))
        where = "/register?over=address" if other is browser else "/register"
        assert other.get(HERE).headers["Location"] == where
        assert other.post(HERE, RIGHT).headers["Location"] == where
        assert HERE not in other.get("/register/sent").content.decode()
    assert Account.objects.get(username="newcomer").email == "nell@example.org"
    page = browser.get("/register?over=address").content.decode()
    assert "cannot be corrected" in page
    assert "is saved and appears on the next page" in page
    pair(browser)
    assert 'value="nell@example.com"' in browser.get("/register/contact").content.decode()


def test_links_are_not_mailed_in_floods_and_not_for_a_registration_that_is_over(
    browser: Client, now: datetime
) -> None:
    assert [browser.post(HERE, RIGHT).status_code for _ in range(6)] == [302] * 5 + [200]
    assert Link.objects.count() == 6
    Account.objects.filter(username="newcomer").update(registered_at=now)
    assert "several times" in browser.post(HERE, RIGHT).content.decode()


def test_a_registration_that_is_finished_keeps_its_address(browser: Client, now: datetime) -> None:
    Account.objects.filter(username="newcomer").update(registered_at=now)
    assert "This registration has ended" in browser.post(HERE, RIGHT).content.decode()
    assert Account.objects.get(username="newcomer").email == "nell@example.org"


@pytest.mark.req("ACC-03")
def test_strangers_get_the_same_page_whether_or_not_anybody_registered(browser: Client) -> None:
    before = sameness.masked(Client().get("/register/sent?again=1"))
    Account.objects.filter(username="newcomer").update(username="another")
    assert sameness.masked(Client().get("/register/sent?again=1")) == before


@pytest.mark.req("ACC-03")
def test_once_the_link_is_over_the_pair_and_the_username_serve_again(
    browser: Client, world: w.World, clock: Any, now: datetime
) -> None:
    again = Client()
    pair(again)
    assert TAKEN in contact(again, world).content.decode(), "while the link works"
    clock.shift(timedelta(minutes=20))
    assert contact(again, world, **RIGHT).headers["Location"] == "/register/sent"
    first, second = Account.objects.filter(first_name="Nell").order_by("pk")
    assert (second.username, second.email, second.removed_at) == (
        "newcomer",
        "nell@example.com",
        None,
    )
    assert (first.username, first.is_active) == (f"newcomer/{first.pk}", False)
    assert first.removed_at is not None
    assert Entry.objects.get(verb="username-freed").subject_id == str(first.pk)
    assert TAKEN in contact(_shown(), world).content.decode(), "and is held anew"


def _shown() -> Client:
    browser = Client()
    pair(browser)
    return browser


@pytest.mark.req("ACC-03")
def test_a_link_that_was_opened_holds_the_username_until_its_hour_is_over(
    browser: Client, world: w.World, clock: Any, now: datetime
) -> None:
    newcomer = Client()
    newcomer.post(f"/registration/{mailed_token(now)}")
    clock.shift(timedelta(minutes=59))
    other = _shown()
    assert TAKEN in contact(other, world).content.decode()
    clock.shift(timedelta(minutes=1))
    assert contact(other, world).status_code == 302


@pytest.mark.req("ACC-03")
def test_an_invitation_keeps_its_username_until_who_invited_deletes_the_user(
    world: w.World, clock: Any, now: datetime
) -> None:
    ben = world.accounts["ben"]
    Account.objects.filter(pk=ben).update(registered_at=None, signed_in_at=None)
    invite(ben, now)
    clock.shift(timedelta(days=30))
    assert TAKEN in contact(_shown(), world, username="ben").content.decode()
    perform(RemoveUser, RemoveUserInput(ben), world.ada, now)
    assert contact(_shown(), world, username="ben").status_code == 302


@pytest.mark.parametrize(
    "change",
    [{"registered_at": None}, {"registered_at": None, "signed_in_at": None, "staff": True}],
    ids=["reset", "staff"],
)
def test_who_ever_registered_and_staff_keep_their_username(
    world: w.World, clock: Any, now: datetime, change: dict[str, Any]
) -> None:
    Account.objects.filter(username="rosa").update(**({"signed_in_at": now} | change))
    clock.shift(timedelta(days=30))
    give_code(world.providers["doctor"], w.CO, CODE)
    assert TAKEN in contact(_shown(), world, username="rosa").content.decode()
    assert CONTACT["username"] not in Account.objects.values_list("username", flat=True)
