"""Take: one reviewer holds a request."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.take import Take, TakeInput
from precert.cases.models import CaseState, RequestState
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("STA-01", part="active review")
@pytest.mark.req("REV-02", part="take")
def test_taking_makes_active_review_and_is_journaled(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    assert perform(Take, TakeInput(request_id), world.grace, now).answer == {
        "request": str(request_id)
    }
    state = RequestState.objects.get()
    assert (state.status, w.review().worker_id, state.holder) == (
        "active-review",
        world.accounts["grace"],
        "review-organisation",
    )
    assert CaseState.objects.get().status == "active-review"
    [event] = a.events("request.taken")
    assert (event.subject_id, event.case_id, event.data) == (
        str(request_id),
        CaseState.objects.get().pk,
        {},
    )
    assert event.actor_name == "Grace Tester"


@pytest.mark.req("REV-02", part="holder")
def test_what_is_held_cannot_be_taken_and_the_refusal_says_by_whom(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    refusal = a.refused(Take, TakeInput(held_id), world.actor("nora"), now)
    assert a.told(refusal) == ("conflict", [("held", "")])
    assert "Grace Tester" in str(refusal)
    assert w.review().worker_id == world.accounts["grace"]
    assert len(a.events("request.taken")) == 1


@pytest.mark.req("STA-01", part="completed")
def test_a_completed_request_cannot_be_taken(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    assert a.told(a.refused(Take, TakeInput(request_id), world.grace, now)) == (
        "conflict",
        [("wrong-status", "")],
    )
    assert RequestState.objects.get().status == "completed"


@pytest.mark.req("REV-03")
def test_what_was_referred_is_taken_by_a_physician_only(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    perform(ReferToPhysician, ReferToPhysicianInput(held_id, "Is it necessary?"), world.grace, now)
    assert a.told(a.refused(Take, TakeInput(held_id), world.grace, now)) == (
        "conflict",
        [("physician-level", "")],
    )
    perform(Take, TakeInput(held_id), world.paul, now)
    assert w.review().worker_id == world.accounts["paul"]


@pytest.mark.req("REV-02", part="release")
def test_what_was_released_can_be_taken_by_another(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    perform(Release, ReleaseInput(held_id), world.grace, now)
    perform(Take, TakeInput(held_id), world.actor("nora"), now)
    assert w.review().worker_id == world.accounts["nora"]


def test_the_same_key_takes_once(world: w.World, request_id: UUID, now: datetime) -> None:
    first = perform(Take, TakeInput(request_id), world.grace, now, key="k")
    again = perform(Take, TakeInput(request_id), world.grace, now + timedelta(hours=1), key="k")
    assert (again.answer, again.repeated) == (first.answer, True)
    assert len(a.events("request.taken")) == 1
    assert RequestState.objects.get().changed_at == now


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_take(world: w.World, request_id: UUID, now: datetime) -> None:
    assert a.who_may(Take, TakeInput(request_id), world, now) == a.by_table("request.take")


@pytest.mark.req("STA-06", part="same bytes")
def test_what_is_not_theirs_is_missing_like_what_is_not_there(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    foreign = a.refused(Take, TakeInput(request_id), a.elsewhere(world), now)
    nothing = a.refused(Take, TakeInput(uuid4()), world.grace, now)
    assert (
        (foreign.kind, foreign.findings)
        == (nothing.kind, nothing.findings)
        == ("missing", nothing.findings)
    )
