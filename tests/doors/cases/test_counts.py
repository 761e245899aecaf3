"""Counts and rows of a case in which there is something to count: ribbons, summary."""

import re
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
from precert.cases.models import Request
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
        "Location: 12 Elm St, Denver, CO 80203",
        "Requesting: Denver Hospital/1234567893 · Servicing: Denver Hospital/1234567893",
        "Service Type: 117b - Imaging Studies · Request Type: Prior Auth",
        "Notification Date: 06/09/2026 · Notification Time: 09:00 MDT",
        "Complete: 1 · Incomplete: 0",
        "Documents: 2 · Letters: 2",
        "Most recent note: 06/11/2026",
        "Approved 1",
        "Denied 1",
        f"SRV AUTH A{case[0]}",
    ):
        assert words in shown, words
    assert "No notes" not in shown
    assert "Pending 1" not in shown


@pytest.mark.req("STA-05", part="counts per request")
def test_each_request_of_a_case_counts_its_own_lines(
    world: w.World, case: tuple[str, UUID], now: datetime
) -> None:
    first = Request.objects.get(pk=case[1])
    days = {"line/k1/start": "2026-09-01", "line/k1/end": "2026-09-30"}
    w.another(world, first, now + timedelta(days=3), **days)
    page = w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}").content.decode()
    found = {
        name: " ".join(re.sub(r"<[^>]+>", " ", tags).split())
        for name, tags in re.findall(
            r'aria-label="Lines of (R\d\d) by determination"[^>]*>(.*?)</ul>', page, re.DOTALL
        )
    }
    assert found == {"R01": "Approved 1 Denied 1", "R02": "Pending 1"}


@pytest.mark.req("STA-07", part="rows")
def test_the_summary_lists_what_is_there_row_by_row(world: w.World, case: tuple[str, UUID]) -> None:
    ada = w.signed_in(world, "ada", "denver")
    page = ada.get(f"/cases/{case[0]}/summary")
    shown, html = text(page), page.content.decode()
    at = "06/09/2026 09:00 MDT"
    for words in (
        f"Name Carol {w.CANARY}", "Location 12 Elm St, Denver, CO 80203", "Date of birth 12/15/1960 (age 65) Gender F",
        "Consumer ID CO1000001 Subscriber ID CO1000001 Contract Colorado 00198", "Eligibility Medicaid 01/01/2024",
        f"Category Outpatient Case contract CO UM Submit date {at} SRV AUTH A{case[0]}",
        ("Servicing Denver Hospital M567893 1234567893 General 100 Main St, Denver, CO 80202"
        " 3035550100 3035550101"),
        f"R01 imaging Advanced Imaging Checklist Complete 2 {at} {at}",
        f"R01 Order.pdf Medical Record {at} {at}", f"R01 Notes.pdf Medical Record {at} {at}",
        f"R01 PA-UMPartial-{case[0]}-01.pdf", f"R01 Member_Partial-{case[0]}-01.pdf", "Seen again.",
    ):  # fmt: skip
        assert words in shown, words
    for name in ("Order.pdf", f"PA-UMPartial-{case[0]}-01.pdf", "Advanced Imaging"):
        [link] = re.findall(rf'<a href="([^"]+)">{name}', html)
        assert ada.get(link).status_code == 200, name
    for empty in ("No documents.", "No letters available", "No questionnaires for this request"):
        assert empty not in shown, empty
