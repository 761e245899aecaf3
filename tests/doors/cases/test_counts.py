"""Counts and rows of a case in which there is something to count: ribbons, summary."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.conduct.perform import perform
from precert.journal.delivery import deliver
from tests import world as w
from tests.doing.cases import asking as a
from tests.harness.reading import text

pytestmark = pytest.mark.django_db
SECOND = {
    f"line/k2/{path.rpartition('/')[2]}": value
    for path, value in a.IMAGING.items()
    if path.startswith("line/k1/")
} | {"line/k2/code": "70551", "line/k2/position": 2}


@pytest.fixture
def case(world: w.World, now: datetime) -> tuple[str, UUID]:
    """Two scans with a completed questionnaire and two documents; one approved and one denied,
    letters made, a note written two days later.
    """
    draft = w.draft(world, now)
    w.fill(world, draft, a.IMAGING | SECOND, world.ada, now)
    answers = {link: ([], value) for link, value in a.ANSWERS.items()}
    perform(
        AnswerQuestionnaire, AnswerQuestionnaireInput(draft, "imaging", answers), world.ada, now
    )
    perform(CompleteQuestionnaire, CompleteQuestionnaireInput(draft, "imaging"), world.ada, now)
    for name in ("Order.pdf", "Notes.pdf"):
        file = a.stored(world.ada, now, name)
        perform(AttachDocument, AttachDocumentInput(draft, file, "medical-record"), world.ada, now)
    made = w.submit(draft, world.ada, now)
    request = UUID(made["request"])
    denial = {path.replace("k1", "k2"): value for path, value in a.DENY.items()}
    w.issue(request, world.paul, now, w.APPROVE | denial)
    later = now + timedelta(days=2)
    perform(AddNote, AddNoteInput(request, "external", "Seen again."), world.ada, later)
    while deliver(now + timedelta(minutes=1)):
        pass
    return made["case"], request


@pytest.mark.req("STA-05")
def test_closed_ribbons_count_what_is_there(world: w.World, case: tuple[str, UUID]) -> None:
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}"))
    for words in (
        "Complete: 1 · Incomplete: 0",
        "Documents: 2 · Letters: 2",
        "06/11/2026",
        "Approved 1",
        "Denied 1",
        f"SRV AUTH A{case[0]}",
    ):
        assert words in shown, words
    assert "No notes" not in shown
    assert "Pending 1" not in shown


@pytest.mark.req("STA-07", part="rows")
def test_the_summary_lists_what_is_there_row_by_row(world: w.World, case: tuple[str, UUID]) -> None:
    page = w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}/summary")
    shown, html = text(page), page.content.decode()
    for words in (
        "R01 imaging ", "Complete", "R01 Order.pdf Medical Record 06/09/2026", "R01 Notes.pdf Medical Record 06/09/2026",
        f"PA-UMPartial-{case[0]}-01.pdf", f"Member_Partial-{case[0]}-01.pdf", "Seen again.",
        "Denver Hospital", "1234567893", "100 Main St", "3035550100", "3035550101",
    ):  # fmt: skip
        assert words in shown, words
    for link in ("Order.pdf</a>", f"PA-UMPartial-{case[0]}-01.pdf</a>"):
        assert link in html, link
    for empty in ("No documents.", "No letters available", "asked for no questionnaire"):
        assert empty not in shown, empty
