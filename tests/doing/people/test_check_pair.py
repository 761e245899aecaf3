"""NPI and code under parallel tries: ten wrong ones are taken as tries, whatever arrives together."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people import tries
from precert.people.checks.pair import NOT_VALID, check_pair
from precert.people.models import TryCounter
from tests import world as w
from tests.doing.races.racing import at_once, told
from tests.harness.registering import CODE, give_code

NPI = w.PROVIDERS["doctor"][1]
THREADS = 30


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    return made


def flood(now: datetime) -> int:
    """Parallel wrong codes for one NPI, from many addresses; how many were taken as tries."""
    results = at_once(
        THREADS,
        lambda n: told(lambda: check_pair(w.CO, NPI, f"WRONG-{n}", now, address=f"10.0.0.{n}")),
    )
    assert {str(one.refusal) for one in results} == {NOT_VALID}
    return Entry.objects.filter(verb="registration-failed", data__reason="pair").count()


@pytest.mark.req("ACC-02")
def test_of_many_at_the_same_time_ten_count_and_the_right_one_is_refused_then(
    world: w.World, now: datetime
) -> None:
    assert flood(now) == 10
    with pytest.raises(Refusal, match="is not valid"):
        check_pair(w.CO, NPI, CODE, now, address="10.0.1.1")
    entry = Entry.objects.filter(verb="registration-failed").latest("pk")
    assert NPI not in f"{entry.subject_id}{entry.data}"


def test_without_the_counters_guard_more_are_taken(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(row: TryCounter, recent: Any, failures: int, at: datetime) -> bool:
        return bool(
            TryCounter.objects.filter(pk=row.pk).update(
                recent=recent, turn=F("turn") + 1, tried_at=at
            )
        )

    monkeypatch.setattr(tries, "_swap", unguarded)
    later = (
        now + timedelta(hours=n) for n in range(10)
    )  # on a busy machine tries may come one after the other
    assert any(flood(at) > 10 for at in later)


@pytest.mark.req("ACC-02")
def test_right_pairs_count_for_nothing(world: w.World, now: datetime) -> None:
    for _ in range(12):
        [match] = check_pair(w.CO, NPI, CODE, now, address="10.0.0.1")
    assert match.provider.id == world.providers["doctor"]
    assert not Entry.objects.filter(verb="registration-failed").exists()
