"""Who read this: found through an index, among however many readings, and by the whole id."""

import uuid
from datetime import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet

from precert.journal import trail
from precert.journal.access_log import log_readings
from precert.journal.canonical import READING
from precert.journal.models import Reading
from precert.journal.recording import By
from precert.journal.trail import TrailFilters
from precert.kit.count import EXACT_TO
from tests.doing.journal.trail import written

pytestmark = [pytest.mark.django_db, pytest.mark.req("OPS-05")]
ADA = By("person", "7", "Ada Tester", 3)
CASE = uuid.UUID(int=7)
OF_CONSUMER = TrailFilters(subjects=(("consumer", "12"),))
OF_CASE = TrailFilters(
    case_id=CASE,
    subjects=(("request", "r-1"), ("draft", "r-1"), ("document", "d-1"), ("letter", "l-1")),
)
INDEXED = {
    "postgresql": (OF_CONSUMER, OF_CASE),
    "sqlite": (OF_CONSUMER,),
}  # SQLite walks all kinds in order of time for several of them


def plan(rows: "QuerySet[Reading]") -> str:
    """How the database would find these rows, in its own words; it knows how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_reading")
    return str(rows.explain())


def test_readings_of_somebody_are_found_through_the_index(now: datetime) -> None:
    written(now, 0, 3000)
    log_readings(
        {"consumer": ["12"], "case": [str(CASE)]}, by=ADA, at=now, page="case_page", address=""
    )
    for filters in INDEXED[connection.vendor]:
        rows = trail._tables(filters)[READING]
        for asked in (rows.order_by("-at", "-id")[:26], rows[: EXACT_TO + 1]):
            assert "reading_of" in plan(asked), plan(asked)
        assert [row.page for row in rows] == ["case_page"]


def test_an_id_is_found_among_others_and_is_no_part_of_another(now: datetime) -> None:
    for ids in (["12"], ["3", "12", "4"], ["112"], ["12.5"], ["1", "2"]):
        log_readings({"consumer": ids, "case": ["12"]}, by=ADA, at=now, page="x", address="")
    found = trail.find(OF_CONSUMER)
    assert sorted(line.subject_ids for line in found.lines) == [("12",), ("3", "12", "4")]
