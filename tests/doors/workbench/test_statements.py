"""How many statements the desk and the case page take, whatever hangs on the request."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.models import Request
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a

pytestmark = pytest.mark.django_db
MANY = 12


def lines(now: datetime) -> dict[str, Any]:
    """Of the same code, each some days after the one before."""
    found = dict(w.OUTPATIENT)
    for n in range(2, MANY):
        day = f"{now.date() + timedelta(days=100 + 3 * n)}"
        line = {path: value for path, value in w.OUTPATIENT.items() if path.startswith("line/k1/")}
        line |= {"line/k1/position": n, "line/k1/start": day, "line/k1/end": day}
        line |= {"line/k1/duration": "1"}
        found |= {path.replace("k1", f"k{n}"): value for path, value in line.items()}
    return found


def statements(client: Client, address: str) -> int:
    """Of the second visit: the first compiles them."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def furnished(world: w.World, now: datetime) -> dict[str, str]:
    """A request with many lines, documents and notes, submitted."""
    draft = w.draft(world, now)
    w.fill(world, draft, lines(now), world.ada, now)
    for n in range(MANY):
        file = a.stored(world.ada, now, f"Order {n}.pdf")
        perform(AttachDocument, AttachDocumentInput(draft, file, "medical-record"), world.ada, now)
    made = w.submit(draft, world.ada, now)
    for n in range(MANY):
        perform(AddNote, AddNoteInput(draft, "external", f"Seen {n} times."), world.ada, now)
    return made


@pytest.mark.parametrize(
    ("who", "page"), [("grace", "/review/{request}"), ("grace", "/cases/{case}"), ("ada", "/cases/{case}")]
)  # fmt: skip
def test_a_request_with_much_on_it_takes_no_more_than_one_with_little(
    world: w.World, now: datetime, who: str, page: str
) -> None:
    client = w.signed_in(world, who, "denver" if who == "ada" else None)
    little = w.submitted(world, now, **{"line/k1/start": "2026-08-01", "line/k1/end": "2026-08-30"})
    much = furnished(world, now)
    first = statements(client, page.format(**little))
    assert first <= 32
    assert statements(client, page.format(**much)) == first


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_a_case_with_several_requests_takes_no_more_than_one_with_one(
    world: w.World, now: datetime, who: str
) -> None:
    client = w.signed_in(world, who, "denver" if who == "ada" else None)
    made = w.submitted(world, now)
    address = f"/cases/{made['case']}"
    first = statements(client, address)
    row = Request.objects.get(pk=made["request"])
    for month in ("09", "10", "11"):
        days = {"line/k1/start": f"2026-{month}-01", "line/k1/end": f"2026-{month}-30"}
        row = w.another(world, row, now, **days)
    assert statements(client, address) == first
