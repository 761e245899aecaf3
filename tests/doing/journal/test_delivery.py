"""Delivery: at least once, whatever fails or is killed in between; a failure keeps nobody else
waiting.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from precert.journal import delivery, recording
from precert.journal.models import Entry, Errand
from precert.journal.recording import By

pytestmark = pytest.mark.django_db
ADA = By("person", "7", "Ada Tester", 3)
Told = list[tuple[str, int]]


class Ears:
    """Two consumers of one event, which remember what they were told; a name in `broken` fails."""

    def __init__(self) -> None:
        self.told: Told = []
        self.broken: set[str] = set()

    def listener(self, name: str) -> Callable[[Entry, datetime], None]:
        def hear(entry: Entry, now: datetime) -> None:
            if name in self.broken:
                raise RuntimeError(f"{name} is down")
            self.told.append((name, entry.pk))

        hear.__name__ = name
        return hear


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    monkeypatch.setattr(recording, "_handlers", {})
    found = Ears()
    recording.listen({"thing.done": [found.listener("left"), found.listener("right")]})
    return found


def happened(now: datetime, verb: str = "thing.done") -> int:
    return recording.record(verb, "thing", "1", by=ADA, at=now, data={"thing": 1}).pk


def left() -> str:
    return next(name for name in recording.consumers_of("thing.done") if name.endswith("left"))


def test_each_consumer_is_told_once_and_an_event_nobody_waits_for_makes_no_row(
    ears: Ears, now: datetime
) -> None:
    entry = happened(now)
    happened(now, "other.thing")
    assert Errand.objects.count() == 2
    assert delivery.deliver(now) == 2
    assert delivery.deliver(now + timedelta(days=1)) == 0
    assert sorted(ears.told) == [("left", entry), ("right", entry)]
    assert set(Errand.objects.values_list("done_at", "attempts", "error")) == {(now, 1, "")}


def test_an_event_says_who_what_and_for_whom(ears: Ears, now: datetime) -> None:
    entry = Entry.objects.get(pk=happened(now))
    assert (entry.actor_kind, entry.actor_id, entry.actor_name, entry.context_provider) == (
        "person",
        "7",
        "Ada Tester",
        3,
    )
    assert (entry.verb, entry.subject_kind, entry.subject_id, entry.data, entry.at) == (
        "thing.done",
        "thing",
        "1",
        {"thing": 1},
        now,
    )


def cut_off(entry: Entry, now: datetime) -> None:
    """Stands for what a worker doesn't survive: it stops without a word to anybody."""
    raise KeyboardInterrupt


def end_the_worker(times: int, now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """`left` ends the worker so many times; when the last lease is over."""
    with monkeypatch.context() as patch:
        patch.setitem(recording._handlers["thing.done"], left(), cut_off)
        for _ in range(times):
            with pytest.raises(KeyboardInterrupt):
                delivery.deliver(now)
            now += delivery.LEASE
    return now


@pytest.mark.req("REV-04")
@pytest.mark.req("COM-06", part="none lost")
def test_what_was_set_aside_begins_anew_when_somebody_asks_for_it(
    ears: Ears, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = happened(now)
    later = end_the_worker(delivery.MOST_CUT_OFF, now, monkeypatch)
    assert delivery.deliver(later + timedelta(days=9)) == 0
    [row] = delivery.failing()
    assert (row.attempts, delivery.set_aside(row), row.error) == (
        delivery.MOST_CUT_OFF,
        True,
        delivery.CUT_OFF,
    )
    assert ears.told == [("right", entry)]
    assert delivery.again(row.pk, later)
    assert delivery.deliver(later) == 1
    assert ears.told == [("right", entry), ("left", entry)]
    assert delivery.failing() == []


def test_only_attempts_cut_off_one_after_the_other_count_towards_it(
    ears: Ears, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened(now)
    monkeypatch.setattr(delivery, "MOST_CUT_OFF", 3)
    ears.broken = {"left"}
    for _ in range(3):
        now = end_the_worker(1, now, monkeypatch)
        delivery.deliver(now)
        now += delivery.LONGEST_RETRY
    row = Errand.objects.get(consumer=left())
    assert (row.attempts, row.unended, row.error) == (6, 0, "RuntimeError: left is down")
    assert not delivery.set_aside(row)


def test_a_worker_that_is_stopped_once_leaves_nothing_to_look_at(
    ears: Ears, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened(now)
    later = end_the_worker(1, now, monkeypatch)
    assert delivery.failing() == []
    assert delivery.deliver(later) == 2
    assert Errand.objects.get(consumer=left()).attempts == 2


@pytest.mark.req("COM-06", part="none lost")
def test_one_that_fails_keeps_nobody_else_waiting_and_the_order_of_the_others(
    ears: Ears, now: datetime
) -> None:
    entries = [happened(now + timedelta(seconds=n)) for n in range(3)]
    ears.broken = {"left"}
    assert delivery.deliver(now + timedelta(minutes=1)) == 3
    assert ears.told == [("right", entry) for entry in entries]
    failing = delivery.failing()
    assert [(row.entry_id, row.attempts, row.error) for row in failing] == [
        (e, 1, "RuntimeError: left is down") for e in entries
    ]
    assert {row.entry.verb for row in failing} == {"thing.done"}


def test_it_is_tried_again_later_and_later_but_never_given_up(ears: Ears, now: datetime) -> None:
    happened(now)
    ears.broken = {"left"}
    waits, moment = [], now
    for _ in range(12):
        delivery.deliver(moment)
        row = Errand.objects.get(consumer=left())
        waits.append((row.next_at - moment).total_seconds())
        assert delivery.deliver(row.next_at - timedelta(seconds=1)) == 0
        moment = row.next_at
    assert waits[:4] == [15, 30, 60, 120]
    assert waits[-1] == 3600
    ears.broken = set()
    assert delivery.deliver(moment) == 1
    assert delivery.failing() == []


def test_what_a_dead_worker_had_claimed_is_told_after_its_lease(ears: Ears, now: datetime) -> None:
    happened(now)
    Errand.objects.filter(consumer=left()).update(
        lease="of a worker that was killed", next_at=now + delivery.LEASE
    )
    assert delivery.deliver(now) == 1
    assert delivery.deliver(now + delivery.LEASE - timedelta(seconds=1)) == 0
    assert delivery.deliver(now + delivery.LEASE) == 1
    assert len(ears.told) == 2


def test_a_worker_that_lost_its_lease_does_not_mark_the_others_work(
    ears: Ears, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened(now)

    def slow(entry: Entry, at: datetime) -> None:
        Errand.objects.filter(entry=entry, consumer=left()).update(
            lease="of the next worker", next_at=at + timedelta(hours=1)
        )

    monkeypatch.setitem(recording._handlers["thing.done"], left(), slow)
    delivery.deliver(now)
    row = Errand.objects.get(consumer=left())
    assert (row.done_at, row.lease) == (None, "of the next worker")


def test_a_consumer_that_is_no_longer_there_is_shown_as_failing(ears: Ears, now: datetime) -> None:
    happened(now)
    Errand.objects.filter(consumer=left()).update(consumer="letters.gone.for_good")
    delivery.deliver(now)
    assert [row.error for row in delivery.failing()] == [
        "LookupError: no consumer named letters.gone.for_good"
    ]


def test_only_so_many_at_a_time_oldest_first(ears: Ears, now: datetime) -> None:
    entries = [happened(now + timedelta(seconds=n)) for n in range(3)]
    assert delivery.deliver(now + timedelta(minutes=1), limit=2) == 2
    assert {entry for _, entry in ears.told} == {entries[0]}


def test_nothing_is_told_before_its_time(ears: Ears, now: datetime) -> None:
    happened(now)
    assert delivery.deliver(now - timedelta(seconds=1)) == 0
    assert ears.told == []


def test_trying_again_makes_a_failed_row_due_and_no_other(ears: Ears, now: datetime) -> None:
    happened(now)
    ears.broken = {"left"}
    delivery.deliver(now)
    rows = {row.consumer: row.pk for row in Errand.objects.all()}
    assert [delivery.again(pk, now) for name, pk in rows.items() if name != left()] == [False]
    assert delivery.again(rows[left()], now)
    ears.broken = set()
    assert delivery.deliver(now) == 1
    assert not delivery.again(rows[left()], now)
