"""The shelf of case actions: a file dropped in is all it takes."""

import importlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from precert.cases import actions
from precert.cases.models import Note
from precert.cases.statuses import TABLE
from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.kit import shelf
from precert.people.roles import PERMISSIONS
from tests import world as w
from tests.doing.cases import asking as a

NEW = '''
"""Wave: leaves a note that somebody waved."""

from dataclasses import dataclass
from uuid import UUID

from precert.cases.models import Note, by
from precert.cases.request_action import OnRequest


@dataclass(frozen=True)
class WaveInput:
    request: UUID


class Wave(OnRequest[WaveInput]):
    verb, label, permission = "wave", "Wave", "note.add"

    def apply(self):
        Note.objects.create(
            request_id=self.found.id, type="external", text="waved", at=self.now, **by(self.actor)
        )
        self.note("request.waved")
        return {}
'''


@pytest.mark.req("ORG-01")
def test_an_action_is_added_by_one_file(
    world: w.World, request_id: UUID, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(shelf.classes(actions, Action))
    (tmp_path / "wave.py").write_text(NEW)
    monkeypatch.setattr(actions, "__path__", [*actions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    found = shelf.classes(actions, Action)
    assert set(found) - before == {"wave"}
    wave = importlib.import_module("precert.cases.actions.wave").WaveInput
    perform(found["wave"], wave(request_id), world.ada, now)
    assert Note.objects.get().text == "waved"
    assert [e.subject_id for e in a.events("request.waved")] == [str(request_id)]
    assert a.refused(found["wave"], wave(request_id), world.mallory, now).kind == "missing"
    assert a.who_may(found["wave"], wave(request_id), world, now) == a.by_table("note.add")


def test_each_action_is_named_like_its_file_and_holds_a_permission_of_the_table() -> None:
    for name, kind in shelf.classes(actions, Action).items():
        assert kind.verb == name
        assert kind.label
        assert kind.permission in PERMISSIONS or (
            kind.permission == "" and name == "miss_information"
        )


@pytest.mark.req("STA-01", part="transitions")
def test_each_step_between_statuses_is_taken_by_an_action() -> None:
    verbs = {kind.verb for kind in shelf.classes(actions, Action).values()}
    assert set(TABLE) - verbs == {
        "deny_unanswered"
    }  # what miss_information does where the contract says so
