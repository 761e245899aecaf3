"""Sealing while others write and seal: what is committed late is sealed by the next, and nothing is
listed twice.
"""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, models, transaction

from precert.journal import canonical, seals
from precert.journal.models import Entry, Reading, Seal
from tests.doing.journal.trail import file, flaws, seal, written
from tests.doing.races.racing import TOO_LONG, Without, at_once

pytestmark = pytest.mark.req("OPS-05")
LATER = timedelta(hours=1)
WORKERS = 6


def entry(now: datetime, pk: int) -> Entry:
    return Entry(
        pk=pk,
        at=now,
        verb="draft.saved",
        actor_kind="person",
        actor_id="7",
        actor_name="Ada",
        subject_kind="draft",
        subject_id="x",
    )


class Late:
    """A writer that has its id before a seal is made and commits after it.

    PostgreSQL: its transaction is open meanwhile. SQLite lets one writer in at a time, so there
    only the id is taken early.
    """

    def __init__(self, now: datetime, pk: int) -> None:
        self.row, self.inserted, self.go = entry(now, pk), threading.Event(), threading.Event()

    def __call__(self) -> None:
        try:
            if connection.vendor == "sqlite":
                self.inserted.set()
                assert self.go.wait(TOO_LONG)
                self.row.save(force_insert=True)
                return
            with transaction.atomic():
                self.row.save(force_insert=True)
                self.inserted.set()
                assert self.go.wait(TOO_LONG)
        finally:
            connections.close_all()


def around_seals(now: datetime, rounds: int) -> None:
    """In each round a row is committed after a seal that lists a row with a higher id."""
    with ThreadPoolExecutor(1) as pool:
        for n in range(rounds):
            late = Late(now, 10 * n + 1)
            done = pool.submit(late)
            assert late.inserted.wait(TOO_LONG)
            entry(now, 10 * n + 2).save(force_insert=True)
            assert seal(now) == 1
            late.go.set()
            done.result(TOO_LONG)
    seal(now)


@pytest.mark.parametrize("rounds", [3, pytest.param(300, marks=pytest.mark.torture)])
def test_a_row_that_is_committed_after_a_higher_id_was_sealed_is_sealed_by_the_next(
    wide: None, now: datetime, rounds: int
) -> None:
    around_seals(now, rounds)
    assert Entry.objects.exclude(seal=None).count() == 2 * rounds
    assert flaws(now + LATER) == []


def test_sealing_what_comes_after_the_last_sealed_id_would_leave_it_out(
    wide: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_the_last() -> dict[str, Any]:
        found = {}
        for letter, model in seals.MODELS.items():
            last = model.objects.exclude(seal=None).aggregate(last=models.Max("pk"))["last"] or 0
            found[letter] = model.objects.filter(pk__gt=last)
        return found

    monkeypatch.setattr(seals, "unsealed", after_the_last)
    around_seals(now, 3)
    assert Entry.objects.filter(seal=None).count() > 0
    monkeypatch.undo()
    assert {flaw.what for flaw in flaws(now + LATER)} == {"the row isn't sealed"}


def meeting(patch: pytest.MonkeyPatch) -> None:
    """All workers have read the same rows before the first of them writes its first seal."""
    gate, met, look = threading.Barrier(WORKERS, timeout=TOO_LONG), threading.local(), seals._rows

    def rows() -> Any:
        found = look()
        if not getattr(met, "once", False):
            met.once = True
            gate.wait()
        return found

    patch.setattr(seals, "_rows", rows)


@pytest.mark.parametrize("count", [1_500, pytest.param(50_000, marks=pytest.mark.torture)])
def test_several_workers_at_once_list_every_row_once(
    wide: None, now: datetime, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    written(now, count, count)
    meeting(monkeypatch)
    made = at_once(WORKERS, lambda n: seal(now))
    assert sum(made) == Seal.objects.count()
    listed = [
        (row.letter, row.id)
        for one in Seal.objects.all()
        for row in canonical.unpack(bytes(one.rows))
    ]
    assert len(listed) == len(set(listed)) == 2 * count
    assert flaws(now + LATER) == []


def test_without_the_unique_number_and_the_condition_of_the_update_rows_are_listed_twice(
    wide: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(now, 50, 50)
    meeting(monkeypatch)
    numbers: Iterator[int] = itertools.count()
    write, turn = seals._write, threading.Lock()

    def unguarded(keys: Any, at: datetime, last: int, *rest: Any) -> None:
        with turn:
            write(keys, at, last + next(numbers), *rest)

    monkeypatch.setattr(
        seals,
        "unsealed",
        lambda: {letter: model.objects.filter(seal=None) for letter, model in tables.items()},
    )
    tables = {canonical.ENTRY: Entry, canonical.READING: Reading}
    monkeypatch.setattr(
        seals, "MODELS", {letter: Without(model, ("seal",)) for letter, model in tables.items()}
    )
    monkeypatch.setattr(seals, "_write", unguarded)
    at_once(WORKERS, lambda n: seal(now))
    listed = [
        (row.letter, row.id)
        for one in Seal.objects.all()
        for row in canonical.unpack(bytes(one.rows))
    ]
    assert len(listed) > len(set(listed)) == 100
    assert file().exists()
