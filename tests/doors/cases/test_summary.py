"""The case summary: every section on one page, and what was said in its order."""

from datetime import timedelta
from uuid import UUID

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.miss_information import MissInformation, MissInformationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases.asking import CO_INPATIENT, stored
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.mark.req("COM-01")
@pytest.mark.req("STA-07", part="notes")
def test_questions_and_answers_stand_among_the_notes_of_the_summary_in_their_order(
    world, case, now
):
    w.take(case[1], world.grace, now)
    perform(AddNote, AddNoteInput(case[1], "external", "Before"), world.ada, now)
    perform(AddNote, AddNoteInput(case[1], "internal", "Peculiar"), world.grace, now)
    asked = RequestInformationInput(case[1], ("Plan of care", "Last visit note"))
    question = UUID(
        perform(RequestInformation, asked, world.grace, now + timedelta(hours=1)).answer[
            "information_request"
        ]
    )
    ada, grace = w.signed_in(world, "ada", "denver"), w.signed_in(world, "grace")
    assert "Plan of care Last visit note Not answered yet. Due" in text(
        ada.get(f"/cases/{case[0]}/summary")
    )
    file = stored(world.ada, now, "Plan.pdf")
    answer = AnswerInformationInput(question, "It is <attached>.", ((file, "medical-record"),))
    perform(AnswerInformation, answer, world.ada, now + timedelta(hours=2))
    perform(
        AddNote, AddNoteInput(case[1], "external", "After"), world.ada, now + timedelta(hours=3)
    )
    for browser in (ada, grace):
        notes = (
            browser.get(f"/cases/{case[0]}/summary").content.decode().partition("<h2>Notes</h2>")[2]
        )
        order = [
            "Before",
            "Information requested",
            "Review organization",
            "Plan of care",
            "It is &lt;attached&gt;.",
            "Plan.pdf</a>",
            "After",
        ]
        places = [notes.find(words) for words in order]
        assert -1 not in places, order[places.index(-1)]
        assert places == sorted(places)
        assert "Peculiar" not in notes
        assert "Grace" not in notes


@pytest.mark.req("REV-05", part="missed")
@pytest.mark.req("STA-07", part="notes")
def test_the_summary_says_when_no_answer_came(world, case, now):
    w.take(case[1], world.grace, now)
    asked = perform(
        RequestInformation, RequestInformationInput(case[1], ("Plan of care",)), world.grace, now
    ).answer
    late = now + timedelta(days=60)
    perform(
        MissInformation,
        MissInformationInput(UUID(asked["information_request"])),
        worker("clock"),
        late,
    )
    assert "No answer by" in text(
        w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}/summary")
    )


@pytest.mark.req("STA-07", part="sections")
def test_the_summary_is_one_page_with_every_section(world, case, now):
    w.issue(case[1], world.grace, now)
    page = w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}/summary")
    shown = text(page)
    for words in (
        "Consumer Information", "Case Information", "Provider Information", "Appeals", "Questionnaires", "Documents",
        "Letters", "Notes", "Subscriber ID", "Medicaid 01/01/2024", "Print", "Approved - Meets Criteria", f"A{case[0]}",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.req("STA-07", part="clinical content")
def test_the_clinical_content_is_that_of_the_case_page(world, now):
    """Whatever Service Details say there stands here; roles are called by the contract's names."""
    urgent = {
        "request/urgency": "expedited",
        "request/urgency_reason": "Swallows nothing",
        "request/fips": "08031",
    }
    made = w.submitted(world, now, **(urgent | {"provider/pcp": world.providers["dme"]}))
    ada = w.signed_in(world, "ada", "denver")
    shown = text(ada.get(f"/cases/{made['case']}/summary"))
    for words in (
        "Swallows nothing", "FIPS Code 08031", "Notification Date 06/09/2026", "Notification Time 09:00 MDT", "PCP/Facility Front Range",
    ):  # fmt: skip
        assert words in shown, words
        assert words in text(ada.get(f"/cases/{made['case']}")) or words.startswith("PCP"), words
    inside = w.draft(world, now, category="inpatient")
    w.fill(world, inside, CO_INPATIENT, world.ada, now)
    stay = w.submit(inside, world.ada, now)
    assert "Admission Source Elective" in text(ada.get(f"/cases/{stay['case']}/summary"))
