"""Several workers on the same rows: every letter and notice once in the table."""

import contextlib
import functools
import itertools
import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from precert.cases import events
from precert.jobs import worker
from precert.journal import delivery, recording
from precert.journal.models import Entry, Errand
from precert.kit import pdf
from precert.letters.models import Letter
from precert.transports.models import Delivery
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.racing import at_once, without

WORKERS = 6


def issued(world: w.World, people: list[int], now: datetime) -> list[UUID]:
    """A determination for each of these people, nothing delivered yet."""
    while delivery.deliver(now):
        continue  # what making the world left to tell
    made = []
    for consumer in people:
        draft = r.ready(consumer, world.ada, now)
        r.submit(draft, r.version_of(draft), world.ada, now)
        w.issue(draft, world.grace, now)
        made.append(draft)
    return made


def everything_once(requests: list[UUID], mailbox: list[Any]) -> None:
    assert not Errand.objects.filter(done_at=None).exists()
    for request in requests:
        letters = list(Letter.objects.filter(request=request).values_list("template", "number"))
        assert sorted(letters) == [("approval-member", 1), ("approval-provider", 1)]
        for verb in (events.REQUEST_TAKEN, events.DETERMINATION_ISSUED):
            entry = Entry.objects.get(verb=verb, subject_id=str(request))
            assert Delivery.objects.filter(entry=entry.pk, state="sent").count() == 1
    told = [mail.extra_headers["Message-ID"] for mail in mailbox]
    assert len(told) == len(set(told)) == 2 * len(requests)


@pytest.mark.parametrize("count", [6, pytest.param(150, marks=pytest.mark.torture)])
@pytest.mark.req("COM-04")
@pytest.mark.req("COM-06", part="sent once")
def test_several_workers_make_every_letter_and_notice_once(
    world: w.World, many: Any, now: datetime, count: int, mailbox: list[Any]
) -> None:
    requests = issued(world, many(count), now)

    def work(n: int) -> int:
        total = 0
        while made := delivery.deliver(now):
            total += made
        return total

    assert sum(at_once(WORKERS, work)) == 3 * count
    everything_once(requests, mailbox)


def test_threads_that_typeset_first_at_once_share_one_folder(
    committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_made", functools.cache(pdf._made.__wrapped__))
    assert len({folder.name for _, folder in at_once(8, lambda n: pdf._surroundings())}) == 1
    pdf._made()[1].cleanup()


def test_without_the_lock_each_makes_its_own(
    committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_once", contextlib.nullcontext())
    making, most = pdf._made.__wrapped__, 0
    for _ in range(20):  # on a busy machine eight threads may come one after the other
        monkeypatch.setattr(pdf, "_made", functools.cache(making))
        found = at_once(8, lambda n: pdf._surroundings())
        most = max(most, len({folder.name for _, folder in found}))
        for _, folder in found:
            folder.cleanup()
        if most > 1:
            break
    assert most > 1


def handled(world: w.World, many: Any, now: datetime, patch: pytest.MonkeyPatch) -> list[int]:
    """Which rows the handler was called for when all workers saw the same rows due."""
    calls: list[int] = []
    gate = threading.Barrier(WORKERS, timeout=60)
    patch.setattr(
        recording,
        "_handlers",
        {events.REQUEST_TAKEN: {"test.noted": lambda entry, at: calls.append(entry.pk)}},
    )
    for consumer in many(3):
        draft = r.ready(consumer, world.ada, now)
        r.submit(draft, r.version_of(draft), world.ada, now)
        w.take(draft, world.grace, now)
    due = list(
        Errand.objects.filter(done_at=None, entry__verb=events.REQUEST_TAKEN)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    assert len(due) == 3

    def work(n: int) -> None:
        gate.wait()
        for pk in due:
            delivery._deliver_one(pk, now)

    at_once(WORKERS, work)
    return calls


@pytest.mark.req("COM-06", part="sent once")
def test_workers_that_saw_the_same_rows_due_call_each_handler_once(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = handled(world, many, now, monkeypatch)
    assert sorted(calls) == sorted(set(calls))
    assert len(calls) == 3


def test_without_the_condition_of_the_claim_handlers_are_called_again(
    world: w.World, many: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, delivery, "Errand", "done_at", "next_at__lte")
    assert len(handled(world, many, now, monkeypatch)) > 3


def test_the_worker_reads_the_clock_for_every_batch_so_that_no_lease_is_over_when_it_is_taken(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backlog may take longer than a lease lasts."""
    batches: list[datetime] = []
    stop = threading.Event()

    def deliver(at: datetime) -> int:
        batches.append(at)
        if len(batches) == 5:
            stop.set()
        return 50

    ticking = itertools.count()
    monkeypatch.setattr(worker.delivery, "deliver", deliver)
    monkeypatch.setattr(worker, "tick", lambda at: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "wait", lambda seconds: None)
    monkeypatch.setattr(worker.clock, "now", lambda: now + timedelta(minutes=next(ticking)))
    worker.run(stop)
    assert len(set(batches)) == 5


@pytest.mark.req("COM-04")
def test_a_worker_that_died_with_the_lease_is_followed_by_another_and_no_letter_is_made_twice(
    world: w.World, many: Any, now: datetime, mailbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first worker makes the letters and dies before it can say so."""
    requests = issued(world, many(1), now)

    class DiedError(Exception):
        pass

    def dies(*args: Any) -> Any:
        raise DiedError

    monkeypatch.setattr(delivery, "_done", dies)
    for _ in range(3):
        with pytest.raises(DiedError):
            delivery.deliver(now)
    monkeypatch.undo()
    assert delivery.deliver(now) == 0  # leased to the dead
    assert delivery.deliver(now + delivery.LEASE + timedelta(seconds=1)) == 3
    everything_once(requests, mailbox)
