"""Create Case in a real browser, by mouse: the common outpatient request from Home to its Case ID,
axe on every step.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from precert.cases.models import Draft
from precert.kit import clock
from tests import world as w
from tests.browser.tabs import tab_of
from tests.deciding.documents.samples import add_page

Axe = Callable[[Page], None]
Snap = Callable[[Page, str], None]


@pytest.fixture
def world(server: str) -> w.World:
    return w.build(clock.now())


def sign_in(context: BrowserContext, server: str, world: w.World, who: str, provider: str) -> None:
    cookie = w.signed_in(world, who, provider).cookies["__Host-session"]
    address = server.replace("http:", "https:")
    context.add_cookies(
        [
            {
                "name": "__Host-session",
                "value": cookie.value,
                "url": address,
                "secure": True,
                "httpOnly": True,
            }
        ]
    )


@pytest.fixture
def ada(page: Page, server: str, world: w.World) -> Page:
    sign_in(page.context, server, world, "ada", "denver")
    return page


@pytest.fixture
def look(axe: Axe, snap: Snap) -> Callable[[Page, str], None]:
    """Both widths photographed and checked by axe."""

    def check(page: Page, name: str) -> None:
        snap(page, name)
        axe(page)
        page.set_viewport_size({"width": 320, "height": 800})
        axe(page)
        page.set_viewport_size({"width": 1280, "height": 900})

    return check


class Hand:
    """Counts what a person does: clicks (a list is two: open and choose), fields typed into, keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields, self.keys = page, 0, 0, 0

    def click(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    def pick(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=text)
        self.clicks += 2

    def choose(self, text: str) -> None:
        self.page.get_by_text(text, exact=True).click()
        self.clicks += 1

    def type(self, text: str) -> None:
        """Into whatever has the focus: that it is the right field is part of what is tested."""
        self.page.keyboard.type(text)
        self.fields += 1
        self.keys += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1


def arrived(page: Page, heading: str) -> None:
    """The page with that heading is there."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def day(n: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=n):%m%d%Y}"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.req("WIZ-01", "WIZ-03", "WIZ-11")
def test_the_common_outpatient_request_by_mouse(
    ada: Page, look: Callable[[Page, str], None], tmp_path: Path
) -> None:
    hand = Hand(ada)
    ada.goto("/")
    hand.click("link", "Create Case")
    arrived(ada, "Create Case")
    look(ada, "wizard-01-parameters")
    hand.choose("Outpatient")
    assert focused(ada) == "f-member-id"
    look(ada, "wizard-02-consumer")
    hand.type("CO1000001")
    hand.press("Enter")
    expect(ada.get_by_role("button", name="Create Case")).to_be_focused()
    look(ada, "wizard-03-create")
    hand.click("button", "Create Case")
    arrived(ada, "Additional Providers")
    look(ada, "wizard-04-providers")
    hand.click("button", "Go to Service Details")
    arrived(ada, "Service Details")
    look(ada, "wizard-05-service")
    hand.pick("Place of Service *", "On-Campus Outpatient Hospital")
    hand.pick("Service Type *", "111 - Physical Therapy")
    expect(ada.locator("[data-saved-state]")).to_contain_text("Saved")
    hand.click("button", "Go to Diagnoses")
    expect(ada.get_by_label("Add Diagnosis")).to_be_focused()
    hand.type("M54.50")
    expect(ada.locator(".pc-combo__option")).to_have_count(1)
    look(ada, "wizard-06-type-ahead")
    hand.press("Enter")
    expect(ada.get_by_role("heading", name="Diagnoses (1)")).to_be_visible()
    look(ada, "wizard-06-diagnoses")
    hand.click("button", "Go to Requests")
    arrived(ada, "Requests")
    look(ada, "wizard-07-requests")
    hand.choose("Standard")
    assert focused(ada) == "f-line"
    hand.type("97110")
    expect(ada.locator(".pc-combo__option")).to_have_count(1)
    hand.press("Enter")
    expect(ada.get_by_label("Requested Start Date *")).to_be_focused()
    hand.type(day(7))
    for _ in range(3):  # out of the date's last part, past the end date
        hand.press("Tab")
    look(ada, "wizard-07-line")
    ada.get_by_label("Requested Duration *").fill("30")
    hand.fields += 1
    hand.keys += 2
    ada.get_by_label("Requested Quantity *").fill("12")
    hand.fields += 1
    hand.keys += 2
    hand.pick("Frequency *", "Three times a week")
    expect(ada.get_by_label("Requested End Date *")).not_to_have_value("")
    expect(ada.locator("[data-saved-state]")).to_contain_text("Saved")
    look(ada, "wizard-07-filled")
    ada.get_by_label("Steps of this request").get_by_role(
        "link", name=re.compile("Attachments")
    ).click()
    hand.clicks += 1
    arrived(ada, "Attachments")
    hand.click("button", "Upload a Document")
    expect(ada.get_by_role("dialog", name="Upload a document")).to_be_visible()
    look(ada, "wizard-09-dialog")
    hand.choose("Physician Order")
    file = tmp_path / "order.pdf"
    with pikepdf.new() as document:
        add_page(document)
        document.save(file)
    with ada.expect_file_chooser() as chooser:
        ada.get_by_label("Documents", exact=True).click()
    hand.clicks += 1
    chooser.value.set_files(file)
    expect(ada.get_by_role("link", name="order.pdf")).to_be_visible()
    expect(ada.get_by_role("dialog", name="Upload a document")).to_be_hidden()
    look(ada, "wizard-09-attachments")
    hand.click("link", "Jump to Submit")
    arrived(ada, "Submit Case")
    look(ada, "wizard-11-review")
    hand.click("button", "Submit")
    expect(ada.get_by_role("button", name="Agree", exact=True)).to_be_visible()
    look(ada, "wizard-11-disclaimer")
    hand.click("button", "Agree")
    ada.wait_for_url("**/cases/*")
    assert re.search(r"/cases/\d{9}", ada.url)
    assert (hand.clicks, hand.fields, hand.keys) == (20, 6, 38)


def prepared(world: w.World, **values: object) -> str:
    """A draft of Ada's with all of the common request and these values."""
    made = w.draft(world, clock.now())
    coming = {"line/k1/start": iso(7), "line/k1/end": iso(36)}
    w.fill(world, made, w.OUTPATIENT | coming | values, world.ada, clock.now())
    return f"/drafts/{made}"


def iso(n: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=n):%Y-%m-%d}"


@pytest.mark.req("WIZ-06", part="search")
def test_choosing_a_header_opens_its_codes(ada: Page, world: w.World) -> None:
    ada.goto(f"{prepared(world)}/diagnoses")
    box = ada.get_by_role("combobox", name="Add Diagnosis")
    box.fill("F43.1")
    options = ada.get_by_role("option")
    expect(options.first).to_contain_text("Category: choose to see its codes")
    box.press("Enter")  # the whole code is typed: it is meant
    expect(options).to_have_count(3)
    expect(options.first).to_contain_text("F43.10")
    box.press("ArrowDown")
    box.press("Enter")
    expect(ada.get_by_role("heading", name="Diagnoses (2)")).to_be_visible()
    box.fill("zebra xylophone")
    expect(options).to_contain_text("fewer or more general words")


@pytest.mark.req("WIZ-06", part="search")
def test_a_typed_code_is_added_or_stays_however_the_box_is_left(ada: Page, world: w.World) -> None:
    base = prepared(world)
    ada.goto(f"{base}/diagnoses")
    box = ada.get_by_role("combobox", name="Add Diagnosis")
    box.fill("I10")
    ada.get_by_role("button", name="Add", exact=True).click()
    expect(ada.get_by_role("heading", name="Diagnoses (2)")).to_be_visible()
    box.fill("zzzzz")
    ada.get_by_role("button", name="Add", exact=True).click()
    expect(ada.get_by_role("main")).to_contain_text("No code “zzzzz”")
    expect(box).to_have_value("zzzzz")
    box.fill("E11.9")
    ada.route("**/codes/search*", lambda route: None)  # the list doesn't come
    box.press("Enter")
    expect(ada.get_by_role("heading", name="Diagnoses (3)")).to_be_visible()
    box.fill("J45.909")
    box.press("Tab")
    expect(ada.get_by_role("main")).to_contain_text(
        "“J45.909” is not added yet. Choose a code or press Add, or clear the box."
    )
    expect(box).to_have_value("J45.909")
    asked = []
    ada.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    ada.get_by_label("Steps of this request").get_by_role(
        "link", name=re.compile("Attachments")
    ).click()
    expect(box).to_have_value("J45.909")
    assert asked == ["beforeunload"]
    ada.get_by_role("button", name="Go to Requests").click()
    arrived(ada, "Requests")
    ada.goto(f"{base}/diagnoses")
    expect(ada.get_by_role("heading", name="Diagnoses (4)")).to_be_visible()
    ada.goto(f"{base}/requests")
    ada.get_by_role("combobox", name="Add Procedure").fill("97112")
    ada.get_by_role("button", name="Add", exact=True).click()
    expect(ada.get_by_role("heading", name="97112")).to_be_visible()


@pytest.mark.req("WIZ-08")
def test_a_questionnaire_branches_saves_and_locks(
    ada: Page, world: w.World, look: Callable[[Page, str], None]
) -> None:
    base = prepared(
        world,
        **{
            "service/type": "032",
            "line/k1/system": "hcpcs",
            "line/k1/code": "K0823",
            "line/k1/frequency": None,
        },
    )
    ada.goto(f"{base}/questionnaires")
    look(ada, "wizard-08-questionnaires")
    form = tab_of(ada, ada.get_by_role("link", name=re.compile("^Take")).click)
    look(form, "wizard-08-section")
    form.get_by_role("navigation", name="Sections").get_by_role("link").nth(1).click()
    stage = form.locator("#q-injury-stage")
    expect(stage).to_be_hidden()
    form.locator("#q-skin label").nth(2).click()
    expect(stage).to_be_visible()
    expect(form.locator("[data-saved-state]")).to_contain_text("Saved")
    form.get_by_role("button", name="Mark as Complete").click()
    form.get_by_role("button", name="Yes").click()
    expect(form.get_by_role("heading", name="Please correct the following")).to_be_visible()
    look(form, "wizard-08-incomplete")
    with form.expect_event("close"):
        form.get_by_role("link", name="Return to Case").click()
    expect(ada.get_by_role("link", name=re.compile("^Take"))).to_be_focused()
    expect(ada.get_by_role("cell", name="Ada Tester")).to_be_visible()
    ada.goto(f"{base}/questionnaires")
    expect(ada.get_by_role("heading", level=1, name="Questionnaires")).to_be_visible()


@pytest.mark.req("WIZ-10")
def test_a_note_outlives_the_session(
    ada: Page, server: str, world: w.World, look: Callable[[Page, str], None]
) -> None:
    base = prepared(world)
    ada.goto(f"{base}/service")
    ada.get_by_role("button", name="Add a Note").click()
    look(ada, "wizard-05-note")
    ada.get_by_label("Note *", exact=True).fill("Walks with a cane.")
    ada.context.clear_cookies()
    ada.get_by_role("button", name="Add Note").click()
    expect(ada.get_by_role("alert")).to_contain_text("Not saved because you are signed out.")
    expect(ada.get_by_label("Note *", exact=True)).to_have_value("Walks with a cane.")
    sign_in(ada.context, server, world, "ada", "denver")
    ada.get_by_role("button", name="Add Note").click()
    expect(ada.get_by_role("button", name="View Notes (1)")).to_be_visible()
    ada.goto(f"{base}/communications")
    look(ada, "wizard-10-communications")


@pytest.mark.req("WIZ-11", part="edits")
def test_what_is_missing_leads_to_its_field(
    ada: Page, world: w.World, look: Callable[[Page, str], None]
) -> None:
    base = prepared(world, **{"service/type": None, "line/k1/quantity": None})
    ada.goto(f"{base}/submit")
    ada.get_by_role("button", name="Submit", exact=True).click()
    expect(ada.locator("#summary-error")).to_be_focused()
    look(ada, "wizard-11-refused")
    ada.get_by_role("link", name=re.compile("Requested Quantity")).click()
    expect(ada.get_by_label("Requested Quantity *")).to_be_focused()
    look(ada, "wizard-07-missing")


def test_two_people_at_one_field_see_both_values(ada: Page, world: w.World, axe: Axe) -> None:
    base = prepared(world)
    ada.goto(f"{base}/service")
    w.fill(
        world,
        UUID(base.removeprefix("/drafts/")),
        {"service/place": "11"},
        world.actor("ben", "denver"),
        clock.now(),
    )
    ada.get_by_label("Place of Service *").select_option(label="Home")
    box = ada.get_by_role("group", name="Ben Tester changed this field too")
    expect(box).to_contain_text("Office")
    axe(ada)
    with ada.expect_response(lambda answer: "/save" in answer.url):
        box.get_by_role("button", name="Use mine").click()
    expect(ada.locator("[data-saved-state]")).to_contain_text("Saved")
    ada.reload()
    expect(ada.get_by_label("Place of Service *")).to_have_value("12")
    w.fill(
        world,
        UUID(base.removeprefix("/drafts/")),
        {"service/place": "22"},
        world.actor("ben", "denver"),
        clock.now(),
    )
    ada.get_by_label("Place of Service *").select_option(label="Office")
    ada.get_by_label("Place of Service *").press("Tab")
    expect(box).to_contain_text("On-Campus Outpatient Hospital")
    ada.get_by_role("button", name="Go to Diagnoses").click()  # no choice is no consent
    expect(ada.get_by_role("main")).to_contain_text("Your entry is shown.")
    expect(ada.get_by_label("Place of Service *")).to_have_value("11")
    assert Draft.objects.get().values["service/place"] == "22"


def test_folded_lines_fetch_their_fields_and_diagnoses_are_ordered_by_keyboard(
    ada: Page, world: w.World, look: Callable[[Page, str], None]
) -> None:
    more = {
        f"line/k2/{name}": w.OUTPATIENT[f"line/k1/{name}"]
        for name in ("kind", "system", "quantity", "frequency")
    }
    base = prepared(
        world,
        **more,
        **{
            "line/k2/code": "97112",
            "line/k2/position": 2,
            "line/k2/start": iso(7),
            "line/k2/end": iso(8),
        },
    )
    ada.goto(f"{base}/requests")
    ada.locator("#line-k2 summary").click()
    quantity = ada.locator("[data-path='line/k2/quantity']")
    quantity.fill("5")
    quantity.press("Tab")
    expect(ada.locator("[data-saved-state]")).to_contain_text("Saved")
    look(ada, "wizard-07-lines")
    ada.goto(f"{base}/diagnoses")
    ada.keyboard.type("I10")
    expect(ada.locator(".pc-combo__option").first).to_be_visible()
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", name="Diagnoses (2)")).to_be_visible()
    ada.get_by_role("button", name="Move up I10").press("Enter")
    expect(ada.locator("#so-far")).to_contain_text("I10 Essential")
