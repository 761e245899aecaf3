import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.conduct.perform import perform
from tests import world as w

pytestmark = pytest.mark.django_db


def many(world, now, n, first=0):
    """`n` submitted requests, each for another day of service."""
    made = []
    for k in range(first, first + n):
        day = f"2026-{7 + k // 28:02d}-{1 + k % 28:02d}"
        made.append(
            w.submitted(
                world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}
            )
        )
    return made


@pytest.mark.req("FND-05", part="pages")
def test_open_requests_newest_first_by_pages_that_miss_none(world, now):
    made = many(world, now, 12)
    ada = w.signed_in(world, "ada", "denver")
    page, seen = ada.get("/cases"), []
    for shown in ("1 to 10 of 12", "11 to 12 of 12"):
        text = page.content.decode()
        assert f"Displaying records {shown} records" in text
        seen += re.findall(r'href="/cases/(\d{9})" data-row-link', text)
        following = re.search(r'href="(\?[^"]*)" rel="next"', text)
        page = ada.get(f"/cases{following[1].replace('&amp;', '&')}") if following else page
    assert sorted(seen) == sorted(one["case"] for one in made)
    assert following is None


def test_only_those_that_wait_for_the_provider(world, now):
    first, _ = many(world, now, 2)
    w.take(UUID(first["request"]), world.grace, now)
    perform(
        RequestInformation,
        RequestInformationInput(UUID(first["request"]), ("Plan",)),
        world.grace,
        now,
    )
    text = w.signed_in(world, "ada", "denver").get("/cases?needs=answer").content.decode()
    assert re.findall(r'href="/cases/(\d{9})" data-row-link', text) == [first["case"]]
    assert "You: answer request for information" in text


def test_others_see_nothing_and_staff_go_to_the_queue(world, now):
    many(world, now, 1)
    mallory = w.signed_in(world, "mallory", "mallory").get("/cases").content.decode()
    assert w.CANARY not in mallory
    assert "Your organization has no open requests." in mallory
    assert w.signed_in(world, "grace").get("/cases").headers["Location"] == "/queue"


def test_an_address_that_makes_no_sense_starts_anew(world, now):
    many(world, now, 1)
    ada = w.signed_in(world, "ada", "denver")
    for address in ("?after=nonsense&at=x", "?after=2026-01-01~y", "?show=7&page=-1"):
        assert "1 to 1 of 1" in ada.get(f"/cases{address}").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(world, now):
    ada = w.signed_in(world, "ada", "denver")
    counts = []
    for first, n in ((0, 1), (1, 49)):
        many(world, now, n, first)
        with CaptureQueriesContext(connection) as found:
            page = ada.get("/cases?show=50")
        assert len(page.context["found"].rows) == first + n
        counts.append(len(found))
    assert counts[0] == counts[1]
