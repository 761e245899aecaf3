"""The reviewer's desk as its readers see it: what was asked, who may do what, what was refused,
what was issued.
"""

import html
import json
import re
from datetime import datetime
from uuid import UUID

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.conduct.perform import perform
from precert.work.models import WorkItem
from tests import world as w
from tests.doing.cases.asking import ANSWERS, IMAGING
from tests.harness.reading import text

pytestmark = pytest.mark.django_db
CONTROLS = (
    "Ask for information",
    "Refer to physician",
    "Reassign",
    "Release",
    "Provider letter",
    "Issue",
    "Take",
)


@pytest.fixture
def held(world: w.World, now: datetime) -> UUID:
    """Grace holds it."""
    return w.held(world, now)


def controls(page: str) -> set[str]:
    """The buttons and links at the foot that can be used."""
    foot = page.partition('class="pc-foot"')[2].partition("<dialog")[0]
    usable = re.findall(r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", foot, re.DOTALL)
    shown = {re.sub(r"<[^>]+>.*", "", one).strip() for one in usable}
    return {name for name in CONTROLS if name in shown}


@pytest.mark.req("REV-03", "ORG-01")
@pytest.mark.req("REV-02", part="take")
def test_each_sees_the_controls_that_work_for_them(world: w.World, held: UUID) -> None:
    def shown(who: str) -> set[str]:
        return controls(w.signed_in(world, who).get(f"/review/{held}").content.decode())

    assert shown("grace") == set(CONTROLS) - {"Take", "Reassign"}
    assert shown("nora") == set()
    assert shown("sam") == {"Release", "Reassign"}
    WorkItem.objects.update(
        worker=world.accounts["sam"]
    )  # held by somebody whose role no longer decides
    assert shown("sam") == {"Release", "Reassign"}
    assert "disabled" in w.signed_in(world, "sam").get(f"/review/{held}").content.decode()


@pytest.mark.req("REV-02", part="release")
def test_a_supervisor_frees_what_somebody_absent_holds(world: w.World, held: UUID) -> None:
    sam = w.signed_in(world, "sam")
    assert (
        'data-confirm="Grace Tester holds this request.'
        in sam.get(f"/review/{held}").content.decode()
    )
    assert sam.post(f"/review/{held}/release")["Location"] == "/queue"
    assert controls(w.signed_in(world, "nora").get(f"/review/{held}").content.decode()) == {"Take"}


@pytest.mark.req("REV-04")
def test_everything_that_was_asked_and_said_is_on_the_desk(world: w.World, now: datetime) -> None:
    draft = w.draft(world, now)
    w.fill(
        world,
        draft,
        IMAGING
        | {
            "line/k1/end": "2026-06-15",
            "line/k1/frequency": "weekly-3",
            "line/k1/rate": "12.50",
        },
        world.ada,
        now,
    )
    answers = AnswerQuestionnaireInput(
        draft, "imaging", {path: ([], value) for path, value in ANSWERS.items()}
    )
    perform(AnswerQuestionnaire, answers, world.ada, now)
    perform(CompleteQuestionnaire, CompleteQuestionnaireInput(draft, "imaging"), world.ada, now)
    made = w.submit(draft, world.ada, now)
    perform(AddNote, AddNoteInput(draft, "external", "word " * 500 + "the end"), world.ada, now)
    perform(AddNote, AddNoteInput(draft, "internal", "Between us"), world.grace, now)
    grace = w.signed_in(world, "grace")
    page = grace.get(f"/review/{draft}")
    assert "Three times a week, at $12.50" in text(page)
    assert "the end" in text(page)
    [answers_page] = re.findall(
        rf'href="(/cases/{made["case"]}/questionnaires/\d+)"', page.content.decode()
    )
    shown = text(grace.get(answers_page))
    assert "Which study is requested? CT" in shown
    assert "05/01/2026" in shown
    assert "2026-05-01" not in shown
    for page_of_case in (f"/cases/{made['case']}", f"/cases/{made['case']}/summary"):
        assert "Name Type Status" in text(grace.get(page_of_case)), page_of_case
        assert "Checklist Complete" in text(grace.get(page_of_case)), page_of_case
    [internal] = [
        item
        for item in re.findall(r"<li.*?</li>", page.content.decode(), re.DOTALL)
        if "Between us" in item
    ]
    assert internal.startswith('<li class="pc-no-print">')


@pytest.mark.req("REV-04")
def test_a_refused_issue_stands_beside_its_fields(
    world: w.World, held: UUID, now: datetime
) -> None:
    grace = w.signed_in(world, "grace")
    page = grace.post(f"/review/{held}/issue", {"version": "0", "revision": "0", "key": "a"})
    assert page.status_code == 422
    assert (
        '<a href="#f-line-k1-outcome">97110: choose a determination.</a>' in page.content.decode()
    )
    assert error_at(page.content.decode(), "f-line-k1-outcome") == "97110: choose a determination."
    version = w.decide(
        held,
        world.grace,
        now,
        {
            "line/k1/outcome": "partial",
            "line/k1/reason": "partly-necessary",
            "line/k1/quantity": "6",
        },
    )
    assert error_at(grace.get(f"/review/{held}").content.decode(), "f-line-k1-rationale") == ""
    page = grace.post(f"/review/{held}/issue", {"version": version, "revision": "0", "key": "b"})
    assert "explain why less than requested is approved" in error_at(
        page.content.decode(), "f-line-k1-rationale"
    )


@pytest.mark.req("REV-04")
def test_an_approval_against_the_criteria_needs_its_reason_in_writing_and_is_confirmed(
    world: w.World, held: UUID, now: datetime
) -> None:
    grace = w.signed_in(world, "grace")

    def issued(values: dict[str, str], **more: str) -> tuple[int, str]:
        sent = {"version": str(w.decide(held, world.grace, now, values)), "revision": "0"}
        answer = grace.post(f"/review/{held}/issue", sent | more)
        return answer.status_code, answer.content.decode()

    against = "97110: every assessed criterion is Not met, but the determination is an approval."
    unmet = {f"line/k1/{name}/therapy.TH-1": value for name, value in (("criterion", "unmet"), ("evidence", "None."))}  # fmt: skip
    status, page = issued(w.APPROVE | unmet, confirmed="true")
    assert (status, "Explain why in the rationale." in error_at(page, "f-line-k1-rationale")) == (
        422,
        True,
    )
    status, page = issued({"line/k1/rationale": "Seen by a colleague."})
    assert (status, against in page, 'name="confirmed"' in page) == (422, True, True)
    assert issued({"line/k1/alternative": "None."}, confirmed="true")[0] == 302


@pytest.mark.req("REV-04")
def test_the_desk_offers_the_reasons_of_each_outcome(world: w.World, held: UUID) -> None:
    page = w.signed_in(world, "grace").get(f"/review/{held}").content.decode()
    [offered] = re.findall(r"data-offered='([^']*)'", page)
    reasons = json.loads(html.unescape(offered))
    assert reasons["partial"] == ["partly-necessary"]
    assert "meets-criteria" in reasons["approved"]
    assert "meets-criteria" not in reasons["denied"]


@pytest.mark.req("REV-04")
def test_beside_a_field_stands_only_what_is_wrong_with_what_was_chosen_there(
    world: w.World, held: UUID
) -> None:
    grace = w.signed_in(world, "grace")

    def errors(**typed: str) -> set[str]:
        changes = {f"line/k1/{name}": [None, value] for name, value in typed.items()}
        answer = grace.post(
            f"/review/{held}/save", {"changes": changes}, content_type="application/json"
        ).json()
        assert "Before you issue" in answer["fragments"]["todo-k1"]
        return {path for path, text in answer["findings"].items() if text}

    assert errors(rationale="Not yet.") == set()
    assert errors(outcome="denied") == set()
    assert errors(reason="meets-criteria") == {"line/k1/reason"}


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("verb", "field", "words"),
    [
        ("request_information", "items", "Enter at least one item"),
        ("refer_to_physician", "reason", "Enter what the physician should review."),
    ],
)
def test_a_refused_dialog_comes_back_as_a_page_with_the_reason_beside_its_field(
    world: w.World, held: UUID, verb: str, field: str, words: str
) -> None:
    grace = w.signed_in(world, "grace")
    desk = grace.get(f"/review/{held}").content.decode()
    assert f'data-dialog-open="verb-{verb.replace("_", "-")}-dialog"' in desk
    answer = grace.post(f"/review/{held}/{verb}", {field: "  "})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in error_at(page, f"f-{field}")
    assert f'<a href="#f-{field}">' in page
    assert f'<a href="/review/{held}">Cancel</a>' in page


@pytest.mark.req("ACT-09", part="desk")
def test_what_can_not_be_done_says_why(world: w.World, held: UUID) -> None:
    shown = text(w.signed_in(world, "nora").get(f"/review/{held}"))
    assert "Take: Grace Tester holds this request." in shown
    assert "Ask for information: Grace Tester holds this request." in shown


def error_at(page: str, field: str) -> str:
    """What stands beside a field."""
    [found] = re.findall(rf'id="{field}-error" data-field-error[^>]*>([^<]*)<', page)
    return found


@pytest.mark.req("REV-04")
@pytest.mark.req("STA-01", part="shown")
def test_a_decided_request_shows_what_was_issued(world: w.World, now: datetime) -> None:
    request = UUID(w.submitted(world, now)["request"])
    denial = {
        "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "No decline.\nNone at all.",
        "line/k1/other_criterion": "Function has declined", "line/k1/other_evidence": "Visit note of 1 June",
    }  # fmt: skip
    w.issue(request, world.paul, now, denial)
    page = w.signed_in(world, "grace").get(f"/review/{request}")
    shown = text(page)
    for words in (
        "Denied",
        "No decline. None at all.",
        "Not met: Function has declined",
        "Visit note of 1 June",
        "Decided 06/09/2026",
    ):
        assert words in shown, words
    assert "No decline.<br>None at all." in page.content.decode()
    for words in ("Before you issue", "data-path", "Overdue", "Nobody"):
        assert words not in page.content.decode(), words
