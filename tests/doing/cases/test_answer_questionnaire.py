"""Autosave of a questionnaire's answers; only of questionnaires that the request asks for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.models import Answers
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.fixture
def imaging_id(world: w.World, now: datetime) -> UUID:
    """A draft for a scan, which asks for the imaging questionnaire."""
    made = w.draft(world, now)
    w.fill(world, made, a.IMAGING, world.ada, now)
    return made


def answer(
    world: w.World,
    draft: UUID,
    now: datetime,
    changes: dict[str, Any],
    who: str = "ada",
    key: str = "",
) -> dict[str, Any]:
    data = AnswerQuestionnaireInput(draft, "imaging", changes)
    return perform(AnswerQuestionnaire, data, world.actor(who, "denver"), now, key=key).answer  # type: ignore[no-any-return]


@pytest.mark.req("WIZ-08")
def test_answers_are_saved_as_they_are_given(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    found = answer(world, imaging_id, now, {"modality": ([], ["ct"])})
    assert (found["version"], found["values"], found["conflicts"]) == (2, {"modality": ["ct"]}, {})
    row = Answers.objects.get()
    assert (row.values, row.name, row.by_name, row.created_at, row.completed_at) == (
        {"modality": ["ct"]}, "Advanced Imaging", "Ada Tester", now, None,
    )  # fmt: skip
    [event] = a.events("questionnaire.answered")
    assert (event.subject_id, event.data) == (
        str(imaging_id),
        {"questionnaire": "imaging", "version": 2, "paths": ["modality"]},
    )


@pytest.mark.req("WIZ-08")
def test_two_people_meet_in_one_answer_only(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    answer(world, imaging_id, now, {"modality": ([], ["ct"])}, who="ben")
    found = answer(world, imaging_id, now, {"modality": ([], ["mri"]), "region": ([], ["spine"])})
    assert found["conflicts"] == {"modality": {"theirs": ["ct"], "mine": ["mri"]}}
    assert Answers.objects.get().values == {"modality": ["ct"], "region": ["spine"]}


def test_unknown_questions_and_unstorable_characters_do_no_harm(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    found = answer(
        world, imaging_id, now, {"no-such": ([], ["x"]), "plan-change": ([], ["Sur\x00ge\ud800ry"])}
    )
    assert "no longer asked" in found["refused"]["no-such"]
    assert Answers.objects.get().values == {"plan-change": ["Surgery"]}


@pytest.mark.req("CON-08")
def test_a_questionnaire_that_the_codes_do_not_ask_for_is_missing(
    world: w.World, draft_id: UUID, imaging_id: UUID, now: datetime
) -> None:
    for draft, name in ((draft_id, "imaging"), (imaging_id, "wheelchair"), (imaging_id, "no-such")):
        refusal = a.refused(
            AnswerQuestionnaire, AnswerQuestionnaireInput(draft, name, {}), world.ada, now
        )
        assert a.told(refusal) == ("missing", [("no-such-questionnaire", "")])
    assert not Answers.objects.exists()


@pytest.mark.req("WIZ-08")
def test_a_complete_questionnaire_is_locked(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    answer(world, imaging_id, now, {link: ([], value) for link, value in a.ANSWERS.items()})
    perform(
        CompleteQuestionnaire, CompleteQuestionnaireInput(imaging_id, "imaging"), world.ada, now
    )
    refusal = a.refused(
        AnswerQuestionnaire,
        AnswerQuestionnaireInput(imaging_id, "imaging", {"region": (["spine"], ["chest"])}),
        world.ada,
        now,
    )
    assert a.told(refusal) == ("conflict", [("completed", "")])
    assert Answers.objects.get().values["region"] == ["spine"]


@pytest.mark.req("STA-04", part="provider")
def test_after_submission_no_answer_changes(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    refusal = a.refused(
        AnswerQuestionnaire,
        AnswerQuestionnaireInput(request_id, "imaging", {"region": ([], ["chest"])}),
        world.ada,
        now,
    )
    assert a.told(refusal) == ("conflict", [("already-submitted", "")])


def test_the_same_key_answers_once(world: w.World, imaging_id: UUID, now: datetime) -> None:
    first = answer(world, imaging_id, now, {"region": ([], ["spine"])}, key="k")
    assert (
        answer(world, imaging_id, now + timedelta(minutes=1), {"region": ([], ["spine"])}, key="k")
        == first
    )
    assert Answers.objects.get().version == 2


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_answer(world: w.World, imaging_id: UUID, now: datetime) -> None:
    data = AnswerQuestionnaireInput(imaging_id, "imaging", {"region": ([], ["spine"])})
    assert a.who_may(AnswerQuestionnaire, data, world, now) == a.by_table("draft.edit", draft=True)
    assert a.refused(AnswerQuestionnaire, data, world.mallory, now).kind == "missing"
