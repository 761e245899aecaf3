"""The queue as its readers see it: filters that stay, pages, who holds what, what is due soon, the
preview.
"""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.conduct.perform import perform
from precert.people import setup
from tests import world as w
from tests.harness.characters import account
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


def submitted(world: w.World, now: datetime, n: int = 0) -> UUID:
    """The n-th request, on days of its own."""
    day = f"{now.date() + timedelta(days=60 + 2 * n)}"
    return UUID(
        w.submitted(
            world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}
        )["request"]
    )


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-02", part="filters")
def test_take_next_that_finds_nothing_comes_back_to_the_same_queue(
    world: w.World, now: datetime
) -> None:
    referred = submitted(world, now)
    w.take(referred, world.grace, now)
    perform(ReferToPhysician, ReferToPhysicianInput(referred, "Is it necessary?"), world.grace, now)
    nora = w.signed_in(world, "nora")
    page = nora.get("/queue?level=physician&contract=co-um&who=free&show=50").content.decode()
    form = page.partition('action="/queue/next"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    back = nora.post("/queue/next", hidden)
    assert (
        back["Location"] == "/queue?contract=co-um&level=physician&who=free&show=50&notice=nothing"
    )
    page = nora.get(back["Location"]).content.decode()
    assert "There are no requests you can take." in page
    assert set(re.findall(r'<option value="([^"]+)" selected', page)) == {
        "co-um",
        "physician",
        "free",
    }
    assert f"/review/{referred}" in page
    assert 'action="/queue" class="pc-filters"' in page
    assert (
        "There are no requests you can take" not in nora.get("/queue?notice=<b>").content.decode()
    )


@pytest.mark.req("REV-02", part="pages")
@pytest.mark.req("FND-05", part="pages")
def test_the_queue_is_paged_with_its_filters(world: w.World, now: datetime) -> None:
    for n in range(27):
        submitted(world, now, n)
    nora = w.signed_in(world, "nora")
    first = nora.get("/queue?category=outpatient")
    assert "Displaying records 1 to 25 of 27 records" in text(first)
    [onward] = re.findall(r'href="([^"]*after=[^"]*)"', first.content.decode())
    second = nora.get(f"/queue{onward.replace('&amp;', '&')}")
    assert "Displaying records 26 to 27 of 27 records" in text(second)
    assert 'href="?category=outpatient" rel="prev"' in second.content.decode()
    assert "Displaying records 1 to 27 of 27 records" in text(nora.get("/queue?show=50"))


@pytest.mark.req("REV-05", part="answer")
@pytest.mark.req("REV-02", part="holder")
def test_the_queue_says_who_holds_a_request_and_what_became_of_a_question(
    world: w.World, now: datetime
) -> None:
    held = submitted(world, now)
    w.take(held, world.grace, now)
    answer = perform(
        RequestInformation, RequestInformationInput(held, ("Plan of care",)), world.grace, now
    ).answer
    shown = text(w.signed_in(world, "nora").get("/queue"))
    assert "Grace Tester waiting on information" in shown
    question = UUID(answer["information_request"])
    perform(AnswerInformation, AnswerInformationInput(question, "Here it is.", ()), world.ada, now)
    assert "You answer received" in text(w.signed_in(world, "grace").get("/queue"))


@pytest.mark.req("REV-05", part="soon due")
def test_what_is_due_within_a_day_is_marked_also_when_that_is_tomorrow(
    world: w.World, now: datetime
) -> None:
    urgent = {"request/urgency": "expedited", "request/urgency_reason": "Pain is growing."}
    made = w.submitted(world, now - timedelta(hours=49), **urgent)
    due = w.review().due_at
    assert due is not None
    assert timedelta(hours=20) < due - now < timedelta(hours=24)
    nora = w.signed_in(world, "nora")
    for page in ("/queue", f"/review/{made['request']}"):
        assert "06/10/2026 08:00 MDT Due soon" in text(nora.get(page)), page


@pytest.mark.req("REV-02", part="release")
def test_the_preview_tells_how_often_and_lets_a_supervisor_release(
    world: w.World, now: datetime
) -> None:
    held = submitted(world, now)
    w.take(held, world.grace, now)
    seen = {who: w.signed_in(world, who).get(f"/queue/{held}") for who in ("nora", "sam", "grace")}
    assert "12 units, Three times a week" in text(seen["nora"])
    assert {who: f'action="/review/{held}/release"' in page.content.decode() for who, page in seen.items()} == {
        "nora": False, "sam": True, "grace": True,
    }  # fmt: skip
    assert 'data-confirm="Grace Tester holds this request.' in seen["sam"].content.decode()


@pytest.mark.req("REV-01", "ORG-01")
def test_an_appeals_coordinator_reads_the_queue_and_takes_nothing(
    world: w.World, now: datetime
) -> None:
    request = submitted(world, now)
    world.accounts["alma"] = account("alma", now, staff=True).pk
    setup.grant_staff_role(world.accounts["alma"], "appeals", now)
    alma = w.signed_in(world, "alma")
    for page in ("/queue", f"/queue/{request}", f"/review/{request}"):
        assert "Take" not in text(alma.get(page)), page
    assert alma.post(f"/review/{request}/take").status_code == 403
