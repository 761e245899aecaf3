"""The time for an answer is over: the contract's outcome follows, by the worker alone."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.miss_information import MissInformation, MissInformationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import (
    CaseState,
    Determination,
    InformationAnswer,
    InformationRequest,
    RequestState,
)
from precert.cases.queries.case_file import case_file
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.jobs import worker as jobs
from precert.letters.queries import for_case
from tests import world as w
from tests.doing.cases import asking as a

CLOCK = worker("clock")


def ask(world: w.World, request: UUID, now: datetime) -> UUID:
    w.take(request, world.grace, now)
    data = RequestInformationInput(request, ("Operative plan", "Notes"))
    return UUID(perform(RequestInformation, data, world.grace, now).answer["information_request"])


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-05", part="missed")
def test_under_ms_state_um_every_line_is_denied_and_letters_follow(
    world: w.World, now: datetime
) -> None:
    request = a.submitted_by_jill(world, now, "inpatient", {**a.MS_INPATIENT, **second_line()})
    asked = ask(world, request, now)
    late = InformationRequest.objects.get().due_at
    jobs.tick(late - timedelta(seconds=1))
    assert not InformationAnswer.objects.exists()
    jobs.tick(late)
    made = list(Determination.objects.order_by("line_key"))
    assert [(d.line_key, d.outcome, d.reason_code, d.review_action) for d in made] == [
        ("k1", "denied", "lack-of-information", "A3"), ("los", "denied", "lack-of-information", "A3"),
    ]  # fmt: skip
    assert {(d.by_account_id, d.by_name, d.by_role, d.start) for d in made} == {
        (None, "MS State UM", "rule: information not received in time", None)
    }
    assert made[0].rationale.endswith("Operative plan; Notes")
    state = RequestState.objects.get()
    assert (state.status, state.holder, w.review().worker_id, state.issues) == (
        "completed",
        "",
        None,
        1,
    )
    assert (CaseState.objects.get().status, CaseState.objects.get().authorization) == (
        "completed",
        None,
    )
    assert [e.data for e in a.events("information.missed")] == [{"information_request": str(asked)}]
    jobs.run_once(late)
    found = case_file(world.jill, state.request.case.number)
    assert found
    assert sorted(letter.template for letter in for_case(world.jill, found.row.pk)) == [
        "denial-member",
        "denial-provider",
    ]


def second_line() -> dict[str, str]:
    return {
        "line/k1/kind": "procedure", "line/k1/system": "cpt", "line/k1/code": "64483", "line/k1/start": "2026-06-15",
        "line/k1/duration": "1", "line/k1/quantity": "1",
    }  # fmt: skip


@pytest.mark.req("REV-05", part="missed")
def test_under_co_um_the_reviewer_decides_on_what_is_there(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    ask(world, request_id, now)
    due = w.review().due_at
    jobs.tick(InformationRequest.objects.get().due_at)
    state = RequestState.objects.get()
    assert (state.status, state.holder, w.review().worker_id, w.review().due_at) == (
        "active-review", "review-organisation", world.accounts["grace"], due,
    )  # fmt: skip
    assert InformationAnswer.objects.get().missed
    assert not Determination.objects.exists()


def test_it_happens_once_and_after_it_nobody_answers(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    asked = ask(world, request_id, now)
    late = InformationRequest.objects.get().due_at
    perform(MissInformation, MissInformationInput(asked), CLOCK, late)
    assert a.told(a.refused(MissInformation, MissInformationInput(asked), CLOCK, late)) == (
        "conflict",
        [("answered", "")],
    )
    assert a.told(
        a.refused(AnswerInformation, AnswerInformationInput(asked, "Late."), world.ada, late)
    ) == ("conflict", [("answered", "")])
    jobs.tick(late + timedelta(days=1))
    assert len(a.events("information.missed")) == 1


def test_an_answer_in_time_is_never_missed(world: w.World, request_id: UUID, now: datetime) -> None:
    asked = ask(world, request_id, now)
    perform(AnswerInformation, AnswerInformationInput(asked, "Here."), world.ada, now)
    jobs.tick(now + timedelta(days=30))
    assert not InformationAnswer.objects.get().missed
    assert a.events("information.missed") == []


def test_before_its_time_and_of_a_completed_request_nothing_is_missed(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    asked = ask(world, request_id, now)
    assert a.told(a.refused(MissInformation, MissInformationInput(asked), CLOCK, now)) == (
        "conflict",
        [("answered", "")],
    )
    version = w.decide(request_id, world.grace, now, w.APPROVE)
    perform(w.IssueDetermination, w.to_issue(request_id, version), world.grace, now)
    jobs.tick(now + timedelta(days=30))
    assert not InformationAnswer.objects.get().missed


@pytest.mark.req("ORG-01")
def test_no_person_may_end_the_time(world: w.World, request_id: UUID, now: datetime) -> None:
    asked = ask(world, request_id, now)
    late = InformationRequest.objects.get().due_at
    assert set(a.who_may(MissInformation, MissInformationInput(asked), world, late).values()) == {
        "forbidden"
    }
