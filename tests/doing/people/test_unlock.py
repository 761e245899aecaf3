"""Unlock: who may, for whom, and that the person can then try again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.jobs import worker
from precert.journal.models import Entry
from precert.people import events
from precert.people.actions.unlock import Unlock, UnlockInput
from precert.people.actions.unlock_by_command import UnlockByCommand, UnlockByCommandInput
from precert.people.actions.unlock_by_time import UnlockByTime, UnlockByTimeInput
from precert.people.checks.password import check_password
from tests import world as worlds
from tests.doing.people import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    """Everybody, and Sue of the support desk."""
    made = worlds.build(now)
    helping.staff(made, "sue", "support")
    return made


def unlock(world, by, whom, reason="Called, and named the last request."):
    """Ask for it."""
    return perform(Unlock, UnlockInput(world.accounts[whom], reason), by, world.now)


def refusal(world, by, whom, reason="Called."):
    """Why it isn't done."""
    with pytest.raises(Refusal) as refused:
        unlock(world, by, whom, reason)
    return refused.value


@pytest.mark.req("ACC-10", "ACC-16")
def test_a_group_admin_unlocks_the_groups_users_who_can_then_sign_in(world, now):
    for _ in range(10):
        with pytest.raises(Refusal):
            check_password("ben", "wrong", now, door="provider")
    assert helping.account(world, "ben").locked_at is not None
    with pytest.raises(Refusal):
        check_password("ben", worlds.PASSWORD, now, door="provider")
    unlock(world, world.ada, "ben")
    assert check_password("ben", worlds.PASSWORD, now, door="provider").pk == world.accounts["ben"]
    entry = Entry.objects.get(verb=events.UNLOCKED)
    assert (entry.actor_id, entry.subject_id, entry.data["reason"]) == (
        str(world.accounts["ada"]), str(world.accounts["ben"]), "Called, and named the last request.",
    )  # fmt: skip


@pytest.mark.req("ACC-10")
def test_a_provider_admin_unlocks_the_own_providers_users_only(world, now):
    helping.account(world, "ben")
    for who, at in (("pete", "denver"), ("quin", "aurora")):
        world.accounts[who] = worlds._account(who, now)
        helping.member(
            world, who, "denver", at, "provider-admin" if who == "pete" else "provider-staff"
        )
        helping.lock(world, who, now)
    helping.lock(world, "ben", now)
    pete = world.actor("pete", "denver")
    unlock(world, pete, "ben")
    assert refusal(world, pete, "quin").kind == "missing"


@pytest.mark.req("ACC-10")
def test_a_locked_group_admin_is_unlocked_by_the_support_desk_only(world, now):
    world.accounts["gus"] = worlds._account("gus", now)
    helping.member(world, "gus", "denver", None, "provider-group-admin")
    helping.lock(world, "gus", now)
    found = refusal(world, world.ada, "gus")
    assert [one.code for one in found.findings] == ["support-unlocks"]
    assert any(digit.isdigit() for digit in found.findings[0].text)  # the number to call
    unlock(world, world.actor("sue"), "gus")
    assert helping.account(world, "gus").locked_at is None


@pytest.mark.req("ACC-10")
@pytest.mark.req("CON-10", part="unlock")
def test_where_a_contract_says_so_only_the_support_desk_unlocks(world, now):
    world.accounts["jo"] = worlds._account("jo", now)
    helping.member(world, "jo", "jackson", None, "provider-group-admin")
    helping.lock(world, "jill", now)
    assert [one.code for one in refusal(world, world.actor("jo", "jackson"), "jill").findings] == [
        "support-unlocks"
    ]
    unlock(world, world.actor("sue"), "jill")


@pytest.mark.parametrize("by", ["mallory", "rosa", "grace"])
def test_others_dont(world, now, by):
    helping.lock(world, "ben", now)
    actor = {"mallory": world.mallory, "rosa": world.rosa, "grace": world.grace}[by]
    assert refusal(world, actor, "ben").kind == "missing"
    assert helping.account(world, "ben").locked_at is not None


def test_support_of_one_contract_doesnt_know_the_others_users(world, now):
    helping.staff(world, "meg", "support", worlds.MS)
    helping.lock(world, "ben", now)
    helping.lock(world, "jill", now)
    assert refusal(world, world.actor("meg"), "ben").kind == "missing"
    unlock(world, world.actor("meg"), "jill")


def test_staff_are_unlocked_by_the_support_desk_of_all_their_contracts(world, now):
    helping.staff(world, "meg", "support", worlds.MS)
    helping.lock(world, "grace", now)
    assert refusal(world, world.actor("meg"), "grace").kind == "missing"
    unlock(world, world.actor("sue"), "grace")


@pytest.mark.parametrize(("reason", "codes"), [("  ", ["reason"]), ("x" * 501, ["reason"])])
def test_a_reason_is_asked_for(world, now, reason, codes):
    helping.lock(world, "ben", now)
    assert [one.code for one in refusal(world, world.actor("sue"), "ben", reason).findings] == codes


def test_what_isnt_locked_isnt_unlocked(world):
    assert [one.code for one in refusal(world, world.actor("sue"), "ben").findings] == [
        "not-locked"
    ]


@pytest.mark.req("ACC-10")
def test_time_doesnt_unlock(world, now):
    helping.lock(world, "ben", now)
    worker.tick(now + timedelta(days=3))
    assert helping.account(world, "ben").locked_at == now


@pytest.mark.req("ACC-10")
def test_time_unlocks_where_the_installation_says_so(world, now, settings):
    settings.UNLOCK_AFTER = 30
    helping.lock(world, "ben", now)
    worker.tick(now + timedelta(minutes=29))
    assert helping.account(world, "ben").locked_at == now
    worker.tick(now + timedelta(minutes=30))
    assert helping.account(world, "ben").locked_at is None
    assert Entry.objects.get(verb=events.UNLOCKED).data == {"reason": "time"}


def test_nobody_but_the_clock_says_that_time_has_passed(world, now, settings):
    settings.UNLOCK_AFTER = 30
    helping.lock(world, "ben", now - timedelta(minutes=31))
    with pytest.raises(Refusal, match="does not allow"):
        perform(UnlockByTime, UnlockByTimeInput(world.accounts["ben"]), world.ada, now)
    assert helping.account(world, "ben").locked_at is not None


@pytest.mark.req("ACC-10")
def test_whoever_runs_the_server_unlocks_an_administrator_by_a_command(world, now):
    helping.staff(world, "root", "administrator")
    helping.lock(world, "root", now)
    out = StringIO()
    call_command("unlock", "ROOT", stdout=out)
    assert out.getvalue() == "ROOT is unlocked and can sign in.\n"
    assert check_password("root", worlds.PASSWORD, now, door="staff").locked_at is None
    entry = Entry.objects.get(verb=events.UNLOCKED)
    assert (entry.actor_id, entry.subject_id, entry.data) == (
        "unlock", str(world.accounts["root"]), {"reason": "command"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("username", "said"),
    [("nobody", "No account has this username."), ("ben", "This account isn't locked.")],
)
def test_the_command_says_why_it_unlocks_nobody(world, username, said):
    with pytest.raises(CommandError, match=said):
        call_command("unlock", username)


def test_no_page_unlocks_as_the_command_does(world, now):
    helping.lock(world, "ben", now)
    with pytest.raises(Refusal, match="does not allow"):
        perform(UnlockByCommand, UnlockByCommandInput("ben"), world.ada, now)


def guess(now, times, username="ben"):
    """Nine wrong passwords each quarter of an hour, which alone never lock; the time afterwards."""
    for n in range(times):
        now += timedelta(minutes=16) if n and n % 9 == 0 else timedelta()
        with pytest.raises(Refusal):
            check_password(username, "wrong", now, door="provider")
    return now


@pytest.mark.req("ACC-10")
def test_a_hundred_failures_in_a_row_lock_however_slow_they_come(world, now):
    now = guess(now, 99)
    assert helping.account(world, "ben").locked_at is None
    now = guess(now + timedelta(minutes=16), 1)
    assert helping.account(world, "ben").locked_at == now
    world.now = now
    unlock(world, world.ada, "ben")
    assert check_password("ben", worlds.PASSWORD, now, door="provider").pk == world.accounts["ben"]


@pytest.mark.req("ACC-10")
def test_the_right_password_ends_the_row_of_failures(world, now):
    now = guess(now, 99) + timedelta(minutes=16)
    check_password("ben", worlds.PASSWORD, now, door="provider")
    guess(now, 99)
    assert helping.account(world, "ben").locked_at is None


@pytest.mark.req("ACC-10")
def test_time_neither_forgets_failures_in_a_row_nor_unlocks_after_a_hundred(world, now, settings):
    settings.UNLOCK_AFTER = 30
    for _ in range(9):
        for _ in range(10):
            guess(now, 1)
        assert helping.account(world, "ben").locked_at == now
        now += timedelta(minutes=31)
        worker.tick(now)
        assert helping.account(world, "ben").locked_at is None
    for _ in range(10):
        guess(now, 1)
    worker.tick(now + timedelta(days=3))
    assert helping.account(world, "ben").locked_at == now
