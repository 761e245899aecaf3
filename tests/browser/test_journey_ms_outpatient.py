"""MS State UM, outpatient, with the mouse unplugged: an operation is asked for and approved, each
of three people using only the keyboard.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from precert.kit import clock
from tests import world as w
from tests.browser.keys import Keys
from tests.browser.nurse import letter_text
from tests.browser.post import notices_to
from tests.browser.sign_in import Look, days, deliver, mailed_code, paper
from tests.browser.tabs import tab_of

NAME = "ms-outpatient"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text)).to_be_visible()


def enter(keys: Keys, who: str, door: str) -> None:
    """The login page and the mailed code."""
    page = keys.page
    page.goto("/login")
    form = page.get_by_role("form", name=door, exact=True)
    keys.write(form.get_by_label("Username"), who)
    keys.write(form.get_by_label("Password"), w.PASSWORD)
    keys.press("Enter")
    heading(page, "Enter the code")
    keys.write(page.get_by_label("Code"), mailed_code(who))
    keys.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def attach(keys: Keys, field: str, file: Path) -> None:
    """The browser's own dialog for files, opened by Enter."""
    keys.to(keys.page.get_by_label(field, exact=True))
    for tries_left in (2, 1, 0):  # a busy browser may not hand the dialog over at the first key
        try:
            with keys.page.expect_file_chooser(timeout=8_000) as chooser:
                keys.press("Enter")
            chooser.value.set_files(file)
            return
        except PlaywrightTimeout:
            if not tries_left:
                raise


def requested(keys: Keys, look: Look, folder: Path) -> str:
    """The wizard from Create Case to the Case ID."""
    page = keys.page
    keys.follow("Create Case")
    keys.pick(page.get_by_role("group", name="Request Type"), "Outpatient")
    keys.write(page.get_by_label("Member ID", exact=True), "MS1000001")
    keys.press("Enter")
    keys.press_button("Create Case")
    heading(page, "Additional Providers")
    keys.press_button("Go to Service Details")
    heading(page, "Service Details")
    keys.choose(page.get_by_label("Place of Service"), "Outpatient Hospital")
    keys.choose(page.get_by_label("Service Type"), "Outpatient Surgery")
    keys.press_button("Go to Diagnoses")
    keys.look_up(
        page.get_by_role("combobox", name="Add Diagnosis"), "calculus gallbladder without", "K80.20"
    )
    expect(page.get_by_role("heading", name="Diagnoses (1)")).to_be_visible()
    keys.press_button("Go to Requests")
    heading(page, "Requests")
    keys.choose(page.get_by_label("Request Type"), "Prior Auth")
    keys.look_up(page.get_by_role("combobox", name="Add Procedure"), "gallbladder", "47562")
    dates = page.get_by_role("group", name="Dates of 47562")
    keys.date(dates.get_by_label("Requested Start Date"), days(7))
    keys.write(dates.get_by_label("Requested Duration"), "1")
    keys.write(page.get_by_label("Requested Quantity"), "1")
    keys.press_button("Go to Questionnaires")
    heading(page, "Questionnaires")
    keys.press_button("Go to Attachments")
    heading(page, "Attachments")
    keys.press_button("Upload a Document")
    dialog = page.get_by_role("dialog")
    keys.pick(dialog.get_by_role("group", name="Document Type"), "Medical Record")
    attach(keys, "Documents", paper(folder, "scan.pdf"))
    expect(page.get_by_role("link", name="scan.pdf")).to_be_visible()
    expect(dialog).to_have_count(0)
    keys.press_button("Add a Note")
    keys.write(dialog.get_by_role("textbox", name="Note"), "Two attacks in three weeks.")
    keys.press_button("Add Note", within=dialog)
    expect(dialog).to_have_count(0)
    keys.follow("Jump to Submit")
    heading(page, "Submit Case")
    look(page, f"{NAME}-11-submit")
    keys.press_button("Submit", within=page.locator(".pc-foot__end"))
    expect(page.get_by_role("heading", name="Disclaimer")).to_be_visible()
    keys.press_button("Agree")
    page.wait_for_url("**/cases/*")
    return re.findall(r"/cases/(\d+)", page.url)[0]


def taken(keys: Keys, number: str) -> None:
    """The queue by j, then Take next."""
    heading(keys.page, "Queue")
    keys.press("j")
    expect(keys.page.get_by_role("link", name=number)).to_be_focused()
    keys.press_button("Take next")
    heading(keys.page, f"Review {number}")


def answered(keys: Keys, number: str, file: Path) -> None:
    """Search by #, the question, the answer."""
    page = keys.page
    keys.press("/")
    expect(page.get_by_label("Search by #")).to_be_focused()
    keys.type(number)
    keys.press("Enter")
    heading(page, f"Case {number}")
    keys.follow(
        "Answer request for information",
        within=page.get_by_role("region", name="Request for information"),
    )
    keys.write(page.get_by_label("Note", exact=True), "Ultrasound of last week.")
    keys.choose(page.get_by_label("Document type"), "Test Result")
    attach(keys, "Files", file)
    keys.press_button("Review before sending")
    expect(page.get_by_role("heading", name="Send answer?")).to_be_visible()
    keys.press_button("Send answer")
    heading(page, f"Case {number}")


@pytest.mark.req("WIZ-01", "REV-03", "COM-04", "OPS-06")
def test_an_operation_from_request_to_approval_by_keyboard_alone(
    new_page: Callable[..., Page], server: str, look: Look, tmp_path: Path
) -> None:
    w.build(clock.now())
    jill, grace, paul = (Keys(new_page()) for _ in range(3))
    enter(jill, "jill", "Sign in")
    number = requested(jill, look, tmp_path)

    enter(grace, "grace", "Sign in as staff")
    taken(grace, number)
    grace.press_button("Ask for information")
    dialog = grace.page.get_by_role("dialog")
    grace.write(dialog.get_by_label("What do you need?"), "Report of the ultrasound")
    grace.press_button("Ask", within=dialog)
    expect(grace.page.get_by_text("Paused").first).to_be_visible()
    answered(jill, number, paper(tmp_path, "ultrasound.pdf"))
    grace.reload()
    expect(grace.page.get_by_text("ultrasound.pdf").first).to_be_visible()
    grace.press_button("Refer to physician")
    grace.write(
        dialog.get_by_label("What should the physician review?"),
        "Is surgery due after two attacks?",
    )
    grace.press_button("Refer", within=dialog)
    heading(grace.page, "Queue")

    enter(paul, "paul", "Sign in as staff")
    taken(paul, number)
    line = paul.page.get_by_role("group", name="47562").first
    paul.pick(line.get_by_role("group", name="Determination"), "Approved")
    paul.choose(line.get_by_label("Reason"), "Approved - Physician Review")
    paul.press("Tab")
    expect(paul.page.locator("[data-saved-state]")).to_contain_text("Saved")
    paul.press_button("Issue")
    paul.press_button("Yes")
    heading(paul.page, f"Case {number}")
    deliver()

    jill.reload()
    expect(jill.page.get_by_text("Approved", exact=True).first).to_be_visible()
    look(jill.page, f"{NAME}-case-decided")
    jill.press_button("Expand All")
    jill.to(jill.page.get_by_role("link", name="PA-UMApproval").first)
    assert number in letter_text(
        jill.page, jill.page.get_by_role("link", name="PA-UMApproval").first
    )
    summary = tab_of(jill.page, lambda: jill.follow("Case Summary"))
    heading(summary, f"Case Summary: {number}")
    notices_to(
        "jill", number, "is being reviewed", "needs information from you", "has a determination"
    )
