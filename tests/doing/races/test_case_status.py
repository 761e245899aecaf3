"""Two requests of one case that move at once; a content version written while somebody decides."""

import contextlib
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F

from precert.cases import statuses, transition
from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.models import CaseState, Content, Determination, Line, Request, RequestState
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.races.racing import at_once, looks_early, once, told, without, won


@pytest.fixture
def world(committed: object, now: datetime) -> w.World:
    return w.build(now)


def case_of_two(world: w.World, now: datetime) -> list[UUID]:
    """Two submitted requests of one case."""
    first = Request.objects.get(pk=UUID(w.submitted(world, now)["request"]))
    return [first.pk, w.another(world, first, now + timedelta(minutes=1)).pk]


def both_taken(world: w.World, now: datetime, patch: pytest.MonkeyPatch) -> str:
    """The case's status once two reviewers have taken its two requests at once. Each works it out
    only when the other has moved its request, too, if the database lets both get that far.
    """
    gate, least = threading.Barrier(2), statuses.case_status

    def together(found: Iterable[str]) -> str:
        read = list(found)
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=2)
        return least(read)

    requests, actors = case_of_two(world, now), [world.grace, world.actor("nora")]
    patch.setattr(statuses, "case_status", together)
    at_once(2, lambda n: w.take(requests[n], actors[n], now))
    return CaseState.objects.get(case__requests=requests[0]).status


@pytest.mark.req("STA-01", part="case status")
def test_of_two_requests_that_move_at_once_neither_leaves_the_case_behind(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert both_taken(world, now, monkeypatch) == "active-review"


def test_without_the_case_held_first_its_status_is_left_behind(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one writer in at a time, so there the second sees the first all the same."""
    monkeypatch.setattr(transition, "hold_case", lambda case_id, at: None)
    alone = connection.vendor == "sqlite"
    assert both_taken(world, now, monkeypatch) == ("active-review" if alone else "submitted")


def newer_content(request_id: UUID, now: datetime) -> None:
    """Another version of what is asked, as a revision will write it: fewer visits."""
    content = Content.objects.get(request=request_id)
    lines = list(Line.objects.filter(content=content))
    content.pk, content.n, content.at = None, 2, now
    content.save(force_insert=True)
    for line in lines:
        line.pk, line.content, line.quantity = None, content, 6
        line.save(force_insert=True)
    RequestState.objects.filter(pk=request_id).update(
        content=2, revision=F("revision") + 1, changed_at=now
    )


def issued_meanwhile(world: w.World, now: datetime, patch: pytest.MonkeyPatch) -> Any:
    """Issue has looked at the first version; then the second is written; then Issue writes."""
    request_id = UUID(w.submitted(world, now)["request"])
    w.take(request_id, world.grace, now)
    version = w.decide(request_id, world.grace, now, w.APPROVE)
    looks_early(patch, IssueDetermination, once(lambda: newer_content(request_id, now)))
    data = IssueDeterminationInput(request_id, version, revision=0)
    return told(lambda: perform(IssueDetermination, data, world.grace, now).answer)


@pytest.mark.req("REV-04", part="on what was shown")
def test_issue_against_a_newer_content_version_is_refused(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert issued_meanwhile(world, now, monkeypatch).code == "came"
    assert not Determination.objects.exists()


def test_without_the_version_in_the_move_issue_decides_on_what_no_longer_stands(
    world: w.World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, transition, "RequestState", "content", "revision")
    assert len(won([issued_meanwhile(world, now, monkeypatch)])) == 1
    assert Determination.objects.get().content.n == 1
