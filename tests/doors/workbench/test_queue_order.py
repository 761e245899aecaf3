"""The queue orders by due time, marks what is overdue, and its filters leave out what doesn't fit."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from precert.work.models import WorkItem
from tests import world as w
from tests.doing.cases import asking as a

pytestmark = pytest.mark.django_db
URGENT = {"request/urgency": "expedited", "request/urgency_reason": "Pain is growing."}


def on_day(n: int) -> dict[str, str]:
    """Days of service of its own for each request."""
    day = f"2026-08-{n:02d}"
    return {"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}


def listed(client: Client, query: str = "") -> list[UUID]:
    """The requests on the page of the queue, from top to bottom."""
    page = client.get(f"/queue{query}").content.decode()
    found = re.findall(r'href="/review/([0-9a-f-]{36})" data-row-link', page)
    return [UUID(one) for one in found]


def row(client: Client, request: UUID) -> str:
    """The row of one request."""
    rows = client.get("/queue").content.decode().split("<tr")
    [found] = [one for one in rows if f"/review/{request}" in one]
    return found


@pytest.fixture
def slow(world: w.World, now: datetime) -> UUID:
    """Due in seven days."""
    return UUID(w.submitted(world, now, **on_day(1))["request"])


@pytest.fixture
def urgent(slow: UUID, world: w.World, now: datetime) -> UUID:
    """Submitted later, due in 72 hours."""
    later = now + timedelta(minutes=5)
    return UUID(w.submitted(world, later, **URGENT, **on_day(2))["request"])


@pytest.mark.req("REV-02", part="due time")
def test_what_is_due_first_is_listed_first_and_taken_first(
    world: w.World, slow: UUID, urgent: UUID
) -> None:
    first, second = WorkItem.objects.order_by("due_at")
    assert (first.due_at or 0) < (second.due_at or 0), "two different due times"
    nora = w.signed_in(world, "nora")
    assert listed(nora) == [urgent, slow]
    for request in (urgent, slow):
        assert nora.post("/queue/next")["Location"] == f"/review/{request}"


@pytest.mark.req("REV-02", part="filters")
def test_each_filter_leaves_out_what_does_not_fit(
    world: w.World, now: datetime, slow: UUID, urgent: UUID
) -> None:
    stay = w.draft(world, now, category="inpatient")
    w.fill(world, stay, a.CO_INPATIENT, world.ada, now)
    inpatient = UUID(w.submit(stay, world.ada, now)["request"])
    elsewhere = a.submitted_by_jill(world, now)
    WorkItem.objects.filter(subject=slow).update(level="physician")
    w.take(urgent, world.grace, now)
    grace = w.signed_in(world, "grace")
    assert set(listed(grace)) == {slow, urgent, inpatient, elsewhere}
    for query, fitting in {
        "?contract=ms-state-um": {elsewhere},
        "?contract=co-um": {slow, urgent, inpatient},
        "?category=inpatient": {inpatient},
        "?level=physician": {slow},
        "?who=mine": {urgent},
        "?who=free": {slow, inpatient, elsewhere},
        "?contract=co-um&category=outpatient&level=nurse": {urgent},
    }.items():
        assert set(listed(grace, query)) == fitting, query


@pytest.mark.req("REV-05")
def test_what_is_overdue_is_marked_and_counted_and_what_is_not_is_not(
    world: w.World, now: datetime
) -> None:
    late = UUID(w.submitted(world, now - timedelta(days=8), **on_day(1))["request"])
    early = UUID(w.submitted(world, now, **on_day(2))["request"])
    nora = w.signed_in(world, "nora")
    assert listed(nora) == [late, early]
    assert "2 open, 1 overdue" in nora.get("/queue").content.decode()
    for request, marked in ((late, True), (early, False)):
        assert ("Overdue" in row(nora, request)) is marked
        page = nora.get(f"/review/{request}").content.decode()
        assert ("Overdue" in page) is marked
