"""Whom an administrator may manage: by role, context, group and contract."""

from dataclasses import replace

import pytest

from precert.cases import access
from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people import authority
from precert.people.actions.change_role import ChangeRole, ChangeRoleInput
from precert.people.actions.grant_role import GrantRole, GrantRoleInput
from precert.people.models import Account, GroupProvider
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
    return set(authority.manageable(actor).values_list("username", flat=True))


@pytest.mark.req("ORG-01", "ORG-02")
def test_a_group_admin_manages_the_whole_group_from_each_of_its_providers(world):
    everybody = {"ada", "ben", "pete", "quin", "cleo"}
    assert names(world.actor("ada", "denver")) == names(world.actor("ada", "aurora")) == everybody
    assert names(world.mallory) == {"mallory", "cleo"}


@pytest.mark.req("ORG-01", "ORG-02")
def test_a_provider_admin_manages_the_provider_acted_for_and_no_group_admin(world):
    assert names(world.actor("pete", "denver")) == {"pete", "ben", "cleo"}


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


@pytest.mark.req("ORG-01")
@pytest.mark.req("REV-09", part="help")
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
    assert authority.manages_wholly(world.ada, world.accounts["ben"])
    assert not authority.manages_wholly(world.ada, world.accounts["cleo"])
    assert authority.whole_account(world.ada, world.accounts["cleo"]) == authority.ELSEWHERE
    assert authority.whole_account(world.ada, world.accounts["ada"]) == authority.OWN
    assert authority.whole_account(world.actor("sue"), world.accounts["cleo"]) == ""
    helping.member(world, "ben", "denver", "aurora", "provider-staff")
    assert authority.manages_wholly(world.ada, world.accounts["ben"])
    assert not authority.manages_wholly(world.actor("pete", "denver"), world.accounts["ben"])


def test_removed_accounts_and_paused_admins_manage_nothing(world):
    Account.objects.filter(pk=world.accounts["ben"]).update(removed_at=world.now)
    assert "ben" not in names(world.ada) | names(world.actor("sue"))
    actor = world.ada
    authority.Membership.objects.filter(account=world.accounts["ada"]).update(paused_at=world.now)
    assert names(actor) == set()


@pytest.mark.req("ORG-01")
def test_nobody_gives_more_than_they_have_and_nobody_raises_themselves(world):
    provider = {"provider-staff", "provider-admin"}
    both = provider | {"provider-admin-reports"}
    every = both | {"provider-group-admin", "provider-group-admin-reports"}

    def grantable(actor, whom):
        return authority.grantable(actor, world.accounts[whom], world.groups["denver"])

    assert grantable(world.ada, "ben") == every
    assert grantable(world.ada, "ada") == provider | {"provider-group-admin"}
    assert grantable(world.actor("pete", "denver"), "ben") == provider
    assert grantable(world.actor("sue"), "ben") == every
    assert grantable(world.actor("ben", "denver"), "cleo") == frozenset()


@pytest.fixture
def shared(world):
    """Mallory's group owns Denver Hospital too, and she is a guest of Denver Health there."""
    GroupProvider.objects.create(
        group_id=world.groups["mallory"],
        provider_id=world.providers["denver"],
        added_at=world.now,
    )
    return world


@pytest.mark.req("ORG-01", "ORG-09")
@pytest.mark.parametrize("role", ["provider-staff", "provider-admin"])
def test_what_one_group_gives_counts_for_nothing_in_another_that_shares_the_provider(shared, role):
    """A Group Admin of her own group, guest at one provider of another, gains nothing there."""
    helping.member(shared, "mallory", "denver", "denver", role)
    mallory, denver = shared.actor("mallory", "denver"), shared.groups["denver"]
    assert mallory.groups_with("users.manage-group") == {shared.groups["mallory"]}
    assert "provider-group-admin" not in authority.grantable(
        mallory, shared.accounts["ben"], denver
    )
    assert "ada" not in names(mallory)
    assert (
        not authority.places(mallory)
        .filter(group=denver, provider=shared.providers["aurora"])
        .exists()
    )
    place = GroupProvider.objects.get(group=denver, provider=shared.providers["denver"])
    asked = [
        (GrantRole, GrantRoleInput(shared.accounts["mallory"], place.pk, "provider-group-admin")),
        (GrantRole, GrantRoleInput(shared.accounts["ben"], place.pk, "provider-group-admin")),
    ]
    for membership in authority.Membership.objects.filter(group=denver):
        asked += [
            (ChangeRole, ChangeRoleInput(membership.pk, membership.role, "provider-group-admin")),
        ]
    for action, data in asked:
        with pytest.raises(Refusal):
            perform(action, data, mallory, shared.now)
    mine = authority.Membership.objects.filter(account=shared.accounts["mallory"], group=denver)
    assert list(mine.values_list("role", flat=True)) == [role]


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_drafts_of_a_group_are_open_to_its_own_group_admins_only(shared):
    helping.member(shared, "mallory", "denver", "denver", "provider-staff")
    at_aurora = w.draft(shared, shared.now, provider="aurora")
    at_denver = w.draft(shared, shared.now, provider="denver")
    guest = shared.actor("mallory", "denver")
    assert set(access.drafts(guest).values_list("pk", flat=True)) == {at_denver}
    assert {at_aurora, at_denver} <= set(access.drafts(shared.ada).values_list("pk", flat=True))
    with pytest.raises(Refusal):
        perform(
            SaveDraft, SaveDraftInput(at_aurora, {"service/place": (None, "22")}), guest, shared.now
        )
