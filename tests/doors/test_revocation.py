"""What is taken away is gone at the next request: a role, an account, a provider, a session, under
traffic of the same person.

Four threads of the same person's sessions ask all the time. `turn` counts what is done to the
person: even, everything is allowed; odd, it has been taken away. A request that began and ended
within one odd turn and was answered is a leak; so is the one that follows at once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from precert.conduct.perform import perform
from precert.gate import identity, session
from precert.people import queries, setup
from precert.people.actions.change_role import ChangeRole, ChangeRoleInput
from precert.people.actions.deactivate import Deactivate, DeactivateInput
from precert.people.actions.end_sessions import EndSessions, EndSessionsInput
from precert.people.actions.remove_role import RemoveRole, RemoveRoleInput
from precert.people.models import Account, GroupProvider, Membership
from tests import world as w
from tests.doing.people import helping
from tests.harness import sessions

ONE_AT_A_TIME = threading.Lock()
FEW, MANY = 1, 4  # threads of traffic
SHORT, FULL = 4, 200  # tries of each kind
ADMIN, STAFF = "provider-admin", "provider-staff"


@dataclass
class Victim:
    """Ben at Denver Hospital, who also works at Aurora Imaging."""

    world: w.World
    account: Account
    turn: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    leaks: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def membership(self) -> Membership:
        return Membership.objects.get(account=self.account, provider=self.world.providers["denver"])

    def client(self) -> Client:
        """A browser of theirs, acting for Denver Hospital."""
        client = Client()
        with ONE_AT_A_TIME:  # the harness numbers sessions by counting them
            sessions.sign_in(client, self.account, self.world.now)
        store = client.session
        store[session.CONTEXT] = self.world.providers["denver"]
        store.save()
        return client

    def traffic(self, address: str) -> None:
        """Ask until stopped; sign in anew when signed out."""
        try:
            client = self.client()
            while not self.stop.is_set():
                before = self.turn
                status = client.get(address).status_code
                self.asked += 1
                if status == 200 and before % 2 and self.turn == before:
                    self.leaks.append(f"traffic at turn {before}")
                if status == 302:
                    client = self.client()
        finally:
            connections.close_all()


def role(victim: Victim) -> None:
    """A Provider Admin becomes Provider Staff."""
    perform(
        ChangeRole,
        ChangeRoleInput(victim.membership.pk, ADMIN, STAFF),
        victim.world.ada,
        victim.world.now,
    )


def association(victim: Victim) -> None:
    """Ben no longer works at the hospital."""
    perform(
        RemoveRole,
        RemoveRoleInput(victim.membership.pk, confirmed=True),
        victim.world.ada,
        victim.world.now,
    )


def account(victim: Victim) -> None:
    """Ben is deactivated."""
    perform(Deactivate, DeactivateInput(victim.account.pk), victim.world.ada, victim.world.now)


def signed_in(victim: Victim) -> None:
    """The support desk signs Ben out everywhere, and he stays out while he doesn't sign in."""
    perform(
        EndSessions,
        EndSessionsInput(victim.account.pk, "Lost the telephone."),
        victim.world.actor("sue"),
        victim.world.now,
    )


def provider(victim: Victim) -> None:
    """The hospital leaves the group."""
    GroupProvider.objects.filter(provider=victim.world.providers["denver"]).delete()


def restore(victim: Victim) -> None:
    """Everything is as at the beginning."""
    world, at = (
        victim.world,
        {
            "group_id": victim.world.groups["denver"],
            "provider_id": victim.world.providers["denver"],
        },
    )
    Account.objects.filter(pk=victim.account.pk).update(is_active=True, inactive_reason="")
    GroupProvider.objects.get_or_create(**at, defaults={"added_at": world.now})
    Membership.objects.update_or_create(
        account=victim.account, **at, defaults={"role": ADMIN, "created_at": world.now}
    )


TAKEN: dict[str, tuple[Callable[[Victim], None], str]] = {
    "role": (role, "/setup"),
    "association": (association, "/cases"),
    "account": (account, "/cases"),
    "provider": (provider, "/cases"),
    "session": (signed_in, "/cases"),
}


@pytest.fixture
def victim(committed: Any, now: Any) -> Victim:
    world = w.build(now)
    helping.staff(world, "sue", "support")
    setup.add_membership(
        world.accounts["ben"], world.groups["denver"], world.providers["aurora"], STAFF, now
    )
    made = Victim(world, Account.objects.get(pk=world.accounts["ben"]))
    restore(made)
    return made


def leaks(victim: Victim, kind: str, tries: int, threads: int) -> list[str]:
    """Take away and ask, `tries` times, with traffic; what was answered that mustn't have been."""
    take, address = TAKEN[kind]
    own = kind != "session"  # who signs in anew at once is in again: others' traffic then
    with busy(victim, address, threads, own=own):
        for n in range(tries):
            client = victim.client()
            assert client.get(address).status_code == 200
            take(victim)
            victim.turn += 1
            if client.get(address).status_code == 200:
                victim.leaks.append(f"next request, try {n}")
            victim.turn += 1
            restore(victim)
    return victim.leaks


class busy(ExitStack):  # noqa: N801 - reads as what it is
    """Traffic while the block runs: the victim's, and where that can't be, somebody else's."""

    def __init__(self, victim: Victim, address: str, threads: int, *, own: bool) -> None:
        super().__init__()
        other = Victim(
            victim.world, Account.objects.get(pk=victim.world.accounts["ada"]), stop=victim.stop
        )
        whose = [victim if own else other] * threads
        self.threads = [
            threading.Thread(target=one.traffic, args=(address,), daemon=True) for one in whose
        ]
        self.victims = (victim, other)

    def __enter__(self) -> "busy":
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.victims[0].stop.set()
        for one in self.threads:
            one.join(60)
        assert sum(one.asked for one in self.victims) > 0, "there was no traffic"


@pytest.mark.req("ORG-07", "ACC-12")
@pytest.mark.parametrize("kind", TAKEN)
def test_the_next_request_is_refused(victim: Victim, kind: str) -> None:
    assert leaks(victim, kind, SHORT, FEW) == []


@pytest.mark.torture
@pytest.mark.parametrize("kind", TAKEN)
def test_the_next_request_is_refused_every_time(victim: Victim, kind: str) -> None:
    assert leaks(victim, kind, FULL, MANY) == []


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The control run: a process that keeps who somebody is."""
    seat, opened = (
        cache(lambda pk, provider, now: queries.seat_of(Account.objects.get(pk=pk), provider, now)),
        cache(queries.session_of),
    )
    monkeypatch.setattr(
        identity, "seat_of", lambda account, provider, now: seat(account.pk, provider, now)
    )
    monkeypatch.setattr(session, "session_of", opened)
    yield
    seat.cache_clear()


@pytest.mark.parametrize("kind", TAKEN)
def test_a_seat_that_is_kept_lets_people_on(victim: Victim, remembered: None, kind: str) -> None:
    assert leaks(victim, kind, 1, FEW) != []
