"""The review side in a real browser: a reviewer takes, ticks, types and issues; axe on each page, dialogs and errors open."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.conduct.perform import perform
from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import days, sign_in

Axe = Callable[[Page], None]
Snap = Callable[[Page, str], None]


@pytest.fixture
def world(server: str) -> w.World:
    return w.build(clock.now())


def filled(world: w.World) -> UUID:
    dates = {"line/k1/start": days(7), "line/k1/end": days(36), "line/k1/duration": "30"}
    answer = w.submitted(world, world.now - timedelta(days=5), **dates)
    request = UUID(answer["request"])
    perform(AddNote, AddNoteInput(request, "external", "Patient walks 50 feet with a cane."), world.ada, world.now)
    return request


@pytest.mark.req("REV-02", "REV-04", "OPS-06")
def test_a_nurse_takes_decides_and_issues(page: Page, server: str, world: w.World, axe: Axe, snap: Snap) -> None:
    filled(world)
    sign_in(page.context, server, world, "grace")
    page.goto("/queue")
    axe(page)
    snap(page, "queue")
    page.get_by_role("button", name="Take next").click()
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    page.get_by_role("button", name="Ask for information").click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_text("Approved in part", exact=True).click()
    page.get_by_label("Reason").select_option("partly-necessary")
    page.get_by_label("Approved quantity (units)").fill("6")
    page.get_by_label("Rationale").fill("Six visits reach the goal.")
    page.get_by_label("Rationale").blur()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    axe(page)
    snap(page, "review")
    page.get_by_role("button", name="Issue").click()
    axe(page)
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/cases/*")
    expect(page.get_by_text("Completed").first).to_be_visible()
    snap(page, "case-completed")


def test_an_issue_that_lacks_something_says_what(page: Page, server: str, world: w.World, axe: Axe, snap: Snap) -> None:
    request = filled(world)
    w.take(request, world.grace, world.now)
    sign_in(page.context, server, world, "grace")
    page.goto(f"/review/{request}")
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Choose a determination for each line first.")).to_be_visible()
    axe(page)
    snap(page, "review-refused")


def test_an_empty_queue_and_an_empty_failures_page(page: Page, server: str, world: w.World, axe: Axe, snap: Snap) -> None:
    sign_in(page.context, server, world, "sam")
    for path, name in (("/queue", "queue-empty"), ("/failures", "failures-empty")):
        page.goto(path)
        axe(page)
        snap(page, name)
