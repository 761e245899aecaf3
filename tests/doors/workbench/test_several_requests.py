"""Each request of a case is read as it was asked: never with the person or the providers of the
case's latest request.
"""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Request
from precert.conduct.perform import perform
from precert.registry.models import Consumer
from tests import world as w
from tests.harness.reading import text

pytestmark = pytest.mark.django_db
FIRST, LATER = (w.CANARY, "Denver Hospital"), ("Newname", "Front Range Equipment")


@pytest.fixture
def requests(world: w.World, now: datetime) -> tuple[UUID, UUID]:
    """R01, served by Denver Hospital, and R02, served by Front Range for somebody who has another
    name since.
    """
    served = {"provider/servicing": world.providers["denver"]}
    first = Request.objects.get(pk=UUID(w.submitted(world, now, **served)["request"]))
    Consumer.objects.filter(pk=world.consumers["carol"]).update(last_name="Newname")
    later = {"provider/servicing": world.providers["dme"]}
    second = w.another(world, first, now + timedelta(minutes=1), **later)
    return first.pk, second.pk


@pytest.mark.req("STA-02", part="own content")
@pytest.mark.parametrize("address", ["/review/{}", "/queue/{}"])
def test_desk_and_preview_show_the_person_as_that_request_has_them(
    world: w.World, requests: tuple[UUID, UUID], address: str
) -> None:
    grace = w.signed_in(world, "grace")
    for request, (name, other) in zip(
        requests, ((FIRST[0], LATER[0]), (LATER[0], FIRST[0])), strict=True
    ):
        page = text(grace.get(address.format(request)))
        assert name in page
        assert other not in page


@pytest.mark.req("STA-02", part="own content")
def test_the_desk_shows_the_providers_that_the_request_names(
    world: w.World, requests: tuple[UUID, UUID]
) -> None:
    grace = w.signed_in(world, "grace")
    first, later = (text(grace.get(f"/review/{one}")) for one in requests)
    assert LATER[1] not in first
    assert LATER[1] in later


@pytest.mark.req("STA-02", part="own content")
def test_a_question_is_answered_about_the_person_as_that_request_has_them(
    world: w.World, requests: tuple[UUID, UUID], now: datetime
) -> None:
    w.take(requests[0], world.grace, now)
    perform(RequestInformation, RequestInformationInput(requests[0], ("Notes",)), world.grace, now)
    one = Request.objects.get(pk=requests[0])
    address = f"/cases/{one.case.number}/requests/{one.number}/answer_information"
    page = text(w.signed_in(world, "ada", "denver").get(address))
    assert FIRST[0] in page
    assert LATER[0] not in page
