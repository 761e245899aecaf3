"""What is dragged on the wizard's own pages: diagnoses into their order, documents onto the request,
each with its progress; what was dragged is there after the page is loaded anew.
"""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from precert.cases.models import Attachment
from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import sign_in
from tests.deciding.documents.samples import pdf

THREE = {
    "diagnosis/icd10cm/I10": 2,
    "diagnosis/icd10cm/E11.9": 3,
}  # after M54.50, which the request of the tests has
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}


@pytest.fixture
def world(server: str) -> w.World:
    return w.build(clock.now())


@pytest.fixture
def draft(page: Page, server: str, world: w.World) -> str:
    """The address of Ada's draft, with whom the browser is signed in."""
    made = w.draft(world, world.now)
    w.fill(world, made, w.OUTPATIENT | THREE, world.ada, world.now)
    sign_in(page.context, server, world, "ada", "denver")
    return f"/drafts/{made}"


def carried(page: Page, *files: tuple[str, bytes]) -> Any:
    """What a person drags over the page."""
    sent = [(name, base64.b64encode(content).decode()) for name, content in files]
    return page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, content] of files) {
                const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
                carried.items.add(new File([bytes], name, { type: "application/pdf" }));
            }
            return carried;
        }""",
        sent,
    )


@pytest.mark.req("WIZ-06", part="drag and keyboard")
def test_diagnoses_are_put_in_order_by_dragging_and_by_keyboard(page: Page, draft: str) -> None:
    page.goto(f"{draft}/diagnoses")
    rows = page.locator("[data-reorder] > li")
    expect(rows).to_have_text([re.compile("M54.50"), re.compile("I10"), re.compile("E11.9")])
    grip = rows.nth(2).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), rows.first.bounding_box()
    assert start
    assert target
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 3, steps=8)
    with page.expect_response(lambda answer: answer.url.endswith("/order")) as dragged:
        page.mouse.up()
    assert dragged.value.ok
    expect(rows.first).to_contain_text("E11.9")
    expect(page.locator("#announcer")).to_have_text("E11.9 is now 1 of 3, primary")
    page.get_by_role("button", name="Move up I10").focus()
    with page.expect_response(lambda answer: answer.url.endswith("/order")):
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move up I10")).to_be_focused()
    page.reload()
    expect(rows).to_have_text([re.compile("E11.9"), re.compile("I10"), re.compile("M54.50")])


@pytest.mark.req("WIZ-09", part="drag")
@pytest.mark.req("WIZ-09", part="progress")
def test_dropped_documents_show_their_progress_and_are_on_the_request(
    page: Page, draft: str
) -> None:
    page.goto(f"{draft}/attachments")
    page.get_by_role("button", name="Upload a Document").click()
    page.get_by_text("Medical Record", exact=True).click()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    zone, rows = page.locator("[data-upload-zone]"), page.locator("[data-upload-list] li")
    large = pdf() + b"\n%" + b"x" * 600_000 + b"\n%%EOF\n"
    dropped = {"dataTransfer": carried(page, ("large.pdf", large), ("small.pdf", pdf()))}
    zone.dispatch_event("dragover", dropped)
    expect(zone).to_have_attribute("data-over", "1")
    zone.dispatch_event("drop", dropped)
    expect(page.get_by_role("progressbar", name="Progress of large.pdf")).to_be_visible()
    expect(rows.first).to_contain_text(re.compile(r"[1-9]\d?%"))
    table = page.get_by_role("table")
    for name in ("large.pdf", "small.pdf"):
        expect(table).to_contain_text(name, timeout=30_000)
    expect(page.get_by_role("dialog", name="Upload a document")).to_be_hidden()
    page.reload()
    for name in ("large.pdf", "small.pdf"):
        expect(table).to_contain_text(name)
    assert Attachment.objects.count() == 2
    assert page.url.endswith("/attachments"), "the browser didn't open what was dropped"
