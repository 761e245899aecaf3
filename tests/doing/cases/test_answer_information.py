"""Answer a request for information: note and documents; the clock starts again."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Attachment, InformationAnswer, RequestState
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.fixture
def asked(world: w.World, held_id: UUID, now: datetime) -> UUID:
    """Grace asked Ada for two things."""
    data = RequestInformationInput(held_id, ("Notes", "Plan of care"))
    return UUID(
        perform(RequestInformation, data, world.grace, now + timedelta(hours=1)).answer[
            "information_request"
        ]
    )


@pytest.mark.req("ACT-11", part="answer")
@pytest.mark.req("REV-05", part="answer")
def test_an_answer_gives_the_ball_back_with_note_and_documents(
    world: w.World, asked: UUID, now: datetime
) -> None:
    file, later = a.stored(world.ada, now), now + timedelta(hours=2)
    perform(
        AnswerInformation,
        AnswerInformationInput(asked, "Here\x00 they are.", ((file, "medical-record"),)),
        world.ada,
        later,
    )
    row = InformationAnswer.objects.get()
    assert (row.note, row.at, row.by_name, row.missed) == (
        "Here they are.",
        later,
        "Ada Tester",
        False,
    )
    state = RequestState.objects.get()
    assert (state.holder, state.status) == ("review-organisation", "active-review")
    found = case_file(world.grace, state.request.case.number)
    assert found
    assert [d.file_id for d in found.current.asked[0].documents] == [file]
    assert found.current.open_question is None
    [event] = a.events("information.answered")
    assert (event.subject_id, event.data) == (str(state.pk), {"information_request": str(asked)})


@pytest.mark.req("ACT-11", part="answer")
@pytest.mark.parametrize("note", ["", " \n "])
def test_an_empty_answer_is_refused(world: w.World, asked: UUID, now: datetime, note: str) -> None:
    assert a.told(
        a.refused(AnswerInformation, AnswerInformationInput(asked, note), world.ada, now)
    ) == ("invalid", [("empty", "note")])
    assert not InformationAnswer.objects.exists()


def test_a_document_needs_a_type_of_the_contract_and_must_be_there(
    world: w.World, asked: UUID, now: datetime
) -> None:
    wrong = AnswerInformationInput(asked, "", ((a.stored(world.ada, now), "menu"),))
    assert a.told(a.refused(AnswerInformation, wrong, world.ada, now)) == (
        "invalid",
        [("document-type", "document_type")],
    )
    for strange in (uuid4(), a.stored(world.mallory, now)):
        data = AnswerInformationInput(asked, "", ((strange, "medical-record"),))
        assert a.told(a.refused(AnswerInformation, data, world.ada, now)) == (
            "invalid",
            [("no-such-file", "files")],
        )
    assert not Attachment.objects.exists()


@pytest.mark.req("ACT-11", part="answer")
def test_it_is_answered_once(world: w.World, asked: UUID, now: datetime) -> None:
    data = AnswerInformationInput(asked, "Here.")
    perform(AnswerInformation, data, world.ada, now, key="k")
    assert perform(AnswerInformation, data, world.ada, now, key="k").repeated
    again = a.refused(
        AnswerInformation, AnswerInformationInput(asked, "More."), world.actor("ben", "denver"), now
    )
    assert a.told(again) == ("conflict", [("answered", "")])
    assert InformationAnswer.objects.get().note == "Here."
    assert len(a.events("information.answered")) == 1


def test_after_the_determination_nothing_is_answered(
    world: w.World, asked: UUID, now: datetime
) -> None:
    request = RequestState.objects.get().pk
    perform_issue(request, world, now)
    refusal = a.refused(AnswerInformation, AnswerInformationInput(asked, "Late."), world.ada, now)
    assert a.told(refusal) == ("conflict", [("answered", "")])
    assert InformationAnswer.objects.get().not_needed


def perform_issue(request: UUID, world: w.World, now: datetime) -> None:
    """Grace, who holds it, approves without waiting for the answer."""
    version = w.decide(request, world.grace, now, w.APPROVE)
    perform(w.IssueDetermination, w.to_issue(request, version), world.grace, now)


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="cases")
def test_who_may_answer(world: w.World, asked: UUID, now: datetime) -> None:
    data = AnswerInformationInput(asked, "Here.")
    assert a.who_may(AnswerInformation, data, world, now) == a.by_table("information.answer")
    foreign = a.refused(AnswerInformation, data, world.mallory, now)
    nothing = a.refused(AnswerInformation, AnswerInformationInput(uuid4(), "Here."), world.ada, now)
    assert (foreign.kind, foreign.findings) == ("missing", nothing.findings)
