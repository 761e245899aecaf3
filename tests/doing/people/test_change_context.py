"""Change Context: act for another provider that one's memberships reach."""

from datetime import datetime, timedelta

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.change_context import ChangeContext, ChangeContextInput
from precert.people.models import Account, Membership
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.mark.req("ORG-07")
def test_the_choice_is_remembered_and_journaled_and_the_membership_counts_as_used(
    world: w.World, now: datetime
) -> None:
    later, aurora = now + timedelta(days=3), world.providers["aurora"]
    assert perform(ChangeContext, ChangeContextInput(aurora), world.ada, later).answer == aurora
    assert Account.objects.get(pk=world.accounts["ada"]).last_context == aurora
    assert Membership.objects.get(account=world.accounts["ada"]).last_used_at == later
    entry = Entry.objects.get(verb="context-changed")
    assert (entry.subject_id, entry.data) == (str(world.accounts["ada"]), {"provider": aurora})
    assert world.actor("ada", "aurora").provider_id == aurora


@pytest.mark.req("ORG-07")
@pytest.mark.req("STA-06", part="same bytes")
@pytest.mark.parametrize("provider", ["aurora", "dme", None])
def test_a_provider_out_of_reach_is_missing_like_one_that_is_not_there(
    world: w.World, now: datetime, provider: str | None
) -> None:
    chosen = world.providers[provider] if provider else 10**9
    with pytest.raises(Refusal) as refusal:
        perform(ChangeContext, ChangeContextInput(chosen), world.actor("ben", "denver"), now)
    assert (refusal.value.kind, [f.code for f in refusal.value.findings]) == (
        "missing",
        ["no-such-context"],
    )
    assert Account.objects.get(pk=world.accounts["ben"]).last_context != chosen


def test_staff_act_for_no_provider(world: w.World, now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(ChangeContext, ChangeContextInput(world.providers["denver"]), world.grace, now)
    assert refusal.value.kind == "missing"


def test_the_same_key_changes_once(world: w.World, now: datetime) -> None:
    data = ChangeContextInput(world.providers["aurora"])
    perform(ChangeContext, data, world.ada, now, key="k")
    assert perform(ChangeContext, data, world.ada, now, key="k").repeated
    assert Entry.objects.filter(verb="context-changed").count() == 1
