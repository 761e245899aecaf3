"""Register New Provider and Add New User where two want the same; who may add a provider at all."""

from dataclasses import replace
from datetime import datetime

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people import events, usernames
from precert.people.actions.add_provider import NOT_VALID, AddProvider, AddProviderInput, look_up
from precert.people.actions.add_user import TAKEN, AddUser, AddUserInput
from precert.people.models import Account, GroupProvider
from precert.people.roles import ROLES
from tests import world as w
from tests.harness.registering import give_code

pytestmark = pytest.mark.django_db
CODE, NPI = "23458266", "1679576722"


@pytest.fixture
def world(now: datetime) -> w.World:
    made = w.build(now)
    for contract in (w.CO, w.MS):
        give_code(made.providers["doctor"], contract, CODE)
    return made


def wanted(world: w.World, group: str = "denver", provider: str = "doctor") -> AddProviderInput:
    return AddProviderInput(world.groups[group], world.providers[provider], NPI, CODE)


def code(kind, data, actor, now) -> str:
    with pytest.raises(Refusal) as why:
        perform(kind, data, actor, now)
    return why.value.findings[0].code


@pytest.mark.req("ORG-01", "ORG-05")
def test_only_who_may_manage_providers_adds_one_to_the_own_group(world, now):
    for role in ROLES.values():
        if role.side == "provider" and "providers.manage" not in role.permissions:
            actor = replace(world.ada, permissions=role.permissions, roles=frozenset({role.id}))
            assert code(AddProvider, wanted(world), actor, now) == "no-such-group"
    assert code(AddProvider, wanted(world), world.grace, now) == "no-such-group"
    assert code(AddProvider, wanted(world, "mallory"), world.ada, now) == "no-such-group"
    assert code(AddProvider, wanted(world, provider="dme"), world.ada, now) == "not-chosen"
    perform(AddProvider, wanted(world), world.ada, now)
    assert code(AddProvider, wanted(world), world.ada, now) == "in-group"
    assert Entry.objects.filter(verb=events.PROVIDER_ADDED).count() == 1
    perform(
        AddProvider, wanted(world, "mallory"), world.mallory, now
    )  # a provider may belong to several groups
    assert GroupProvider.objects.filter(provider=world.providers["doctor"]).count() == 2


@pytest.mark.req("ORG-05")
def test_the_same_pair_in_two_contracts_is_one_provider_and_a_wrong_one_is_one_answer(world, now):
    assert [card.name for card in look_up(world.ada, NPI, f" {CODE} ", now)] == ["Jane Smith MD"]
    for npi, typed in ((NPI, "1"), ("1", CODE), ("", "")):
        with pytest.raises(Refusal, match=NOT_VALID):
            look_up(world.ada, npi, typed, now)


@pytest.mark.req("ORG-05")
def test_the_code_is_never_journaled(world, now):
    perform(AddProvider, wanted(world), world.ada, now)
    assert code(AddProvider, replace(wanted(world), code="99999999"), world.ada, now) == "not-valid"
    told = str(list(Entry.objects.values_list("data", flat=True)))
    assert CODE not in told
    assert "99999999" not in told
    assert CODE not in repr(wanted(world))


@pytest.mark.req("ORG-03")
def test_a_name_that_was_free_a_moment_ago_is_refused_as_any_taken_one(world, now, monkeypatch):
    real, free = usernames.held, iter([False])
    monkeypatch.setattr(usernames, "held", lambda name, at: next(free, real(name, at)))
    place = GroupProvider.objects.get(provider=world.providers["denver"]).pk
    contact = {"first_name": "B", "last_name": "B", "email": "b@example.org", "fax": "3035550100"}
    with pytest.raises(Refusal) as why:
        perform(AddUser, AddUserInput(place, "BEN", contact), world.ada, now)
    assert [(one.path, one.text) for one in why.value.findings] == [("username", TAKEN)]
    assert Account.objects.filter(username="ben").count() == 1
