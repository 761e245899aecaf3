"""Ask for information: the provider gets the ball; the clock stops where the contract says so."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import InformationRequest, RequestState
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from precert.work.items import END_OF_DAYS
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-05", part="pause")
def test_asking_gives_the_ball_to_the_provider_and_names_no_item_in_the_journal(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    answer = perform(
        RequestInformation,
        RequestInformationInput(held_id, (" Plan of care ", "", "Notes")),
        world.grace,
        now,
    ).answer
    row = InformationRequest.objects.get()
    assert (str(row.pk), row.n, row.items, row.by_name) == (
        answer["information_request"],
        1,
        ["Plan of care", "Notes"],
        "Grace Tester",
    )
    assert (
        f"{row.due_at:%Y-%m-%d %H:%M}" == "2026-06-13 05:59"
    )  # three business days, the last second of Friday in Denver
    state = RequestState.objects.get()
    assert (state.holder, state.status, w.review().worker_id) == (
        "provider",
        "active-review",
        world.accounts["grace"],
    )
    [event] = a.events("information.requested")
    assert event.data == {"information_request": str(row.pk)}


@pytest.mark.req("REV-05", part="pause")
def test_under_co_um_the_national_limit_runs_on_while_information_is_awaited(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    due = w.review().due_at
    perform(
        RequestInformation,
        RequestInformationInput(held_id, ("Notes",)),
        world.grace,
        now + timedelta(hours=1),
    )
    assert (w.review().due_at, InformationRequest.objects.get().stops_clock) == (
        due,
        False,
    )


@pytest.mark.req("REV-05", part="pause")
def test_under_ms_state_um_the_clock_stands_still(world: w.World, now: datetime) -> None:
    request = a.submitted_by_jill(world, now)
    w.take(request, world.grace, now)
    perform(
        RequestInformation,
        RequestInformationInput(request, ("Notes",)),
        world.grace,
        now + timedelta(hours=1),
    )
    state = RequestState.objects.get()
    assert (w.review().due_at, w.review().queue_at) == (None, END_OF_DAYS)
    found = case_file(world.grace, state.request.case.number)
    assert found
    assert (found.current.due.paused, found.current.holder_label) == (True, "Provider")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((), "items"),
        (("", "  "), "items"),
        (tuple(str(n) for n in range(51)), "items"),
        (("Notes", "x" * 1_001), "items"),
    ],
    ids=["none", "blank", "51", "long"],
)
def test_items_must_be_named_and_not_too_many(
    world: w.World, held_id: UUID, now: datetime, items: tuple[str, ...], said: str
) -> None:
    refusal = a.refused(
        RequestInformation, RequestInformationInput(held_id, items), world.grace, now
    )
    assert a.told(refusal) == ("invalid", [(said, "items")])


def test_characters_that_no_database_takes_are_left_out(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    perform(
        RequestInformation,
        RequestInformationInput(held_id, ("No\x00tes", "\x00", "Plan\ud800")),
        world.grace,
        now,
    )
    assert InformationRequest.objects.get().items == ["Notes", "Plan"]


def test_one_question_at_a_time_and_by_the_holder_only(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    data = RequestInformationInput(held_id, ("Notes",))
    assert a.told(a.refused(RequestInformation, data, world.actor("nora"), now)) == (
        "conflict",
        [("not-yours", "")],
    )
    first = perform(RequestInformation, data, world.grace, now, key="k").answer
    assert perform(RequestInformation, data, world.grace, now, key="k").answer == first
    assert a.told(a.refused(RequestInformation, data, world.grace, now)) == (
        "conflict",
        [("open", "")],
    )
    assert InformationRequest.objects.count() == len(a.events("information.requested")) == 1


def test_nothing_is_asked_of_a_completed_request(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    refusal = a.refused(
        RequestInformation, RequestInformationInput(request_id, ("Notes",)), world.grace, now
    )
    assert a.told(refusal) == ("conflict", [("wrong-status", "")])
    assert not InformationRequest.objects.exists()


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_ask(world: w.World, held_id: UUID, now: datetime) -> None:
    data = RequestInformationInput(held_id, ("Notes",))
    assert a.who_may(RequestInformation, data, world, now) == a.by_table("information.request")
    assert a.refused(RequestInformation, data, a.elsewhere(world), now).kind == "missing"
