"""Nonuse by the moved clock: memberships pause, accounts close, the desk lets people in again."""

from datetime import timedelta

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.jobs import access, worker
from precert.journal.models import Entry
from precert.people import events, setup
from precert.people.actions.change_context import ChangeContext, ChangeContextInput
from precert.people.actions.look_for_unused import LookForUnused, LookForUnusedInput
from precert.people.actions.reactivate import Reactivate, ReactivateInput
from precert.people.checks.password import check_password
from precert.people.models import Account, LoginSession, Membership
from precert.people.queries import contexts
from tests import world as worlds
from tests.doing.people import helping
from tests.harness import sessions

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(now):
    """Everybody, Sue of the support desk and Max the administrator."""
    made = worlds.build(now)
    helping.staff(made, "sue", "support")
    helping.staff(made, "max_admin", "administrator")
    return made


def reactivate(world, by, whom, at):
    """Ask for it."""
    return perform(Reactivate, ReactivateInput(world.accounts[whom], "Called the desk."), by, at)


def use(world, who, provider, at):
    """Somebody acts for a provider."""
    perform(
        ChangeContext, ChangeContextInput(world.providers[provider]), world.actor(who, provider), at
    )


@pytest.mark.req("ACC-12", "ACC-16")
def test_thirty_days_without_sign_in_close_the_account_and_its_sessions(world, now):
    account = helping.account(world, "ben")
    sessions.key_for(account, now + 29 * DAY)
    worker.tick(now + 30 * DAY - timedelta(seconds=1))
    assert helping.account(world, "ben").is_active
    worker.tick(now + 31 * DAY)
    account = helping.account(world, "ben")
    assert (account.is_active, account.inactive_reason) == (False, "unused")
    assert not LoginSession.objects.filter(account=account, ended_at=None).exists()
    verbs = Entry.objects.filter(subject_id=str(account.pk), at=now + 31 * DAY).values_list(
        "verb", flat=True
    )
    assert {events.MEMBERSHIP_PAUSED, events.ACCOUNT_DEACTIVATED, events.SESSION_ENDED} <= set(
        verbs
    )
    with pytest.raises(Refusal):
        check_password("ben", worlds.PASSWORD, now + 31 * DAY, door="provider")


@pytest.mark.req("ACC-12")
@pytest.mark.req("CON-10", part="nonuse")
def test_who_works_in_one_contract_only_loses_the_other(world, now):
    extra = helping.member(world, "jill", "mallory", "mallory", "provider-staff")
    use(world, "jill", "jackson", now + 20 * DAY)
    worker.tick(now + 30 * DAY)
    extra.refresh_from_db()
    assert extra.paused_at == now + 30 * DAY
    account = helping.account(world, "jill")
    assert account.is_active
    assert [one.provider_id for one in contexts(account)] == [world.providers["jackson"]]
    assert not world.actor("jill", "mallory").permissions
    assert world.jill.may("case.view")


@pytest.mark.req("ACC-12")
def test_the_support_desk_reactivates_and_the_count_starts_anew(world, now):
    worker.tick(now + 30 * DAY)
    later = now + 40 * DAY
    Account.objects.filter(pk=world.accounts["sue"]).update(is_active=True)
    reactivate(world, world.actor("sue"), "ben", later)
    account = helping.account(world, "ben")
    assert (account.is_active, account.inactive_reason) == (True, "")
    assert Membership.objects.get(account=account).paused_at is None
    entry = Entry.objects.get(verb=events.ACCOUNT_REACTIVATED, subject_id=str(account.pk))
    assert entry.data == {"reason": "Called the desk."}
    worker.tick(later + 29 * DAY)
    assert helping.account(world, "ben").is_active
    worker.tick(later + 30 * DAY)
    assert not helping.account(world, "ben").is_active


@pytest.mark.req("ACC-12")
def test_an_administrator_of_the_group_doesnt_reactivate_what_is_unused(world, now):
    use(world, "ada", "denver", now + 29 * DAY)
    worker.tick(now + 30 * DAY)
    with pytest.raises(Refusal) as refused:
        reactivate(world, world.ada, "ben", now + 31 * DAY)
    assert [one.code for one in refused.value.findings] == ["support-reactivates"]


def test_an_administrator_undoes_an_administrators_deactivation(world, now):
    Account.objects.filter(pk=world.accounts["ben"]).update(
        is_active=False, inactive_reason="admin"
    )
    with pytest.raises(Refusal):
        reactivate(world, world.mallory, "ben", now)
    reactivate(world, world.ada, "ben", now)
    assert helping.account(world, "ben").is_active


@pytest.mark.req("ACC-12")
def test_staff_close_by_the_installations_days_and_the_last_administrator_never(
    world, now, settings
):
    settings.STAFF_NONUSE_DAYS = 10
    worker.tick(now + 10 * DAY)
    assert not helping.account(world, "grace").is_active
    assert helping.account(world, "max_admin").is_active
    refused = Entry.objects.get(verb="refused", subject_id=str(world.accounts["max_admin"]))
    assert refused.data["codes"] == ["last-administrator"]
    assert helping.account(world, "ben").is_active  # a provider's person goes by the contract


def test_of_two_administrators_one_stays(world, now):
    helping.staff(world, "mia_admin", "administrator")
    worker.tick(now + 30 * DAY)
    assert Account.objects.filter(username__endswith="_admin", is_active=True).count() == 1


def test_who_hasnt_registered_doesnt_count(world, now):
    Account.objects.filter(pk=world.accounts["ben"]).update(registered_at=None)
    worker.tick(now + 60 * DAY)
    assert helping.account(world, "ben").is_active


def test_the_look_is_made_once_a_day_for_an_installation(world, now):
    assert access.close_unused(now)
    assert not access.close_unused(now + timedelta(hours=1))
    assert access.close_unused(now + DAY)


def test_what_is_used_while_the_look_is_made_stays(world, now):
    late = now + 30 * DAY
    setup.mark_used([world.accounts["ben"]], late)
    access.attempt(access.CloseUnused, access.CloseUnusedInput(world.accounts["ben"]), late)
    assert helping.account(world, "ben").is_active
    assert Membership.objects.get(account=world.accounts["ben"]).paused_at is None


def test_only_the_clock_claims_the_days_look(world, now):
    with pytest.raises(Refusal, match="does not allow"):
        perform(LookForUnused, LookForUnusedInput("2026-06-09"), world.ada, now)
