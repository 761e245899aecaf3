"""Two supervisors at once, and somebody who takes meanwhile: the work goes to one, and the others
learn who has it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.reassign import Reassign, ReassignInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.people import setup
from precert.work import items
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.racing import (
    Told,
    all_looked,
    at_once,
    looks_early,
    once,
    told,
    without,
    won,
)

ROUNDS = [3, pytest.param(100, marks=pytest.mark.torture)]


@pytest.fixture
def supervisors(world: w.World, now: datetime) -> list[Actor]:
    """Sam and Tess."""
    world.accounts["tess"] = setup.create_account(
        "tess", first_name="Tess", last_name="Tester", email="tess@example.org", password=w.PASSWORD, now=now, staff=True,
    )  # fmt: skip
    setup.grant_staff_role(world.accounts["tess"], "supervisor", now)
    return [world.actor("sam"), world.actor("tess")]


@pytest.fixture
def request_id(world: w.World, many: Any, now: datetime) -> UUID:
    return r.submitted(world, many(1)[0], now)


def give(world: w.World, by: Actor, request: UUID, who: str, before: str, now: datetime) -> Told:
    held = world.accounts[before] if before else None
    data = ReassignInput(request, world.accounts[who], held)
    return told(lambda: perform(Reassign, data, by, now).answer)


def holder() -> int | None:
    return w.review().worker_id


def passed() -> int:
    """How often the journal says that it was given to somebody."""
    return Entry.objects.filter(verb__in=["request.assigned", "request.reassigned"]).count()


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("REV-02", part="reassign")
def test_of_two_supervisors_at_once_one_gives_it(
    world: w.World, supervisors: list[Actor], many: Any, now: datetime, rounds: int
) -> None:
    for consumer in many(rounds):
        request = r.submitted(world, consumer, now)
        w.take(request, world.grace, now)
        results = at_once(
            2,
            lambda n, one=request: give(
                world, supervisors[n], one, ("nora", "paul")[n], "grace", now
            ),
        )
        assert len(won(results)) == 1
        assert {one.code for one in results if one.refusal} == {"changed"}


def both(
    world: w.World, supervisors: list[Actor], request: UUID, now: datetime, patch: Any
) -> list[Told]:
    """What two supervisors are told who both looked before one of them gives it."""
    w.take(request, world.grace, now)
    all_looked(patch, Reassign, 2)
    return at_once(
        2, lambda n: give(world, supervisors[n], request, ("nora", "paul")[n], "grace", now)
    )


@pytest.mark.req("REV-02", part="reassign")
def test_of_two_supervisors_who_both_looked_one_gives_it(
    world: w.World,
    supervisors: list[Actor],
    request_id: UUID,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    results = both(world, supervisors, request_id, now, monkeypatch)
    assert (len(won(results)), passed()) == (1, 1)
    [late] = [one for one in results if one.refusal]
    assert late.code == "changed"
    given = ("nora", "paul")[0 if results[0].refusal is None else 1]
    assert holder() == world.accounts[given]
    assert given.capitalize() in str(late.refusal)


def test_without_the_worker_in_its_update_both_give_it(
    world: w.World,
    supervisors: list[Actor],
    request_id: UUID,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, items, "WorkItem", "worker")
    assert len(won(both(world, supervisors, request_id, now, monkeypatch))) == 2


def taken_meanwhile(world: w.World, request: UUID, now: datetime, patch: Any) -> Told:
    """Sam looks at a free request; Grace takes it; then Sam gives it to Nora."""
    grace = world.grace
    looks_early(patch, Reassign, once(lambda: w.take(request, grace, now)))
    return give(world, world.actor("sam"), request, "nora", "", now)


@pytest.mark.req("REV-02", part="reassign")
def test_who_took_it_meanwhile_keeps_it(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = taken_meanwhile(world, request_id, now, monkeypatch)
    assert (late.code, holder(), passed()) == ("changed", world.accounts["grace"], 0)
    assert "Grace Tester holds this request now." in str(late.refusal)


def test_without_the_worker_in_its_update_it_is_taken_out_of_their_hands(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, items, "WorkItem", "worker")
    late = taken_meanwhile(world, request_id, now, monkeypatch)
    assert (late.refusal, holder()) == (None, world.accounts["nora"])


def referred_meanwhile(world: w.World, request: UUID, now: datetime, patch: Any) -> Told:
    """Sam looks at a free request at the nurses' level; Grace takes and refers it, so that it is free
    again; then Sam gives it to Nora.
    """
    grace = world.grace

    def meanwhile() -> None:
        w.take(request, grace, now)
        perform(ReferToPhysician, ReferToPhysicianInput(request, "Is it?"), grace, now)

    looks_early(patch, Reassign, once(meanwhile))
    return give(world, world.actor("sam"), request, "nora", "", now)


@pytest.mark.req("REV-02", part="reassign")
def test_what_was_referred_meanwhile_goes_to_no_nurse(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert referred_meanwhile(world, request_id, now, monkeypatch).code == "reviewer"
    assert (holder(), w.review().level) == (None, "physician")


def test_without_the_level_in_its_update_a_nurse_gets_a_physicians_work(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, items, "WorkItem", "level")
    assert referred_meanwhile(world, request_id, now, monkeypatch).refusal is None
    assert (holder(), w.review().level) == (world.accounts["nora"], "physician")


@pytest.mark.req("REV-02", part="reassign")
def test_a_release_that_comes_too_late_leaves_it_with_the_next_reviewer(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace, sam = world.grace, world.actor("sam")
    w.take(request_id, grace, now)
    looks_early(
        monkeypatch, Release, once(lambda: give(world, sam, request_id, "nora", "grace", now))
    )
    late = told(lambda: perform(Release, ReleaseInput(request_id), grace, now))
    assert (late.code, holder()) == ("not-yours", world.accounts["nora"])
