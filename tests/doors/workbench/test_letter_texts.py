"""What the letters can't show of a request's copied texts is told on the desk and confirmed at Issue."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.models import Case, Determination
from precert.jobs import worker
from precert.journal import delivery
from precert.letters.models import Letter
from precert.registry.models import Consumer, Provider
from tests import world as w
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(world: w.World, now: datetime) -> UUID:
    """A request that Grace holds and has decided, for somebody whose name no font of the letters
    has, by a provider with a mark in its name that nobody sees.
    """
    Consumer.objects.filter(pk=world.consumers["carol"]).update(first_name="李")
    Provider.objects.filter(pk=world.providers["denver"]).update(name="Denver \u202eHospital")
    request = w.held(world, now)
    w.decide(request, world.grace, now, w.APPROVE)
    return request


@pytest.mark.req("REV-04", part="texts of the letter")
def test_issue_waits_until_the_warnings_are_confirmed(world: w.World, held: UUID) -> None:
    grace = w.signed_in(world, "grace")
    desk = grace.get(f"/review/{held}")
    assert "The letters cannot print 李 in the person" in text(desk)
    assert "U+202E" in text(desk)
    assert 'name="confirmed"' in desk.content.decode()
    sent = {"version": "1", "revision": "0", "key": "k"}
    refused = grace.post(f"/review/{held}/issue", sent)
    assert refused.status_code == 422
    assert not Determination.objects.exists()
    assert grace.post(f"/review/{held}/issue", sent | {"confirmed": "on"}).status_code == 302
    assert Determination.objects.get().outcome == "approved"


@pytest.mark.req("REV-04", part="texts of the letter")
def test_letters_that_cannot_show_all_are_held_until_a_supervisor_has_them_made(
    world: w.World, held: UUID, now: datetime
) -> None:
    grace, sam = w.signed_in(world, "grace"), w.signed_in(world, "sam")
    sent = {"version": "1", "revision": "0", "key": "k", "confirmed": "on"}
    assert grace.post(f"/review/{held}/issue", sent).status_code == 302
    worker.run_once(now)
    [row] = delivery.failing()
    shown = text(sam.get("/failures"))
    assert "On hold Characters that cannot be printed, in: member name" in shown
    assert "李" not in shown
    case = f"/cases/{Case.objects.get().number}"
    assert "Letters of the determination on hold" in text(grace.get(case))
    worker.run_once(now + timedelta(days=1))
    assert not Letter.objects.exists()
    sam.post(f"/failures/{row.pk}/again")
    worker.run_once(now + timedelta(days=1))
    assert "On hold" in text(sam.get("/failures"))
    assert sam.post(f"/failures/{row.pk}/again", {"as_is": "1"}).status_code == 302
    worker.run_once(now + timedelta(days=1))
    assert Letter.objects.count() == 2
    assert "No failures" in text(sam.get("/failures"))


def test_without_such_texts_nothing_is_to_be_confirmed(world: w.World, now: datetime) -> None:
    request = w.held(world, now)
    page = w.signed_in(world, "grace").get(f"/review/{request}").content.decode()
    assert 'name="confirmed"' not in page
