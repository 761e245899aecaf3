"""The queue's page with several kinds of work: a tag and a filter for them, each on its own page."""

from datetime import datetime
from uuid import UUID

import pytest

from precert.work.models import WorkItem
from tests import world as w
from tests.harness import kinds_of_work as k
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.req("REV-02", part="kinds of work")
def test_a_second_kind_is_listed_filtered_and_taken_next_on_its_own_page(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = UUID(w.submitted(world, now)["request"])
    paul = w.signed_in(world, "paul")
    assert 'name="kind"' not in paul.get("/queue").content.decode()
    k.register(monkeypatch)
    appeal = k.appeal(request, now)
    page = paul.get("/queue")
    assert "R01 Appeal" in text(page)
    assert "R01 Review" in text(page)
    assert f'href="/queue/{appeal}" data-row-link' in page.content.decode()
    assert "R01 Review" not in text(paul.get("/queue?kind=appeal"))
    assert "Review" in text(paul.get("/queue?kind=nonsense"))
    assert paul.post("/queue/next", {"kind": "appeal"})["Location"] == f"/queue/{appeal}"
    assert WorkItem.objects.get(subject=appeal).worker_id == world.accounts["paul"]
    assert paul.post("/queue/next", {"kind": "appeal"})["Location"].endswith(
        "kind=appeal&notice=nothing"
    )
    assert paul.post("/queue/next")["Location"] == f"/review/{request}"
