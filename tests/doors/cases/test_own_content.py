"""A case of several requests shows each as it was asked: what an earlier one says otherwise than the
latest of person and providers stands with it, and nothing twice.
"""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.models import Request
from precert.registry.models import Consumer
from tests import world as w
from tests.harness.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.req("STA-02", part="own content")]
OWN = "Consumer and providers of"


@pytest.fixture
def first(world: w.World, now: datetime) -> Request:
    """R01, served by Denver Hospital."""
    served = {"provider/servicing": world.providers["denver"]}
    return Request.objects.get(pk=UUID(w.submitted(world, now, **served)["request"]))


@pytest.mark.parametrize("page", ["", "/summary"])
def test_an_earlier_request_tells_what_differs_from_the_latest(
    world: w.World, first: Request, now: datetime, page: str
) -> None:
    Consumer.objects.filter(pk=world.consumers["carol"]).update(last_name="Newname")
    w.another(
        world, first, now + timedelta(minutes=1), **{"provider/servicing": world.providers["dme"]}
    )
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{first.case.number}{page}"))
    own = re.search(rf"{OWN} R01(.+?)(?:Diagnosis |M54\.50)", shown)
    assert own
    assert w.CANARY in own[1]
    assert "Denver Hospital" in own[1]
    for same in ("Front Range Equipment", "Newname", "CO1000001", "Requesting"):
        assert same not in own[1], same
    assert f"{OWN} R02" not in shown
    assert "Front Range Equipment" in shown.partition(OWN)[0]
    assert w.CANARY not in shown.partition(OWN)[0]
    assert "R02" in shown.partition(OWN)[0]


def test_what_the_requests_share_is_shown_once(
    world: w.World, first: Request, now: datetime
) -> None:
    ada, page = w.signed_in(world, "ada", "denver"), f"/cases/{first.case.number}"
    alone = text(ada.get(page))
    w.another(
        world,
        first,
        now + timedelta(minutes=1),
        **{"provider/servicing": world.providers["denver"]},
    )
    both = text(ada.get(page))
    assert OWN not in alone
    assert OWN not in both


def test_a_role_that_only_the_latest_fills_is_open_in_the_earlier(
    world: w.World, now: datetime
) -> None:
    first = Request.objects.get(pk=UUID(w.submitted(world, now)["request"]))
    pcp = {"provider/pcp": world.providers["denver"]}
    w.another(world, first, now + timedelta(minutes=1), **pcp)
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{first.case.number}"))
    assert f"{OWN} R01 Other than in R02 PCP/Facility Not given Diagnosis" in shown
