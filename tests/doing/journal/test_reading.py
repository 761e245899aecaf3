"""The access log: one row for each kind of thing that a page showed."""

from datetime import datetime

import pytest

from precert.cases.queries.case_file import case_file
from precert.conduct import reading_list
from precert.conduct.reading_list import ReadingList
from precert.journal.access_log import log_readings
from precert.journal.models import Reading
from precert.journal.recording import By, correlation
from tests import world as w

pytestmark = pytest.mark.django_db
ADA = By("person", "7", "Ada Tester", 3)


def test_one_row_for_each_kind_and_none_for_nothing(now: datetime) -> None:
    token = correlation.set("c-1")
    log_readings(
        {"case": ["a", "b"], "consumer": ["1"], "letter": []},
        by=ADA,
        at=now,
        page="home",
        address="192.0.2.7",
    )
    correlation.reset(token)
    rows = Reading.objects.order_by("subject_kind").values_list(
        "subject_kind", "subject_ids", "page", "actor_id", "context_provider"
    )
    assert list(rows) == [("case", ["a", "b"], "home", "7", 3), ("consumer", ["1"], "home", "7", 3)]
    assert set(Reading.objects.values_list("at", "address", "correlation", "actor_kind")) == {
        (now, "192.0.2.7", "c-1", "person")
    }


def test_nothing_read_writes_nothing(now: datetime) -> None:
    log_readings({}, by=ADA, at=now, page="home", address="")
    assert not Reading.objects.exists()


def test_queries_put_what_was_read_on_the_list_and_what_was_not_found_is_not(now: datetime) -> None:
    world = w.build(now)
    number = w.submitted(world, now)["case"]
    listed = ReadingList()
    token = reading_list.current.set(listed)
    try:
        assert case_file(world.mallory, number) is None
        assert listed.subjects == {}
        found = case_file(world.ada, number)
        assert found
    finally:
        reading_list.current.reset(token)
    assert listed.subjects == {"case": {str(found.row.pk)}}


def test_without_a_door_nothing_is_listed() -> None:
    reading_list.note("case", 1)
    assert reading_list.current.get() is None


def test_a_subject_is_listed_once() -> None:
    listed = ReadingList()
    listed.add("case", 1, "1", 2)
    assert listed.subjects == {"case": {"1", "2"}}
