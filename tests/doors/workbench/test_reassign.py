"""Reassign as a supervisor does it: from the row of the queue, from the desk, on its own page."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases.models import Note
from precert.people.models import StaffRole
from precert.work.models import WorkItem
from tests import world as w
from tests.harness import kinds_of_work as k
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


def form(page: str) -> dict[str, str]:
    """The hidden fields of the verb's form."""
    sent = page.partition("/reassign")[2]
    return dict(re.findall(r'<input type="hidden" name="(before)" value="(\d*)"', sent))


@pytest.mark.req("REV-02", part="reassign")
def test_from_the_row_of_the_queue_to_the_next_reviewers_desk(
    world: w.World, now: datetime
) -> None:
    held = w.held(world, now)
    sam = w.signed_in(world, "sam")
    row = sam.get("/queue").content.decode()
    assert f'<a href="/review/{held}/reassign">Reassign' in row
    assert (
        f"/review/{held}/reassign" not in w.signed_in(world, "nora").get("/queue").content.decode()
    )
    page = sam.get(f"/review/{held}/reassign")
    assert "Grace Tester holds this request." in text(page)
    options = re.findall(r'<option value="(\d+)">([^<]+)</option>', page.content.decode())
    assert [name for _, name in options] == ["Nora Tester", "Paul Tester"]
    sent = form(page.content.decode()) | {"reviewer": options[0][0], "reason": "On leave"}
    assert sent["before"] == str(world.accounts["grace"])
    assert sam.post(f"/review/{held}/reassign", sent)["Location"] == f"/review/{held}"
    desk = w.signed_in(world, "nora").get(f"/review/{held}")
    assert "You hold this request." in text(desk)
    assert "On leave" in text(desk)
    mine = w.signed_in(world, "nora").get("/queue?who=mine").content.decode()
    assert f"/review/{held}" in mine


@pytest.mark.req("REV-02", part="reassign")
def test_on_the_timeline_the_provider_reads_nothing_of_a_change_of_hands(
    world: w.World, now: datetime
) -> None:
    held = w.held(world, now)
    sam, ada = w.signed_in(world, "sam"), w.signed_in(world, "ada", "denver")
    number = re.search(r"Review (\d+)", text(sam.get(f"/review/{held}")))
    assert number
    sent = {
        "before": world.accounts["grace"],
        "reviewer": world.accounts["nora"],
        "reason": "Leave",
    }
    sam.post(f"/review/{held}/reassign", sent)
    case = f"/cases/{number[1]}"
    assert "Reassigned to another reviewer" in text(sam.get(case))
    assert "Leave" in text(sam.get(case))
    seen = text(ada.get(case))
    assert "Reassigned" not in seen
    assert "Leave" not in seen


@pytest.mark.req("REV-02", part="reassign")
def test_a_free_request_is_given_from_the_desk(world: w.World, now: datetime) -> None:
    free = UUID(w.submitted(world, now)["request"])
    sam = w.signed_in(world, "sam")
    desk = sam.get(f"/review/{free}").content.decode()
    assert 'id="verb-reassign-dialog"' in desk
    sent = form(desk) | {"reviewer": str(world.accounts["paul"])}
    assert sent["before"] == ""
    assert sam.post(f"/review/{free}/reassign", sent).status_code == 302
    assert w.review().worker_id == world.accounts["paul"]
    assert not Note.objects.exists()


@pytest.mark.req("REV-02", part="reassign")
def test_what_is_refused_stands_on_the_page_with_what_was_typed(
    world: w.World, now: datetime
) -> None:
    held = w.held(world, now)
    sam, address = w.signed_in(world, "sam"), f"/review/{held}/reassign"
    sent = {
        "before": str(world.accounts["grace"]),
        "reviewer": str(world.accounts["nora"]),
        "reason": "Leave",
    }
    nobody = sam.post(address, sent | {"reviewer": ""})
    assert nobody.status_code == 422
    assert "Choose a reviewer." in text(nobody)
    assert "Leave" in nobody.content.decode()
    StaffRole.objects.filter(account=world.accounts["nora"]).delete()
    gone = sam.post(address, sent)
    assert gone.status_code == 422
    assert "This person cannot take this request." in text(gone)
    moved = sam.post(address, sent | {"before": ""})
    assert "Grace Tester holds this request now." in text(moved)
    assert "choose Reassign again" in text(moved)
    assert w.review().worker_id == world.accounts["grace"]
    assert w.signed_in(world, "nora").get(address).status_code == 403
    again = form(moved.content.decode())
    assert again == {"before": str(world.accounts["grace"])}
    assert (
        sam.post(address, sent | again | {"reviewer": str(world.accounts["paul"])}).status_code
        == 302
    )
    assert w.review().worker_id == world.accounts["paul"]


@pytest.mark.req("REV-02", part="reassign")
def test_other_work_than_the_review_is_given_from_its_own_row(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = w.held(world, now)
    k.register(monkeypatch)
    appeal = k.appeal(held, now)
    sam, address = w.signed_in(world, "sam"), f"/review/{held}/reassign?work=appeal+{appeal}"
    row = sam.get("/queue?kind=appeal").content.decode()
    assert f'<a href="{address}">Reassign' in row
    page = sam.get(address)
    assert "No one holds this appeal." in text(page)
    assert f'action="{address}"' in page.content.decode()
    options = re.findall(r'<option value="(\d+)">([^<]+)</option>', page.content.decode())
    assert [name for _, name in options] == ["Paul Tester"]  # for physicians only
    sent = form(page.content.decode()) | {"reviewer": options[0][0]}
    assert sam.post(address, sent)["Location"] == f"/queue/{appeal}"
    assert WorkItem.objects.get(subject=appeal).worker_id == world.accounts["paul"]
    assert w.review(held).worker_id == world.accounts["grace"]
    late = sam.post(address, sent)
    assert "Paul Tester holds this appeal now." in text(late)
    for nonsense in ("appeal", f"nothing+{appeal}", f"appeal+{held}", f"review+{appeal}"):
        assert sam.get(f"/review/{held}/reassign?work={nonsense}").status_code == 404, nonsense
    paul = w.signed_in(world, "paul")
    assert paul.get(address).status_code == 403
    second = k.appeal(held, now)
    take = f"/review/{held}/take?work=appeal+{second}"
    assert f'action="{take}"' in paul.get("/queue").content.decode()
    assert paul.post(take)["Location"] == f"/queue/{second}"
    assert WorkItem.objects.get(subject=second).worker_id == world.accounts["paul"]
    elsewhere = k.appeal(UUID(int=1), now)
    assert sam.get(f"/review/{held}/reassign?work=appeal+{elsewhere}").status_code == 404


@pytest.mark.req("REV-02", part="reassign")
def test_the_queue_asks_the_database_no_more_for_a_supervisor_with_many_rows(
    world: w.World, now: datetime
) -> None:
    sam = w.signed_in(world, "sam")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert sam.get("/queue").status_code == 200
        return len(seen)

    w.submitted(world, now)
    statements()
    one = statements()
    for n in (1, 2):
        day = f"2026-0{7 + n}-01"
        w.submitted(
            world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}
        )
    assert statements() == one
