"""Whom an administrator may manage: by role, context, group and contract."""

from dataclasses import replace

import pytest

from precert.conduct.actor import Actor
from precert.people import managing
from precert.people.models import Account
from tests import world as w
from tests.doing.people import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now) -> w.World:
    """Ada leads Denver Health; Pete is Provider Admin and Ben staff at Denver, Quin staff at
    Aurora; Cleo also works elsewhere.
    """
    made = w.build(now)
    for who in ("pete", "quin", "cleo"):
        made.accounts[who] = w._account(who, now)
    helping.member(made, "pete", "denver", "denver", "provider-admin")
    helping.member(made, "quin", "denver", "aurora", "provider-staff")
    helping.member(made, "cleo", "denver", "denver", "provider-staff")
    helping.member(made, "cleo", "mallory", "mallory", "provider-staff")
    helping.staff(made, "sue", "support")
    return made


def names(actor: Actor) -> set[str]:
    return set(managing.manageable(actor).values_list("username", flat=True))


@pytest.mark.req("ORG-01", "ORG-02")
def test_a_group_admin_manages_the_whole_group_from_each_of_its_providers(world):
    everybody = {"ada", "ben", "pete", "quin", "cleo"}
    assert names(world.actor("ada", "denver")) == names(world.actor("ada", "aurora")) == everybody
    assert names(world.mallory) == {"mallory", "cleo"}


@pytest.mark.req("ORG-01", "ORG-02")
def test_a_provider_admin_manages_the_provider_acted_for_and_no_group_admin(world):
    assert names(world.actor("pete", "denver")) == {"pete", "ben", "cleo"}
    assert not managing.may_manage(world.actor("pete", "denver"), world.accounts["ada"])
    assert not managing.may_manage(world.actor("pete", "denver"), world.accounts["quin"])


@pytest.mark.req("ORG-01")
def test_staff_accounts_and_people_without_the_role_manage_nobody(world):
    assert (
        names(world.actor("ben", "denver"))
        == names(world.grace)
        == names(world.rosa)
        == names(world.actor("ada"))
        == set()
    )


@pytest.mark.req("ORG-01", "ORG-09")
def test_the_role_counts_in_its_own_context_only(world):
    helping.member(world, "pete", "mallory", "mallory", "provider-staff")
    assert names(world.actor("pete", "mallory")) == set()
    helping.member(world, "ada", "mallory", "mallory", "provider-admin")
    assert names(world.actor("ada", "mallory")) == {"ada", "cleo", "pete"}


@pytest.mark.req("ORG-01", "REV-09")
def test_support_manages_provider_accounts_of_the_contracts_served(world):
    everybody = {"ada", "ben", "pete", "quin", "cleo", "rosa", "mallory", "jill"}
    assert names(world.actor("sue")) == everybody
    world.accounts["nobody"] = w._account("nobody", world.now)
    assert names(world.actor("sue")) == everybody | {"nobody"}
    assert names(replace(world.actor("sue"), contracts=frozenset({w.MS}))) == {
        "mallory",
        "cleo",
        "jill",
        "nobody",
    }


@pytest.mark.req("ORG-04", "ORG-09")
def test_the_whole_account_needs_every_role_within_reach(world):
    assert managing.manages_wholly(world.ada, world.accounts["ben"])
    assert not managing.manages_wholly(world.ada, world.accounts["cleo"])
    assert managing.whole_account(world.ada, world.accounts["cleo"]) == managing.ELSEWHERE
    assert managing.whole_account(world.ada, world.accounts["ada"]) == managing.OWN
    assert managing.whole_account(world.actor("sue"), world.accounts["cleo"]) == ""
    helping.member(world, "ben", "denver", "aurora", "provider-staff")
    assert managing.manages_wholly(world.ada, world.accounts["ben"])
    assert not managing.manages_wholly(world.actor("pete", "denver"), world.accounts["ben"])


def test_removed_accounts_and_paused_admins_manage_nothing(world):
    Account.objects.filter(pk=world.accounts["ben"]).update(removed_at=world.now)
    assert "ben" not in names(world.ada) | names(world.actor("sue"))
    actor = world.ada
    managing.Membership.objects.filter(account=world.accounts["ada"]).update(paused_at=world.now)
    assert names(actor) == set()


@pytest.mark.req("ORG-01")
def test_nobody_gives_more_than_they_have_and_nobody_raises_themselves(world):
    provider = {"provider-staff", "provider-admin"}
    both = provider | {"provider-admin-reports"}
    every = both | {"provider-group-admin", "provider-group-admin-reports"}
    assert managing.grantable(world.ada, world.accounts["ben"]) == every
    assert managing.grantable(world.ada, world.accounts["ada"]) == provider | {
        "provider-group-admin"
    }
    assert managing.grantable(world.actor("pete", "denver"), world.accounts["ben"]) == provider
    assert managing.grantable(world.actor("sue"), world.accounts["ben"]) == every
    assert managing.grantable(world.actor("ben", "denver"), world.accounts["cleo"]) == frozenset()
