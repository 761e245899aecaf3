from datetime import date, timedelta

import pytest

from precert.people import setup
from precert.people.models import Account, GroupProvider, Membership
from precert.people.queries import actor_for, contexts, members_of, owned_by, person, seat_of
from precert.people.roles import EVERYWHERE, ROLES
from precert.registry.models import Enrolment, Provider
from tests.harness.characters import account, make_cast, provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db, now):
    return make_cast(now)


@pytest.mark.req("ORG-07", "ORG-01")
def test_an_actor_has_the_permissions_of_the_role_in_the_context(cast, now):
    actor = actor_for(cast.ada, cast.hospital, now)
    assert actor.permissions == ROLES["provider-staff"].permissions
    assert (actor.provider_id, actor.groups_with("case.view")) == (cast.hospital, {cast.group})
    assert actor.contracts == {"co-um", "ms-state-um"}
    assert (actor.kind, actor.name, actor.account_id) == ("person", "Ada Example", cast.ada.pk)


@pytest.mark.req("ORG-07")
def test_the_contracts_follow_the_context(cast, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    assert actor_for(cast.ada, cast.clinic, now).contracts == {"co-um"}


def test_an_enrolment_counts_by_the_day_of_the_contracts_time_zone(cast, now):
    Enrolment.objects.filter(provider=cast.hospital, contract="co-um").update(
        active_to=date(2026, 6, 9)
    )
    midnight_in_denver = now.replace(hour=6, day=10, minute=0)
    assert (
        "co-um"
        in actor_for(cast.ada, cast.hospital, midnight_in_denver - timedelta(seconds=1)).contracts
    )
    assert "co-um" not in actor_for(cast.ada, cast.hospital, midnight_in_denver).contracts


def test_an_enrolment_in_a_contract_that_is_not_loaded_gives_nothing(cast, now):
    Enrolment.objects.create(
        provider_id=cast.hospital, contract="no-such-pack", active_from=date(2020, 1, 1)
    )
    assert "no-such-pack" not in actor_for(cast.ada, cast.hospital, now).contracts


@pytest.mark.parametrize("name", ["clinic", "elsewhere"])
def test_a_provider_out_of_reach_gives_an_actor_without_permissions(cast, now, name):
    actor = actor_for(cast.ada, getattr(cast, name), now)
    assert (actor.permissions, actor.provider_id, actor.grants, actor.contracts) == (
        frozenset(),
        None,
        (),
        frozenset(),
    )


@pytest.mark.req("ORG-07")
def test_contexts_are_listed_as_the_field_shows_them(cast, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-admin", now)
    first, second = contexts(cast.ada)
    assert (first.name, first.npi, first.type, first.group, first.roles) == (
        "Denver Clinic", "1245319599", "11 - Clinic", "Denver Health", ("Provider Admin",),
    )  # fmt: skip
    assert second.type == "0 - Acute Hospital"
    assert "1 Main St" in second.address


@pytest.mark.req("ORG-07")
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("30", "30 - Home Health Agency"),
        ("home-health", "Home Health Agency"),
        ("", "Home Health Agency"),
    ],
)
def test_a_type_is_shown_with_its_code_where_that_is_a_number(cast, code, shown):
    Provider.objects.filter(pk=cast.hospital).update(
        type_code=code, type_label="Home Health Agency"
    )
    assert [one.type for one in contexts(cast.ada)] == [shown]


@pytest.mark.req("ORG-09")
def test_one_login_serves_providers_of_several_groups_with_a_role_in_each(cast, now):
    other = Membership.objects.get(account=cast.mallory).group_id
    setup.add_membership(cast.ada.pk, other, cast.elsewhere, "provider-admin", now)
    assert [c.provider_id for c in contexts(cast.ada)] == [cast.hospital, cast.elsewhere]
    assert "users.manage-provider" in actor_for(cast.ada, cast.elsewhere, now).permissions
    assert "users.manage-provider" not in actor_for(cast.ada, cast.hospital, now).permissions
    assert set(owned_by(actor_for(cast.ada, cast.elsewhere, now).groups_with("case.view"))) == {
        cast.elsewhere
    }


def test_a_group_role_reaches_every_provider_of_the_group_and_those_added_later(cast, now):
    group = Membership.objects.get(account=cast.mallory).group_id
    added = provider("Jackson Imaging", "1003000126")
    GroupProvider.objects.create(group_id=group, provider_id=added, added_at=now)
    assert {c.provider_id for c in contexts(cast.mallory)} == {cast.elsewhere, added}


def test_former_members_and_inactive_accounts_have_no_context(cast, now):
    Membership.objects.filter(account=cast.ada).delete()
    assert contexts(cast.ada) == []
    Account.objects.filter(pk=cast.mallory.pk).update(is_active=False)
    stale = cast.mallory  # as it was read before
    assert contexts(stale) == []
    assert not actor_for(stale, cast.elsewhere, now).permissions


def test_a_provider_that_left_the_group_is_no_context_any_more(cast, now):
    GroupProvider.objects.filter(provider=cast.hospital).delete()
    assert contexts(cast.ada) == []
    assert not actor_for(cast.ada, cast.hospital, now).permissions


def test_a_role_that_is_no_longer_in_the_table_permits_nothing(cast, now):
    Membership.objects.filter(account=cast.ada).update(role="retired-role")
    assert contexts(cast.ada) == []


@pytest.mark.req("REV-01")
def test_staff_serve_all_contracts_or_those_they_were_given(cast, now):
    assert actor_for(cast.grace, None, now).contracts == {"co-um", "ms-state-um"}
    peter = account("peter", now, staff=True)
    setup.grant_staff_role(peter.pk, "physician", now, "co-um")
    actor = actor_for(peter, None, now)
    assert (actor.kind, actor.contracts, actor.permissions) == (
        "staff",
        {"co-um"},
        ROLES["physician"].permissions,
    )
    assert contexts(peter) == []


def test_staff_whose_roles_differ_by_contract_hold_what_these_have_in_common(cast, now):
    peter = account("peter", now, staff=True)
    setup.grant_staff_role(peter.pk, "physician", now, "co-um")
    setup.grant_staff_role(peter.pk, "nurse", now, "ms-state-um")
    assert actor_for(peter, None, now).permissions == ROLES["nurse"].permissions


@pytest.mark.req("OPS-05", "ORG-01")
def test_what_concerns_the_whole_installation_is_for_those_who_serve_all_of_it(cast, now):
    maria = account("maria", now, staff=True)
    setup.grant_staff_role(maria.pk, "administrator", now, "co-um")
    setup.grant_staff_role(maria.pk, "supervisor", now, "co-um")
    one = actor_for(maria, None, now)
    assert not one.anywhere & EVERYWHERE
    assert {"case.view", "failures.view", "letter.repair"} <= one.permissions
    setup.grant_staff_role(maria.pk, "administrator", now, "ms-state-um")
    assert actor_for(maria, None, now).permissions >= {"audit.view", "failures.view-all"}


@pytest.mark.req("CON-10", part="idle")
def test_the_idle_rule_is_the_strictest_of_the_contexts_contracts(cast, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    assert seat_of(cast.ada, cast.clinic, now).idle.minutes == 30
    both = seat_of(cast.ada, cast.hospital, now).idle
    assert (both.minutes, both.countdown) == (15, "starts-at")


@pytest.mark.parametrize("extra", [0, 20])
def test_a_seat_takes_the_same_few_queries_however_many_memberships(
    cast, now, extra, django_assert_num_queries
):
    for n in range(extra):
        pk = provider(f"Branch {n}", f"{n:010}")
        GroupProvider.objects.create(group_id=cast.group, provider_id=pk, added_at=now)
        setup.add_membership(cast.ada.pk, cast.group, pk, "provider-staff", now)
    seat_of(cast.ada, cast.hospital, now)  # parses the packs
    with django_assert_num_queries(4):
        seat_of(cast.ada, cast.hospital, now)


def test_members_of_a_provider_are_found_through_provider_and_group_roles(cast, now):
    assert [p.name for p in members_of([cast.hospital])] == ["Ada Example"]
    assert [p.name for p in members_of([cast.elsewhere, cast.hospital])] == [
        "Ada Example",
        "Mallory Example",
    ]
    assert members_of([cast.clinic]) == []
    assert members_of([cast.hospital], "users.manage-provider") == []
    assert person(cast.ada.pk).email == "ada@example.test"


def test_loaders_refuse_roles_of_the_other_side_and_weak_passwords(cast, now):
    with pytest.raises(ValueError, match="not a provider role"):
        setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "nurse", now)
    with pytest.raises(ValueError, match="whole group"):
        setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-group-admin", now)
    with pytest.raises(ValueError, match="not a staff role"):
        setup.grant_staff_role(cast.grace.pk, "provider-staff", now)
    with pytest.raises(ValueError, match="14 characters"):
        setup.create_account(
            "eve", first_name="E", last_name="V", email="e@example.test", password="short", now=now
        )


def test_what_staff_may_is_asked_for_with_the_contract(cast, now):
    peter = account("peter", now, staff=True)
    setup.grant_staff_role(peter.pk, "physician", now, "co-um")
    setup.grant_staff_role(peter.pk, "supervisor", now, "ms-state-um")
    actor = actor_for(peter, None, now)
    assert actor.may("request.deny", "co-um")
    assert not actor.may("request.deny", "ms-state-um")
    assert not actor.may("request.deny")
    assert actor.under("co-um").may("request.deny")
    assert not actor.under("nowhere").permissions
    assert (
        actor.contracts_with("request.assign")
        == actor.contracts_with("failures.view")
        == {"ms-state-um"}
    )
    assert {"request.deny", "request.assign"} <= actor.anywhere
    assert "failures.view-all" not in actor.anywhere  # isn't about one contract
