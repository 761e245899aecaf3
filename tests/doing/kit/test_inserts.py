"""Rows written together: all of them or none, with the keys that somebody asks for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from precert.journal.models import Entry, Errand
from precert.kit.inserts import insert, together
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def entry(verb: str) -> Entry:
    return Entry(at=NOW, verb=verb, actor_kind="staff", actor_id="1", actor_name="Grace")


def errands(of: Entry, count: int) -> list[Errand]:
    later = [NOW + timedelta(minutes=n) for n in range(count)]
    return [Errand(entry=of, consumer=f"c{n}", next_at=at) for n, at in enumerate(later)]


def test_rows_of_several_tables_are_there_at_the_end() -> None:
    first, second = entry("a.done"), entry("b.done")
    with together():
        insert([first])
        insert(errands(first, 3), keys=False)
        insert([])
        insert([second])
        insert(errands(second, 2), keys=False)
    assert Entry.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
    assert [Errand.objects.filter(entry=one).count() for one in (first, second)] == [3, 2]


def twice(of: Entry) -> None:
    """An entry, and the same errand of it twice."""
    with transaction.atomic(), together():
        insert([of])
        for _ in range(2):
            insert(errands(of, 1), keys=False)


def test_of_rows_that_travel_together_none_is_written_when_one_cant_be() -> None:
    with pytest.raises(IntegrityError):
        twice(entry("a.done"))
    assert not Entry.objects.filter(verb="a.done").exists()


def dropped(of: Entry) -> None:
    """Rows that wait when something fails."""
    with transaction.atomic(), together():
        insert(errands(of, 2), keys=False)
        raise LookupError


def test_what_was_waiting_is_dropped_with_what_failed() -> None:
    first = entry("a.done")
    insert([first])
    with pytest.raises(LookupError):
        dropped(first)
    insert([entry("b.done")])
    assert not Errand.objects.filter(entry=first).exists()
