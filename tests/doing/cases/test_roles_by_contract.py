"""Staff whose roles differ by contract: each case is done by what they may under its own contract."""

from uuid import UUID

import pytest

from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.queries.case_file import case_file
from precert.cases.queries.queue import QueueFilters, next_to_take, queue
from precert.cases.queries.review import desk
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people import setup
from tests import world as w

pytestmark = pytest.mark.django_db
DENY = {
    "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "The notes show no decline.",
    "line/k1/other_criterion": "Function has declined", "line/k1/other_evidence": "Visit note of 1 June",
}  # fmt: skip


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.fixture
def request_id(world, now):
    """A submitted request under CO UM."""
    return UUID(w.submitted(world, now)["request"])


def reviewer(world, co, ms):
    """Somebody with one role under CO UM and another under MS State UM."""
    world.accounts["vera"] = w._account("vera", world.now, staff=True)
    setup.grant_staff_role(world.accounts["vera"], co, world.now, w.CO)
    setup.grant_staff_role(world.accounts["vera"], ms, world.now, w.MS)
    return world.actor("vera")


@pytest.mark.req("REV-01")
def test_a_physician_of_the_contract_denies_although_a_nurse_elsewhere(world, request_id, now):
    vera = reviewer(world, "physician", "nurse")
    found = next_to_take(vera, QueueFilters())
    assert found
    assert found.subject == request_id
    assert w.issue(request_id, vera, now, DENY)


@pytest.mark.req("REV-01")
def test_a_nurse_of_the_contract_doesnt_although_a_physician_elsewhere(world, request_id, now):
    vera = reviewer(world, "nurse", "physician")
    w.take(request_id, vera, now)
    w.decide(request_id, vera, now, DENY)
    assert "deny" in " ".join(one.text.lower() for one in desk(vera, request_id).findings)
    perform(ReferToPhysician, ReferToPhysicianInput(request_id, "Please look."), vera, now)
    assert next_to_take(vera, QueueFilters()) is None
    with pytest.raises(Refusal):
        w.take(request_id, vera, now)


@pytest.mark.req("REV-01")
def test_who_may_not_take_under_the_contract_sees_it_and_doesnt_take_it(world, request_id, now):
    vera = reviewer(world, "supervisor", "physician")
    assert [row.request for row in queue(vera, now, QueueFilters()).rows] == [request_id]
    assert next_to_take(vera, QueueFilters()) is None
    with pytest.raises(Refusal) as refused:
        w.take(request_id, vera, now)
    assert refused.value.kind == "forbidden"


@pytest.mark.req("REV-01")
def test_who_sees_no_case_under_the_contract_doesnt_know_it(world, now):
    number = w.submitted(world, now)["case"]
    vera = reviewer(world, "support", "physician")
    assert case_file(vera, number) is None
    assert queue(vera, now, QueueFilters()).rows == []
    assert "users.support" in vera.anywhere
