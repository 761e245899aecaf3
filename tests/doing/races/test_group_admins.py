"""Two Group Admins who take each other's role away at the same moment: one is told that the other
was first.
"""

from datetime import datetime
from threading import Barrier
from typing import Any

import pytest

from precert.conduct.perform import perform
from precert.people import group_admins
from precert.people.actions.change_role import ChangeRole, ChangeRoleInput
from precert.people.actions.deactivate import Deactivate, DeactivateInput
from precert.people.actions.remove_role import RemoveRole, RemoveRoleInput
from precert.people.actions.remove_user import RemoveUser, RemoveUserInput
from precert.people.authority import able_admins
from precert.people.models import GroupProvider, Membership
from tests import world as w
from tests.doing.people import helping
from tests.doing.races import racing

ACTS = {"demote": ChangeRole, "take": RemoveRole, "deactivate": Deactivate, "delete": RemoveUser}
# The second looks again: its own role is gone, or it would take the last one away.
LOOKED_AGAIN = {"no-such-role", "no-such-user", "last-group-admin"}
PAIRS = [
    ("demote", "demote"),
    ("demote", "delete"),
    ("take", "deactivate"),
    ("deactivate", "deactivate"),
    ("delete", "delete"),
]


@pytest.fixture
def pair(world: w.World, now: datetime) -> w.World:
    """Ada and Gia, the only Group Admins of Denver Health."""
    world.accounts["gia"] = w._account("gia", now)
    helping.member(world, "gia", "denver", None, "provider-group-admin")
    return world


def asked(world: w.World, act: str, whom: str) -> Any:
    """The input of an act."""
    account = world.accounts[whom]
    row = Membership.objects.get(account=account, group=world.groups["denver"])
    place = GroupProvider.objects.get(provider=world.providers["denver"]).pk
    return {
        "demote": ChangeRoleInput(row.pk, row.role, "provider-staff", place),
        "take": RemoveRoleInput(row.pk, confirmed=True),
        "deactivate": DeactivateInput(account),
        "delete": RemoveUserInput(account),
    }[act]


def both(world: w.World, acts: tuple[str, str], now: datetime) -> list[racing.Told]:
    """Each takes the other's role away."""
    by = [world.actor("ada", "denver"), world.actor("gia", "denver")]
    data = [asked(world, acts[0], "gia"), asked(world, acts[1], "ada")]
    return racing.at_once(
        2, lambda n: racing.told(lambda: perform(ACTS[acts[n]], data[n], by[n], now))
    )


def meeting(patch: pytest.MonkeyPatch, acts: tuple[str, str]) -> None:
    """Both have looked who else there is before either writes."""
    gate = Barrier(2, timeout=racing.TOO_LONG)
    for name in set(acts):
        racing.looks_early(patch, ACTS[name], lambda: gate.wait() and None)


@pytest.mark.req("ORG-06")
@pytest.mark.parametrize("acts", PAIRS)
def test_of_two_group_admins_one_is_left(
    pair: w.World, acts: tuple[str, str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(monkeypatch, acts)
    told = both(pair, acts, now)
    refused = [one.code for one in told if one.code]
    assert len(refused) == 1
    assert refused[0] in LOOKED_AGAIN
    assert able_admins([pair.groups["denver"]]).count() == 1


@pytest.mark.req("ORG-06")
def test_they_meet_without_a_gate_too(pair: w.World, now: datetime) -> None:
    told = both(pair, ("deactivate", "deactivate"), now)
    assert sum(one.refusal is None for one in told) == 1
    assert able_admins([pair.groups["denver"]]).count() == 1


@pytest.mark.parametrize("acts", PAIRS[:2])
def test_without_the_turn_both_would_go(
    pair: w.World, acts: tuple[str, str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(monkeypatch, acts)
    racing.without(monkeypatch, group_admins, "ProviderGroup", "turn")
    told = both(pair, acts, now)
    assert [one.code for one in told] == ["", ""]
    assert not able_admins([pair.groups["denver"]]).exists()
