"""Mark as Complete: locks the answers; a required questionnaire that isn't complete keeps the
request from being submitted.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Answers, Case, Draft
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.fixture
def imaging_id(world: w.World, now: datetime) -> UUID:
    """A draft for a scan with every answer given."""
    made = w.draft(world, now)
    w.fill(world, made, a.IMAGING, world.ada, now)
    give(world, made, now, a.ANSWERS)
    return made


def give(
    world: w.World,
    draft: UUID,
    now: datetime,
    answers: dict[str, Any],
    seen: dict[str, Any] | None = None,
) -> None:
    changes = {link: ((seen or {}).get(link, []), value) for link, value in answers.items()}
    perform(
        AnswerQuestionnaire, AnswerQuestionnaireInput(draft, "imaging", changes), world.ada, now
    )


@pytest.mark.req("WIZ-08", "EDT-01", "CON-08")
def test_only_a_complete_questionnaire_lets_the_request_be_submitted(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    version = Draft.objects.get().version
    refusal = a.refused(
        Submit, SubmitInput(imaging_id, version, agreed=True, confirmed=True), world.ada, now
    )
    assert a.told(refusal) == ("invalid", [("missing_information", "questionnaire/imaging")])
    assert not Case.objects.exists()
    perform(
        CompleteQuestionnaire,
        CompleteQuestionnaireInput(imaging_id, "imaging"),
        world.actor("ben", "denver"),
        now,
    )
    assert Draft.objects.get().missing == []
    found = case_file(world.grace, w.submit(imaging_id, world.ada, now)["case"])
    assert found
    [row] = found.current.questionnaires
    assert (row.completed_by_name, row.completed_at, row.values) == ("Ben Tester", now, a.ANSWERS)
    ada, ben = world.accounts["ada"], world.accounts["ben"]
    assert (row.by_kind, row.by_id, row.by_name, row.by_account_id) == (
        "person", world.ada.id, "Ada Tester", ada,
    )  # fmt: skip
    assert (row.completed_by_kind, row.completed_by_id, row.completed_by_account_id) == (
        "person", world.actor("ben", "denver").id, ben,
    )  # fmt: skip
    draft = Draft.objects.get()
    assert (draft.by_account_id, draft.modified_by_kind, draft.modified_by_id) == (
        ada, "person", world.actor("ben", "denver").id,
    )  # fmt: skip
    assert (draft.modified_by_name, draft.modified_by_account_id) == ("Ben Tester", ben)


@pytest.mark.req("WIZ-08")
def test_it_keeps_the_versions_it_was_answered_by_and_counts_as_a_change(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    before = Draft.objects.get().version
    perform(
        CompleteQuestionnaire,
        CompleteQuestionnaireInput(imaging_id, "imaging"),
        world.ada,
        now + timedelta(minutes=1),
    )
    row = Answers.objects.get()
    assert (row.questionnaire_version, row.pack.contract) == ("1.0.0", w.CO)
    assert Draft.objects.get().version == before + 1
    [event] = a.events("questionnaire.completed")
    assert (event.subject_id, event.data) == (str(imaging_id), {"questionnaire": "imaging"})


@pytest.mark.req("WIZ-08")
def test_what_lacks_an_answer_is_named_by_its_question(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    give(world, imaging_id, now, {"region": [], "modality": ["mri"]}, a.ANSWERS)
    refusal = a.refused(
        CompleteQuestionnaire, CompleteQuestionnaireInput(imaging_id, "imaging"), world.ada, now
    )
    assert a.told(refusal) == (
        "invalid",
        [("answer", "region"), ("answer", "implant")],
    )  # an MRI asks for implants
    assert Answers.objects.get().completed_at is None


def test_an_answer_that_changed_since_the_page_was_shown_stops_it(
    world: w.World, imaging_id: UUID, now: datetime
) -> None:
    seen = Answers.objects.get().version
    give(world, imaging_id, now, {"region": ["chest"]}, a.ANSWERS)
    refusal = a.refused(
        CompleteQuestionnaire,
        CompleteQuestionnaireInput(imaging_id, "imaging", seen),
        world.ada,
        now,
    )
    assert a.told(refusal) == ("conflict", [("moved-on", "")])


def test_it_is_completed_once(world: w.World, imaging_id: UUID, now: datetime) -> None:
    data = CompleteQuestionnaireInput(imaging_id, "imaging")
    perform(CompleteQuestionnaire, data, world.ada, now, key="k")
    assert perform(CompleteQuestionnaire, data, world.ada, now, key="k").repeated
    assert a.told(a.refused(CompleteQuestionnaire, data, world.ada, now)) == (
        "conflict",
        [("completed", "")],
    )
    assert len(a.events("questionnaire.completed")) == 1


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_complete(world: w.World, imaging_id: UUID, now: datetime) -> None:
    data = CompleteQuestionnaireInput(imaging_id, "imaging")
    assert a.who_may(CompleteQuestionnaire, data, world, now) == a.by_table(
        "draft.edit", draft=True
    )
    assert a.refused(CompleteQuestionnaire, data, world.mallory, now).kind == "missing"
