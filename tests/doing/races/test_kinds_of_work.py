"""Work of several kinds taken, released and closed by many at once: each piece goes to one, and of
two pieces about one request neither moves the other.
"""

import threading
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.take import Take, TakeInput
from precert.cases.models import CaseState, RequestState
from precert.cases.queries.queue import QueueFilters, next_to_take
from precert.cases.request_action import OnWork
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.people import setup
from precert.work import items
from precert.work.models import WorkItem
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.conftest import REVIEWERS
from tests.doing.races.racing import all_looked, at_once, looks_early, once, told, without, won
from tests.harness import kinds_of_work as k

ROUNDS = [2, pytest.param(100, marks=pytest.mark.torture)]
Piece = tuple[str, UUID]


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    k.register(monkeypatch)


@pytest.fixture
def takers(world: w.World, reviewers: list[Actor], now: datetime) -> list[Actor]:
    """Sixteen reviewers, every other one a physician."""
    for n in range(0, REVIEWERS, 2):
        setup.grant_staff_role(world.accounts[f"r{n}"], "physician", now)
    return [world.actor(f"r{n}") for n in range(REVIEWERS)]


def pieces(world: w.World, consumer: int, now: datetime) -> list[Piece]:
    """Work of three kinds about one request of that person."""
    request = r.submitted(world, consumer, now)
    return [
        ("review", request),
        ("recheck", k.recheck(request, now)),
        ("appeal", k.appeal(request, now)),
    ]


def taken(piece: Piece, actor: Actor, now: datetime) -> Any:
    kind, subject = piece
    return told(lambda: perform(Take, TakeInput(subject, kind), actor, now).answer)


def worker(kind: str, subject: UUID) -> int | None:
    return WorkItem.objects.get(kind=kind, subject=subject).worker_id


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("REV-02", part="take next over all kinds")
def test_sixteen_who_take_next_until_nothing_is_left_share_the_work_of_all_kinds(
    world: w.World, takers: list[Actor], many: Any, now: datetime, rounds: int
) -> None:
    for one, other in zip(*[iter(many(2 * rounds))] * 2, strict=True):
        put = [*pieces(world, one, now), *pieces(world, other, now)]

        def take_all(n: int) -> list[Piece]:
            mine = []
            while found := next_to_take(takers[n], QueueFilters(who="free")):
                piece = (found.kind, found.subject)
                if taken(piece, takers[n], now).refusal is None:
                    mine.append(piece)
            return mine

        shares = at_once(REVIEWERS, take_all)
        assert Counter(piece for share in shares for piece in share) == Counter(put)
        for actor, share in zip(takers, shares, strict=True):
            assert {worker(*piece) for piece in share} <= {actor.account_id}


@pytest.mark.parametrize("n", range(3), ids=["review", "recheck", "appeal"])
@pytest.mark.req("REV-02", part="take next over all kinds")
def test_who_all_saw_a_piece_of_any_kind_free_still_make_one_worker(
    world: w.World,
    takers: list[Actor],
    many: Any,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    n: int,
) -> None:
    results = all_take(pieces(world, many(1)[0], now)[n], takers, now, monkeypatch)
    assert len(won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"held"}


@pytest.mark.parametrize("n", range(3), ids=["review", "recheck", "appeal"])
def test_without_nobody_does_it_in_the_update_several_take_a_piece_of_any_kind(
    world: w.World,
    takers: list[Actor],
    many: Any,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    n: int,
) -> None:
    without(monkeypatch, items, "WorkItem", "worker")
    assert len(won(all_take(pieces(world, many(1)[0], now)[n], takers, now, monkeypatch))) > 1


def all_take(
    piece: Piece, takers: list[Actor], now: datetime, patch: pytest.MonkeyPatch
) -> list[Any]:
    """What the eight physicians are told who all look before one of them takes."""
    physicians = takers[::2]
    all_looked(patch, Take, len(physicians))
    return at_once(len(physicians), lambda n: taken(piece, physicians[n], now))


def stands(request: UUID) -> tuple[str, str, int | None, int | None]:
    """The status of the request and of its case; who does its review, and who the second look."""
    return (
        RequestState.objects.get(pk=request).status,
        CaseState.objects.get(case__requests=request).status,
        worker("review", request),
        worker("recheck", request),
    )


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.req("STA-01", part="two pieces of work of one request")
def test_two_pieces_of_one_request_are_taken_released_and_closed_apart(
    world: w.World, takers: list[Actor], many: Any, now: datetime, rounds: int
) -> None:
    """At each step two people act on the two pieces at once; the status is the review's alone."""
    first, second = takers[:2]
    for consumer in many(rounds):
        request = pieces(world, consumer, now)[0][1]
        act = {
            "take": lambda kind, who, rid=request: perform(Take, TakeInput(rid, kind), who, now),
            "release": lambda kind, who, rid=request: perform(
                Release, ReleaseInput(rid, kind), who, now
            ),
            "close": lambda kind, who, rid=request: items.finish(kind, rid, now),
        }
        for review, recheck, status, workers in (
            ("", "take", "submitted", (None, second.account_id)),
            ("take", "release", "active-review", (first.account_id, None)),
            ("release", "take", "submitted", (None, second.account_id)),
            ("take", "close", "active-review", (first.account_id, None)),
            ("release", "", "submitted", (None, None)),
        ):
            steps = [("review", review, first), ("recheck", recheck, second)]
            steps = [one for one in steps if one[1]]
            at_once(len(steps), lambda n, s=steps, a=act: a[s[n][1]](s[n][0], s[n][2]))
            assert stands(request) == (status, status, *workers), (review, recheck)


def only_the_second_look(world: w.World, takers: list[Actor], many: Any, now: datetime) -> Any:
    """The second look is taken while the review waits in the queue: how both stand then."""
    request = pieces(world, many(1)[0], now)[0][1]
    assert taken(("recheck", request), takers[1], now).refusal is None
    return stands(request)


def test_without_the_kind_in_the_update_taking_one_piece_takes_the_other_too(
    world: w.World, takers: list[Actor], many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, items, "WorkItem", "kind")
    assert only_the_second_look(world, takers, many, now) == (
        "submitted",
        "submitted",
        takers[1].account_id,
        takers[1].account_id,
    )


def test_without_asking_for_the_review_other_work_moves_the_request(
    world: w.World, takers: list[Actor], many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OnWork, "reviews", True)
    assert only_the_second_look(world, takers, many, now)[0] == "active-review"


def stale_release(
    world: w.World, takers: list[Actor], many: Any, now: datetime, patch: pytest.MonkeyPatch
) -> tuple[Any, int | None]:
    """One tab looks and will release; another releases, a colleague takes; then the first writes.
    What the first is told, and who does the work then.
    """
    mine, colleague = takers[:2]
    request = pieces(world, many(1)[0], now)[0][1]
    recheck = ("recheck", request)
    taken(recheck, mine, now)

    def meanwhile() -> None:
        perform(Release, ReleaseInput(request, "recheck"), mine, now)
        assert taken(recheck, colleague, now).refusal is None

    looks_early(patch, Release, once(meanwhile))
    result = told(lambda: perform(Release, ReleaseInput(request, "recheck"), mine, now).answer)
    return result, worker(*recheck)


@pytest.mark.req("REV-02", part="release")
def test_a_release_that_comes_too_late_leaves_the_work_with_the_colleague(
    world: w.World, takers: list[Actor], many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, who = stale_release(world, takers, many, now, monkeypatch)
    assert (result.code, who) == ("not-yours", takers[1].account_id)


def test_without_the_worker_in_its_update_a_late_release_takes_the_work_away(
    world: w.World, takers: list[Actor], many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, items, "WorkItem", "worker")
    result, who = stale_release(world, takers, many, now, monkeypatch)
    assert (result.refusal, who) == (None, None)


def closed(world: w.World, many: Any, now: datetime) -> list[bool]:
    """What two are told who close one piece of work at once."""
    kind, subject = pieces(world, many(1)[0], now)[2]
    gate = threading.Barrier(2, timeout=60)

    def close(n: int) -> bool:
        gate.wait()
        return items.finish(kind, subject, now)

    return sorted(at_once(2, close))


@pytest.mark.req("REV-02", part="done once")
def test_a_piece_of_work_is_closed_once(world: w.World, many: Any, now: datetime) -> None:
    assert closed(world, many, now) == [False, True]


def test_without_not_done_in_its_update_it_is_closed_twice(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "NOT_DONE", Q())
    assert closed(world, many, now) == [True, True]
