"""Release: a request goes back to the queue with what was typed."""

from datetime import datetime
from uuid import UUID

import pytest

from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import CaseState, RequestState, WorkingDecision
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("STA-01", part="active review")
@pytest.mark.req("REV-02", part="release")
def test_a_released_request_waits_again_and_keeps_what_was_typed(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    w.decide(held_id, world.grace, now, w.APPROVE)
    perform(Release, ReleaseInput(held_id), world.grace, now)
    state = RequestState.objects.get()
    assert (state.status, w.review().worker_id, w.review().level) == ("submitted", None, "nurse")
    assert CaseState.objects.get().status == "submitted"
    assert WorkingDecision.objects.get().values == w.APPROVE
    assert [e.subject_id for e in a.events("request.released")] == [str(held_id)]


@pytest.mark.req("REV-02", part="release")
def test_a_supervisor_may_release_what_another_holds_and_a_colleague_may_not(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    assert a.told(a.refused(Release, ReleaseInput(held_id), world.actor("nora"), now)) == (
        "conflict",
        [("not-yours", "")],
    )
    assert w.review().worker_id == world.accounts["grace"]
    perform(Release, ReleaseInput(held_id), world.actor("sam"), now)
    assert w.review().worker_id is None


def test_what_nobody_holds_cannot_be_released(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    assert a.told(a.refused(Release, ReleaseInput(request_id), world.grace, now)) == (
        "conflict",
        [("wrong-status", "")],
    )


def test_the_provider_still_has_the_ball_when_its_answer_is_awaited(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    perform(RequestInformation, RequestInformationInput(held_id, ("Notes",)), world.grace, now)
    perform(Release, ReleaseInput(held_id), world.grace, now)
    assert (RequestState.objects.get().status, RequestState.objects.get().holder) == (
        "submitted",
        "provider",
    )


def test_the_same_key_releases_once(world: w.World, held_id: UUID, now: datetime) -> None:
    perform(Release, ReleaseInput(held_id), world.grace, now, key="k")
    assert perform(Release, ReleaseInput(held_id), world.grace, now, key="k").repeated
    assert len(a.events("request.released")) == 1


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_release(world: w.World, held_id: UUID, now: datetime) -> None:
    assert a.who_may(Release, ReleaseInput(held_id), world, now) == a.by_table("request.release")
    assert a.refused(Release, ReleaseInput(held_id), a.elsewhere(world), now).kind == "missing"
