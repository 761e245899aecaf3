"""Links and what they are for: parallel tries, mails, a staff member's first one, a newcomer's
account.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError

from precert.conduct.refusal import Refusal
from precert.jobs.worker import run_once
from precert.journal.models import Entry, Errand
from precert.notices.catalog.registration_link import RegistrationLink
from precert.people.actions import open_link as opening
from precert.people.actions.open_link import open_link
from precert.people.actions.register import RegisterInput, register, username_is_free
from precert.people.models import Account, Link, StaffRole
from precert.registry.registration import code_digest
from tests import world as w
from tests.doing.races import racing
from tests.doing.races.racing import Told, at_once, told, won
from tests.harness.registering import CODE, give_code, invite

THREADS = 40
WHO = {
    "first_name": "Nell",
    "last_name": "Newman",
    "email": "nell@example.org",
    "fax": "3035550112",
}


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    Account.objects.filter(username__in=("ben", "nora")).update(registered_at=None)
    return made


@pytest.fixture
def registrant(world: w.World) -> RegisterInput:
    return RegisterInput(w.CO, world.providers["doctor"], code_digest(w.CO, CODE), "nell", WHO)


def race(world: w.World, now: datetime, count: int) -> list[Told]:
    token = invite(world.accounts["ben"], now)
    return at_once(count, lambda n: told(lambda: open_link(token, now)))


@pytest.mark.req("ACC-03")
def test_a_link_opens_once_under_parallel_tries(world: w.World, now: datetime) -> None:
    results = race(world, now, THREADS)
    assert len(won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"link-over"}
    assert Entry.objects.filter(verb="link-opened").count() == 1


@pytest.mark.torture
@pytest.mark.req("ACC-03")
def test_a_link_opens_once_under_a_hundred_parallel_tries(world: w.World, now: datetime) -> None:
    for _ in range(10):
        assert len(won(race(world, now, 100))) == 1


def test_without_the_guard_it_opens_more_than_once(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    racing.without(monkeypatch, opening, "Link", "opened_at")
    assert len(won(race(world, now, 8))) > 1


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("purpose", ["invite", "reset"])
def test_the_mail_names_user_link_and_end_and_the_journal_no_token(
    world: w.World, now: datetime, purpose: Any
) -> None:
    token = invite(world.accounts["ben"], now, purpose)
    [words] = RegistrationLink().words(Entry.objects.get(verb="link.requested"), now)
    assert words.address == "ben@example.org"
    assert f"http://127.0.0.1:8000/registration/{token}\n" in words.text
    assert "Your username is ben." in words.text
    assert "until 06/11/2026 09:00 MDT." in words.text
    assert "ask your administrator" in words.text
    assert token not in str(list(Entry.objects.values_list("data", flat=True)))


def test_a_mail_that_comes_too_late_is_not_sent(world: w.World, now: datetime) -> None:
    token = invite(world.accounts["ben"], now)
    entry = Entry.objects.get(verb="link.requested")
    assert RegistrationLink().words(entry, now + timedelta(hours=48)) == []
    open_link(token, now)
    assert RegistrationLink().words(entry, now) == []


def test_a_newer_link_silences_the_mail_of_the_older(world: w.World, now: datetime) -> None:
    invite(world.accounts["ben"], now)
    invite(world.accounts["ben"], now)
    first, second = Entry.objects.filter(verb="link.requested").order_by("pk")
    assert RegistrationLink().words(first, now) == []
    assert len(RegistrationLink().words(second, now)) == 1


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("change", ["locked out", "locked", "removed", "registered"])
def test_the_link_of_an_account_that_is_closed_or_finished_opens_nothing(
    world: w.World, now: datetime, change: str
) -> None:
    token = invite(world.accounts["ben"], now)
    changes = {"locked out": {"is_active": False}} | {
        name: {f"{name}_at": now} for name in ("locked", "removed", "registered")
    }
    Account.objects.filter(username="ben").update(**changes[change])
    with pytest.raises(Refusal):
        open_link(token, now)
    assert Link.objects.get().opened_at is None


@pytest.mark.req("ACC-03")
def test_of_two_who_want_a_username_one_gets_it(registrant: RegisterInput, now: datetime) -> None:
    results = at_once(6, lambda n: told(lambda: register(registrant, now)))
    assert len(won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"username-taken"}
    assert Account.objects.filter(username="nell").count() == Link.objects.count() == 1


def refused(work: Callable[[], Any]) -> set[str]:
    with pytest.raises(Refusal) as caught:
        work()
    return {one.path or one.code for one in caught.value.findings}


@pytest.mark.req("ACC-03")
def test_registering_looks_at_everything_itself(
    registrant: RegisterInput, world: w.World, now: datetime
) -> None:
    empty = replace(registrant, username="", contact={}, code="0" * 64)
    assert refused(lambda: register(empty, now)) == {
        "username",
        "first_name",
        "last_name",
        "email",
        "fax",
        "code-over",
    }
    give_code(world.providers["dme"], w.CO)
    assert refused(
        lambda: register(replace(registrant, provider_id=world.providers["dme"]), now)
    ) == {"provider-owned"}
    assert not Account.objects.filter(username="nell").exists()


def test_who_knows_a_code_cant_have_mail_sent_without_end(
    registrant: RegisterInput, now: datetime
) -> None:
    for n in range(10):
        register(replace(registrant, username=f"nell{n}"), now)
    assert refused(lambda: register(replace(registrant, username="another"), now)) == {"too-many"}
    register(replace(registrant, username="another"), now + timedelta(minutes=15))


def test_free_usernames_can_be_asked_for_without_end_and_taken_ones_not(
    registrant: RegisterInput, now: datetime
) -> None:
    asked = [username_is_free(registrant.provider_id, f"nell{n}", now) for n in range(12)]
    assert all(asked)
    assert not any(username_is_free(registrant.provider_id, " ADA", now) for _ in range(10))
    assert refused(lambda: username_is_free(registrant.provider_id, "nell", now)) == {"username"}


def add_staff(*words: str, username: str = "Olga") -> str:
    out = StringIO()
    call_command("add_staff", username, *words, stdout=out, stderr=out)
    return out.getvalue()


PERSON = ("--first", "Olga", "--last", "Ordway", "--email", "olga@example.org")


@pytest.mark.req("ACC-03")
def test_a_first_administrator_is_invited_by_the_command(world: w.World, clock: Any) -> None:
    said = add_staff(*PERSON, "--role", "administrator")
    assert "Administrator of all contracts" in said
    account = Account.objects.get(username="olga")
    assert (account.staff, account.registered_at, account.has_usable_password()) == (
        True,
        None,
        False,
    )
    assert list(StaffRole.objects.filter(account=account).values_list("role", "contract")) == [
        ("administrator", "")
    ]
    [message] = mail.outbox
    assert message.to == ["olga@example.org"]
    assert "/registration/" in message.body
    assert "/registration/" not in said
    run_once(account.created_at)
    assert len(mail.outbox) == 1
    assert not Errand.objects.filter(done_at=None).exists()


def test_the_command_names_all_that_is_wrong(world: w.World, clock: Any) -> None:
    with pytest.raises(CommandError) as caught:
        add_staff(
            "--first",
            "Olga",
            "--last",
            "Ordway",
            "--email",
            "olga",
            "--role",
            "nobody",
            "--contract",
            "xx",
        )
    text = str(caught.value)
    for said in (
        "email: Enter an email address like name@example.org.",
        "role: 'nobody' is not a staff role. Staff roles: intake,",
        "contract: 'xx' is not a contract here. Contracts: co-um",
    ):
        assert said in text
    with pytest.raises(CommandError, match="username: This username is taken"):
        add_staff(*PERSON, "--role", "support", "--contract", w.MS, username="ADA")
    assert not Account.objects.filter(username="olga").exists()
    assert mail.outbox == []
