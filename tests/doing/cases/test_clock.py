"""The clock of a request through its actions: it stops with the question and goes on with the
answer, where the contract says so.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Case
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


def at(text: str) -> datetime:
    """A moment on the clocks of Mississippi."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)


def ask(request: UUID, world: w.World, now: datetime) -> UUID:
    answer = perform(
        RequestInformation, RequestInformationInput(request, ("Notes",)), world.grace, now
    ).answer
    return UUID(answer["information_request"])


@pytest.mark.req("ACT-11", part="clock")
@pytest.mark.req("REV-05", part="pause")
def test_ms_keeps_the_days_that_were_left_from_the_answer_on(world: w.World, now: datetime) -> None:
    request = a.submitted_by_jill(world, now)  # Tuesday; due on Thursday
    assert w.review().due_at == at("2026-06-11T17:00")
    w.take(request, world.grace, now)
    asked = ask(request, world, at("2026-06-10T11:00"))  # Wednesday: one business day is left
    assert w.review().due_at is None
    perform(
        AnswerInformation,
        AnswerInformationInput(asked, "Here."),
        world.jill,
        at("2026-06-12T09:30"),
    )
    assert (w.review().due_at, w.review().queue_at) == (
        at("2026-06-15T17:00"),
        at("2026-06-15T17:00"),
    )  # Friday's next business day
    found = case_file(world.jill, Case.objects.get().number)
    assert found
    assert (found.current.due.at, found.current.due.paused) == (w.review().due_at, False)


@pytest.mark.req("REV-05", part="pause")
def test_ms_may_ask_twice_and_the_pauses_add_up(world: w.World, now: datetime) -> None:
    request = a.submitted_by_jill(world, now)
    w.take(request, world.grace, now)
    for asked, answered in (
        ("2026-06-09T12:00", "2026-06-11T12:00"),
        ("2026-06-12T12:00", "2026-06-16T12:00"),
    ):
        question = ask(request, world, at(asked))
        perform(
            AnswerInformation, AnswerInformationInput(question, "Here."), world.jill, at(answered)
        )
    assert w.review().due_at == at("2026-06-17T17:00")
    assert [row.n for row in case_file_rows(world)] == [1, 2]


def case_file_rows(world: w.World) -> list[Any]:
    found = case_file(world.jill, Case.objects.get().number)
    assert found
    return [one.row for one in found.current.asked]


@pytest.mark.req("REV-05", part="pause")
def test_co_is_due_when_it_was_due_whatever_is_asked(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    due = w.review().due_at
    asked = ask(held_id, world, now)
    perform(
        AnswerInformation, AnswerInformationInput(asked, "Here."), world.ada, at("2026-06-11T12:00")
    )
    assert w.review().due_at == due
