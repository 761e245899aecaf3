"""Home, case, answer, summary, consumers, help in a real browser: axe on each with what opens open,
at both widths.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.conduct.perform import perform
from precert.contracts import queries as contracts
from precert.documents import store
from precert.documents.rules import UploadRules
from precert.journal.delivery import deliver
from precert.kit import clock
from precert.registry.models import Consumer
from tests import world as w
from tests.browser.sign_in import days, sign_in
from tests.browser.tabs import tab_of
from tests.deciding.documents.samples import pdf

Axe = Callable[[Page], None]
Snap = Callable[[Page, str], None]
NARROW = {"width": 320, "height": 800}
LETTER = {
    "width": 624,
    "height": 864,
}  # 8.5 by 11 inches with margins of an inch, at 96 dots an inch
LONG_WORD = "Unbroken" * 100  # a page must not grow with it: `snap` looks


@pytest.fixture
def world(server: str) -> w.World:
    return w.build(clock.now())


@pytest.fixture
def as_ada(page: Page, server: str, world: w.World) -> Page:
    sign_in(page.context, server, world, "ada", "denver")
    return page


def submitted(world: w.World) -> tuple[str, UUID]:
    """A request of five days ago with a document and a note."""
    then = world.now - timedelta(days=5)
    draft = w.draft(world, then)
    kind = contracts.current(w.CO).pack.outpatient.document_types[0].code
    stored = store.store(
        "Plan of care.pdf",
        "application/pdf",
        pdf(),
        UploadRules(10_000, False, ("pdf",)),
        then,
        f"person:{world.accounts['ada']}",
    )
    perform(AttachDocument, AttachDocumentInput(draft, stored.pk, kind), world.ada, then)
    dates = {"line/k1/start": days(7), "line/k1/end": days(36), "line/k1/duration": "30"}
    w.fill(world, draft, w.OUTPATIENT | dates, world.ada, then)
    made = w.submit(draft, world.ada, then)
    perform(
        AddNote,
        AddNoteInput(draft, "external", f"The patient walks 50 feet with a cane. {LONG_WORD}"),
        world.ada,
        then,
    )
    return made["case"], UUID(made["request"])


def asked(world: w.World) -> tuple[str, str]:
    """The same with an open question; the case and the question."""
    case, request = submitted(world)
    then = world.now - timedelta(days=2)
    w.take(request, world.grace, then)
    items = ("Plan of care signed by the physician", f"Notes of the last two visits {LONG_WORD}")
    return (
        case,
        perform(
            RequestInformation, RequestInformationInput(request, items), world.grace, then
        ).answer["information_request"],
    )


def decided(world: w.World, *, denied: bool = False) -> str:
    case, request = submitted(world)
    denial = {
        "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": f"No decline of function. {LONG_WORD}",
        "line/k1/other_criterion": "Function has declined", "line/k1/other_evidence": "Visit note of 1 June",
    }  # fmt: skip
    w.issue(request, world.paul, world.now - timedelta(days=1), denial if denied else None)
    while deliver(clock.now()):
        pass
    return case


def at_both_widths(page: Page, axe: Axe, snap: Snap, name: str) -> None:
    axe(page)
    snap(page, name)
    page.set_viewport_size(NARROW)
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.req("OPS-06")
@pytest.mark.req("FND-01", part="page")
def test_home(as_ada: Page, world: w.World, axe: Axe, snap: Snap) -> None:
    as_ada.goto("/")
    at_both_widths(as_ada, axe, snap, "home-empty")
    for _ in range(12):
        w.draft(world, world.now)
    asked(world)
    as_ada.goto("/")
    at_both_widths(as_ada, axe, snap, "home")
    as_ada.get_by_role("link", name="Page 2").click()
    expect(as_ada.get_by_text("Displaying records 11 to 12 of 12 records")).to_be_visible()


@pytest.mark.req("OPS-06")
@pytest.mark.req("FND-02", part="numbers")
def test_search_by_number_from_the_keyboard(
    as_ada: Page, world: w.World, axe: Axe, snap: Snap
) -> None:
    case, _ = submitted(world)
    as_ada.goto("/")
    as_ada.keyboard.press("/")
    as_ada.keyboard.type(case)
    as_ada.keyboard.press("Enter")
    expect(as_ada.get_by_role("heading", name=f"Case {case}")).to_be_visible()
    as_ada.goto("/search?q=smith")
    at_both_widths(as_ada, axe, snap, "search-unreadable")


@pytest.mark.req("OPS-06")
@pytest.mark.req("STA-07", part="under review")
@pytest.mark.req("STA-05", part="under review")
def test_a_case_under_review(as_ada: Page, world: w.World, axe: Axe, snap: Snap) -> None:
    case, _ = asked(world)
    as_ada.goto(f"/cases/{case}")
    at_both_widths(as_ada, axe, snap, "case-asked")
    as_ada.get_by_role("button", name="Expand All").click()
    as_ada.locator("summary", has_text="Actions").click()
    at_both_widths(as_ada, axe, snap, "case-asked-open")
    as_ada.keyboard.press("Escape")
    as_ada.get_by_label("Note", exact=False).last.fill("Faxed today.")
    as_ada.get_by_role("button", name="Add a Note").click()
    expect(as_ada.get_by_text("Faxed today.")).to_be_visible()


@pytest.mark.req("OPS-06")
@pytest.mark.req("STA-01", part="shown")
@pytest.mark.req("STA-02", part="denied")
def test_a_denied_case_and_its_summary(as_ada: Page, world: w.World, axe: Axe, snap: Snap) -> None:
    Consumer.objects.filter(pk=world.consumers["carol"]).update(first_name="Carolina" * 10)
    case = decided(world, denied=True)
    as_ada.goto(f"/cases/{case}")
    at_both_widths(as_ada, axe, snap, "case-denied")
    summary = tab_of(as_ada, as_ada.get_by_role("link", name="Case Summary").click)
    expect(summary.get_by_role("heading", name=f"Case Summary: {case}")).to_be_visible()
    at_both_widths(summary, axe, snap, "case-summary")
    summary.emulate_media(media="print")
    expect(summary.get_by_role("button", name="Print")).to_be_hidden()
    expect(summary.locator(".pc-top")).to_be_hidden()
    summary.set_viewport_size(LETTER)
    wide = (
        "[...document.querySelectorAll('.pc-scroll')].filter(one => one.scrollWidth >"
        " one.clientWidth + 1).map(one => one.ariaLabel)"
    )
    assert summary.evaluate(wide) == [], "wider than the sheet: the rest would be cut off"


@pytest.mark.req("COM-01")
def test_internal_notes_are_marked_for_staff_and_stay_off_paper(
    page: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    case, request = submitted(world)
    perform(AddNote, AddNoteInput(request, "internal", "Ask the physician"), world.grace, world.now)
    sign_in(page.context, server, world, "grace")
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Expand All").click()
    at_both_widths(page, axe, snap, "case-staff")
    expect(page.get_by_text("Ask the physician")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Ask the physician")).to_be_hidden()


@pytest.mark.req("OPS-06")
@pytest.mark.req("ACT-11", part="answer")
def test_a_question_is_answered(
    as_ada: Page, world: w.World, axe: Axe, snap: Snap, tmp_path: Path
) -> None:
    asked(world)
    as_ada.goto("/")
    as_ada.get_by_role("link", name="1 request for information").click()
    at_both_widths(as_ada, axe, snap, "cases-needs-answer")
    as_ada.get_by_role("link", name="You: answer request for information").click()
    as_ada.get_by_label("Note").fill("The plan is attached.")
    as_ada.get_by_label("Document type").select_option(index=1)
    (tmp_path / "Plan.pdf").write_bytes(pdf())
    (tmp_path / "tool.exe").write_bytes(b"MZ")
    as_ada.get_by_label("Files").set_input_files([tmp_path / "Plan.pdf", tmp_path / "tool.exe"])
    rows = as_ada.get_by_role("list", name="Uploads").get_by_role("listitem")
    expect(rows.filter(has_text="tool.exe")).to_contain_text("not accepted")
    expect(as_ada.get_by_role("button", name="Remove Plan.pdf")).to_be_visible()
    expect(as_ada.get_by_label("Note")).to_have_value("The plan is attached.")
    at_both_widths(as_ada, axe, snap, "answer-refused-file")
    as_ada.get_by_role("button", name="Review before sending").click()
    at_both_widths(as_ada, axe, snap, "answer-confirm")
    as_ada.get_by_role("button", name="Send answer").click()
    expect(as_ada.get_by_text("Request for information answered")).to_be_visible()
    with as_ada.expect_download() as download:
        as_ada.get_by_role("button", name="Expand All").click()
        as_ada.get_by_role("link", name="Plan.pdf").first.click()
    assert download.value.suggested_filename == "Plan.pdf"


@pytest.mark.req("MEM-01", "MEM-02", "MEM-07", "OPS-06")
@pytest.mark.req("MEM-03", part="rows")
def test_consumers(as_ada: Page, world: w.World, axe: Axe, snap: Snap) -> None:
    decided(world)
    w.draft(world, world.now)
    as_ada.goto("/consumers")
    as_ada.get_by_role("button", name="Search", exact=True).last.click()
    expect(as_ada.get_by_role("heading", name="Enter search criteria")).to_be_visible()
    at_both_widths(as_ada, axe, snap, "consumers-not-enough")
    as_ada.get_by_label("Consumer ID").fill("CO9")
    as_ada.get_by_role("button", name="Search", exact=True).last.click()
    expect(as_ada.get_by_text("No one found.")).to_be_visible()
    at_both_widths(as_ada, axe, snap, "consumers-nobody")
    as_ada.get_by_label("Consumer ID").fill("CO1000001")
    as_ada.get_by_role("button", name="Search", exact=True).last.click()
    at_both_widths(as_ada, axe, snap, "consumers-found")
    assert "CO1000001" not in as_ada.url
    as_ada.get_by_role("link", name=w.CANARY).click()
    expect(as_ada.get_by_role("heading", name="Eligibility")).to_be_visible()
    as_ada.go_back()
    as_ada.get_by_role("link", name=w.CANARY).click()
    at_both_widths(as_ada, axe, snap, "consumer")
    for name in ("View Procedures", "View Letters"):
        as_ada.get_by_role("button", name=name).click()
        at_both_widths(as_ada, axe, snap, f"consumer-{name.split()[1].lower()}")
        as_ada.keyboard.press("Escape")


@pytest.mark.req("OPS-06")
def test_help_and_the_offer_of_another_context(
    as_ada: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    case, _ = submitted(world)
    for name in (
        "help",
        "help/guide",
        "help/faq",
        "help/releases",
        "help/passwords",
        "help/resources",
    ):
        as_ada.goto(f"/{name}")
        axe(as_ada)
    snap(as_ada, "help-resources")
    as_ada.goto("/help/guide")
    snap(as_ada, "help-guide")
    sign_in(as_ada.context, server, world, "ada", "aurora")
    as_ada.goto(f"/cases/{case}")
    at_both_widths(as_ada, axe, snap, "case-elsewhere")
    as_ada.get_by_role("button", name="Act for Denver Hospital").click()
    expect(as_ada.get_by_role("heading", name=f"Case {case}")).to_be_visible()


def test_the_timeline_refreshes_by_itself(as_ada: Page, world: w.World) -> None:
    case, request = submitted(world)
    as_ada.clock.install()
    as_ada.goto(f"/cases/{case}")
    expect(as_ada.locator("#case-activity")).not_to_contain_text("Review started")
    w.take(request, world.grace, clock.now())
    as_ada.clock.run_for(50_000)
    expect(as_ada.locator("#case-activity")).to_contain_text("Review started")
    expect(as_ada.locator("#case-header")).to_contain_text("Active Review")
