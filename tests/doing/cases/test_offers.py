"""What is offered on a request: by role, state and contract, and the same as what the action says."""

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases import actions
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.offers import Offer, verbs
from precert.cases.offers import offered as every
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.event import Event, on_timeline
from tests import world as w

PROVIDERS = '''
"""Tell: a provider says something more; under Colorado's key for more clinical information."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from precert.cases.request_action import OnRequest
from precert.journal.event import Event

TOLD = Event("request.told", "Told more about a request", "More was told")


@dataclass(frozen=True)
class TellInput:
    request: UUID


class Tell(OnRequest[TellInput]):
    rank = 60
    verb, label, permission, pack_key = "tell", "Tell more", "note.add", "KEY"

    def apply(self) -> Any:
        self.note(TOLD)
        return {}
'''


OTHER_DATES = {"line/k1/start": "2026-09-01", "line/k1/end": "2026-09-30"}
DENY = {
    "line/k1/outcome": "denied",
    "line/k1/reason": "not-necessary",
    "line/k1/rationale": "No decline.",
    "line/k1/other_criterion": "Function has declined",
    "line/k1/other_evidence": "Visit note of 1 June",
}


def offered(actor: Actor, request_id: UUID, now: datetime) -> dict[str, Offer]:
    return {one.verb: one for one in every(actor, [request_id], now).get(request_id, [])}


def test_a_free_request_is_offered_to_take_and_says_why_it_is_not_released(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    found = offered(world.grace, request_id, now)
    assert found["take"].why == ""
    assert found["release"].why == "This request is Submitted."
    assert list(found)[:2] == ["take", "release"]
    assert {verb: one.why for verb, one in offered(world.ada, request_id, now).items()} == {
        "answer_information": "The review organization has not asked for information."
    }
    assert offered(world.mallory, request_id, now) == {}


def test_a_held_one_names_its_holder_to_others_and_is_released_by_its_own(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    mine = offered(world.grace, request_id, now)
    assert mine["release"].why == ""
    assert "holds this request" in mine["take"].why


def test_what_greys_the_button_is_what_stops_the_post(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    why = offered(world.grace, request_id, now)["release"].why
    with pytest.raises(Refusal) as refused:
        perform(Release, ReleaseInput(request_id), world.grace, now)
    assert str(refused.value) == why


def test_many_requests_take_as_many_statements_as_one(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    def statements(ids: list[UUID]) -> int:
        grace = world.grace
        with CaptureQueriesContext(connection) as seen:
            every(grace, ids, now)
        return len(seen)

    other = UUID(w.submitted(world, now, **OTHER_DATES)["request"])
    statements([request_id])
    assert statements([request_id, other]) == statements([request_id])


ASK_AGAIN = PROVIDERS.replace("KEY", "reconsideration")


@pytest.fixture
def ask_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A verb under Colorado's key for a reconsideration: 10 business days from the first denial, on
    a ground that qualifies.
    """
    (tmp_path / "tell_again.py").write_text(ASK_AGAIN)
    monkeypatch.setattr(actions, "__path__", [*actions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    yield
    Event.known.pop("request.told", None)
    sys.modules.pop("precert.cases.actions.tell_again", None)


@pytest.mark.req("ACT-09", part="window")
@pytest.mark.usefixtures("ask_again")
def test_a_window_counts_from_the_first_denial_of_the_tables(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    assert offered(world.ada, request_id, now)["tell"].why == (
        "No line was denied for a reason that qualifies."
    )
    w.issue(request_id, world.paul, now, DENY)
    last = datetime(2026, 6, 25, 5, 59, 59, tzinfo=UTC)  # of 06/24, Juneteenth between, in Denver
    open_ = offered(world.ada, request_id, last)["tell"]
    assert (open_.why, open_.window.until) == ("", last)
    assert open_.words == "until 06/24/2026 23:59 MDT"
    shut = offered(world.ada, request_id, last + timedelta(seconds=1))["tell"]
    assert shut.why == "This was available until 06/24/2026 23:59 MDT."
    assert shut.window.since == last


@pytest.mark.usefixtures("ask_again")
def test_an_approval_in_part_counts_as_a_denial_and_an_approval_does_not(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    assert offered(world.ada, request_id, now)["tell"].window.state == "no-denial"
    other = UUID(w.submitted(world, now, **OTHER_DATES)["request"])
    part = {
        "line/k1/outcome": "partial",
        "line/k1/reason": "partly-necessary",
        "line/k1/quantity": "6",
        "line/k1/rationale": "Six visits.",
        **{path: text for path, text in DENY.items() if "other_" in path},
    }
    w.issue(other, world.paul, now, part)
    assert offered(world.ada, other, now)["tell"].why == ""


@pytest.mark.parametrize(("key", "there"), [("additional-clinical", True), ("appeal", False)])
def test_a_providers_verb_is_offered_by_its_file_and_the_contracts_key(
    world: w.World,
    request_id: UUID,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    there: bool,
) -> None:
    name = f"tell_{there}".lower()
    (tmp_path / f"{name}.py").write_text(PROVIDERS.replace("KEY", key))
    monkeypatch.setattr(actions, "__path__", [*actions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    assert "tell" in verbs()
    found = offered(world.ada, request_id, now)
    found.pop("answer_information")
    assert {verb: one.why for verb, one in found.items()} == ({"tell": ""} if there else {})
    module = importlib.import_module(f"precert.cases.actions.{name}")
    perform(module.Tell, module.TellInput(request_id), world.ada, now) if there else None
    assert on_timeline()["request.told"].timeline == "More was told"
    del Event.known["request.told"]
