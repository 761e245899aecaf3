"""Two tabs on one questionnaire: answers are kept or shown as conflicts; nothing goes in once it is
complete.
"""

import threading
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases import draft_questionnaire
from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.models import Answers
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.contracts import queries as contracts
from precert.questionnaires import logic
from tests import world as w
from tests.doing.races import requests as r
from tests.doing.races.racing import Told, at_once, looks_early, once, told, without, won

IMAGING = {"line/k1/code": "72148", "service/type": "117b"}
QUESTION = "plan-change"  # free text


@pytest.fixture
def draft(world: w.World, many: Any, now: datetime) -> UUID:
    return r.ready(many(1)[0], world.ada, now, **IMAGING)


@pytest.fixture
def ref(world: w.World) -> str:
    """The questionnaire that the request needs."""
    return contracts.current(w.CO).pack.questionnaires_for("outpatient", "117b", ("72148",))[0].id


def answer(
    draft: UUID, ref: str, actor: Actor, now: datetime, **changes: tuple[list[Any], list[Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = perform(
        AnswerQuestionnaire, AnswerQuestionnaireInput(draft, ref, changes), actor, now
    ).answer
    return found


def typed(
    draft: UUID, ref: str, actors: list[Actor], rounds: int, now: datetime
) -> list[tuple[list[Any], str, dict[str, Any]]]:
    """Everyone types into one question: (seen, new, answer) of each keystroke."""
    link = QUESTION

    def write(n: int) -> list[tuple[list[Any], str, dict[str, Any]]]:
        seen: list[Any] = []
        done = []
        for step in range(rounds):
            new = f"tab {n} word {step}"
            found = answer(draft, ref, actors[n], now, **{link: (seen, [new])})
            done.append((seen, new, found))
            seen = found["values"][link]
        return done

    return [one for found in at_once(len(actors), write) for one in found]


def lost(
    draft: UUID, ref: str, keystrokes: list[tuple[list[Any], str, dict[str, Any]]]
) -> list[str]:
    """Accepted words that neither stand nor were seen by the one who replaced them."""
    link = QUESTION
    stands = Answers.objects.get(request_id=draft).values[link]
    accepted = [(seen, new) for seen, new, found in keystrokes if link not in found["conflicts"]]
    replaced = [seen[0] for seen, _ in accepted if seen]
    gone = [f"{new} vanished" for _, new in accepted if [new] != stands and new not in replaced]
    return gone + [
        f"{seen} was replaced twice" for seen in set(replaced) if replaced.count(seen) > 1
    ]


@pytest.mark.parametrize(
    ("tabs", "rounds"), [(2, 8), (6, 4), pytest.param(8, 100, marks=pytest.mark.torture)]
)
@pytest.mark.req("WIZ-08")
def test_what_two_tabs_answer_at_once_is_kept_or_shown(
    world: w.World, draft: UUID, ref: str, now: datetime, tabs: int, rounds: int
) -> None:
    keystrokes = typed(draft, ref, [world.ada] * tabs, rounds, now)
    assert len(keystrokes) == tabs * rounds
    assert lost(draft, ref, keystrokes) == []


def all_look_first(
    patch: pytest.MonkeyPatch, draft: UUID, ref: str, actor: Actor, now: datetime
) -> None:
    answer(draft, ref, actor, now, region=([], ["spine"]))  # the row is there
    looks_early(patch, AnswerQuestionnaire, threading.Barrier(4, timeout=60).wait)


@pytest.mark.req("WIZ-08")
def test_tabs_that_all_read_the_same_answers_lose_nothing(
    world: w.World, draft: UUID, ref: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_look_first(monkeypatch, draft, ref, world.ada, now)
    assert lost(draft, ref, typed(draft, ref, [world.ada] * 4, 3, now)) == []


def test_without_the_version_in_the_update_answers_are_lost(
    world: w.World, draft: UUID, ref: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_look_first(monkeypatch, draft, ref, world.ada, now)
    without(monkeypatch, draft_questionnaire, "Answers", "version")
    assert lost(draft, ref, typed(draft, ref, [world.ada] * 4, 3, now)) != []


def complete(draft: UUID, ref: str, actor: Actor, now: datetime, version: int = 0) -> Any:
    return perform(
        CompleteQuestionnaire, CompleteQuestionnaireInput(draft, ref, version), actor, now
    ).answer


@pytest.fixture
def anything_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question is required: the race is about completing, not about what is asked."""
    monkeypatch.setattr(logic, "check", lambda definition, values: [])


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.torture)])
@pytest.mark.req("WIZ-08")
def test_complete_and_autosave_at_once_lock_what_was_on_the_page(
    world: w.World, many: Any, ref: str, now: datetime, rounds: int, anything_goes: None
) -> None:
    link, ada = QUESTION, world.ada
    for consumer in many(rounds):
        draft = r.ready(consumer, ada, now, **IMAGING)
        version = answer(draft, ref, ada, now, **{link: ([], ["first"])})["version"]
        acts = (
            lambda d=draft, v=version: complete(d, ref, ada, now, v),
            lambda d=draft: answer(d, ref, ada, now, **{link: (["first"], ["second"])}),
        )
        completed, saved = at_once(2, lambda n, acts=acts: told(acts[n]))
        row = Answers.objects.get(request_id=draft)
        assert len(won([completed, saved])) == 1
        assert row.values[link] == (["first"] if completed.refusal is None else ["second"])
        assert (row.completed_at is not None) == (completed.refusal is None)


def overtaken(
    world: w.World, draft: UUID, ref: str, now: datetime, patch: pytest.MonkeyPatch
) -> tuple[Told, list[Any]]:
    """The tab has read the answers; the other one completes them; then the tab's answer is written."""
    link, ada = QUESTION, world.ada
    answer(draft, ref, ada, now, **{link: ([], ["first"])})
    looks_early(patch, AnswerQuestionnaire, once(lambda: complete(draft, ref, ada, now)))
    result = told(lambda: answer(draft, ref, ada, now, **{link: (["first"], ["second"])}))
    return result, Answers.objects.get(request_id=draft).values[link]


@pytest.mark.req("WIZ-08")
def test_an_answer_overtaken_by_complete_is_refused(
    world: w.World,
    draft: UUID,
    ref: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    anything_goes: None,
) -> None:
    result, stands = overtaken(world, draft, ref, now, monkeypatch)
    assert (result.code, stands) == ("completed", ["first"])


def test_without_its_condition_an_answer_goes_into_a_completed_one(
    world: w.World,
    draft: UUID,
    ref: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    anything_goes: None,
) -> None:
    without(monkeypatch, draft_questionnaire, "Answers", "completed_at", "version")
    result, stands = overtaken(world, draft, ref, now, monkeypatch)
    assert (result.refusal, stands) == (None, ["second"])


def complete_overtaken(
    world: w.World, draft: UUID, ref: str, now: datetime, patch: pytest.MonkeyPatch
) -> Told:
    link, ada = QUESTION, world.ada
    answer(draft, ref, ada, now, **{link: ([], ["first"])})
    looks_early(
        patch,
        CompleteQuestionnaire,
        once(lambda: answer(draft, ref, ada, now, **{link: (["first"], [])})),
    )
    return told(lambda: complete(draft, ref, ada, now, version=2))


@pytest.mark.req("WIZ-08")
def test_complete_overtaken_by_an_answer_is_refused(
    world: w.World,
    draft: UUID,
    ref: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    anything_goes: None,
) -> None:
    assert complete_overtaken(world, draft, ref, now, monkeypatch).code == "moved-on"
    assert Answers.objects.get(request_id=draft).completed_at is None


def test_without_the_version_in_its_update_complete_locks_what_nobody_checked(
    world: w.World,
    draft: UUID,
    ref: str,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    anything_goes: None,
) -> None:
    without(monkeypatch, draft_questionnaire, "Answers", "version")
    assert complete_overtaken(world, draft, ref, now, monkeypatch).refusal is None
    assert Answers.objects.get(request_id=draft).completed_at is not None
