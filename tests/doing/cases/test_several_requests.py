"""A case of several requests: each with its own contract version, content, review and lines."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.models import CaseState, LineState, Request
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from precert.registry.models import Consumer
from tests import world as w
from tests.doing.cases import asking as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world: w.World, request_id: UUID, now: datetime) -> Request:
    """R02 of the case, submitted a month later under a newer version of the contract, for somebody
    whose name has changed.
    """
    w.issue(request_id, world.grace, now)
    Consumer.objects.filter(pk=world.consumers["carol"]).update(last_name="Newname")
    return w.another(world, Request.objects.get(pk=request_id), now + timedelta(days=30))


def test_each_request_shows_its_own_content(
    world: w.World, request_id: UUID, second: Request
) -> None:
    found = case_file(world.grace, second.case.number)
    assert found
    first, later = found.requests
    assert [one.name for one in found.requests] == ["R01", "R02"]
    assert first.consumer["last_name"] == w.CANARY
    assert later.consumer["last_name"] == found.consumer["last_name"] == "Newname"
    assert [line.status for one in found.requests for line in one.lines] == ["approved", "pending"]


def test_a_line_state_says_what_was_asked_and_what_stands(
    world: w.World, request_id: UUID, second: Request
) -> None:
    asked, open_one = (LineState.objects.get(request=one) for one in (request_id, second.pk))
    assert (asked.status, asked.approved_units, str(asked.approved_start)) == (
        "approved",
        12,
        "2026-06-15",
    )
    assert asked.determination
    assert asked.determination.content.n == 1
    assert (open_one.status, open_one.determination, open_one.approved_units) == (
        "pending",
        None,
        None,
    )


@pytest.mark.req("STA-01", part="case status")
def test_the_case_stands_where_its_least_advanced_request_stands(
    world: w.World, second: Request, now: datetime
) -> None:
    assert CaseState.objects.get().status == "submitted"
    w.take(second.pk, world.grace, now)
    assert CaseState.objects.get().status == "active-review"
    assert w.review(second.pk).worker_id == world.accounts["grace"]


@pytest.mark.req("REV-04", part="on what was shown")
def test_what_came_since_the_desk_was_shown_stops_issue_and_is_named(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    version = w.decide(request_id, world.grace, now, w.APPROVE)
    perform(AddNote, AddNoteInput(request_id, "external", "She fell again."), world.ada, now)
    shown = IssueDeterminationInput(request_id, version, revision=0)
    refusal = a.refused(IssueDetermination, shown, world.grace, now)
    assert a.told(refusal) == ("conflict", [("came", "")])
    assert "Note added, 06/09/2026 09:00 MDT" in str(refusal)
    seen = IssueDeterminationInput(request_id, version, revision=1)
    assert perform(IssueDetermination, seen, world.grace, now).answer["issue"]


@pytest.mark.req("REV-04", part="on what was shown")
def test_what_the_reviewer_writes_is_no_news_to_the_reviewer(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    version = w.decide(request_id, world.grace, now, w.APPROVE)
    perform(AddNote, AddNoteInput(request_id, "internal", "Called."), world.grace, now)
    shown = IssueDeterminationInput(request_id, version, revision=0)
    assert perform(IssueDetermination, shown, world.grace, now).answer["issue"]
