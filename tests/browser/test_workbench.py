"""The review side in a real browser: a reviewer takes, ticks, types and issues; axe on each page,
dialogs and errors open.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.models import Determination
from precert.conduct.perform import perform
from precert.journal.delivery import deliver
from precert.kit import clock
from precert.letters.models import Letter
from precert.registry.models import Consumer
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
    perform(
        AddNote,
        AddNoteInput(request, "external", "Patient walks 50 feet with a cane. " + "Unbroken" * 100),
        world.ada,
        world.now,
    )
    return request


@pytest.mark.req("REV-04", "OPS-06")
@pytest.mark.req("REV-02", part="take")
def test_a_nurse_takes_decides_and_issues(
    page: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    filled(world)
    sign_in(page.context, server, world, "grace")
    page.goto("/queue")
    axe(page)
    snap(page, "queue")
    contract = page.get_by_role("combobox", name="Contract")
    contract.focus()
    page.keyboard.press("ArrowDown")
    expect(contract).to_be_focused()
    expect(contract).to_have_value(w.CO)
    page.get_by_role("button", name="Apply").press("Enter")
    page.wait_for_url("**/queue?contract=co-um*")
    page.get_by_role("button", name="Take next").click()
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    page.get_by_role("button", name="Ask for information").click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_text("Approved in part", exact=True).click()
    reason = page.get_by_label("Reason")
    expect(reason).to_have_value("partly-necessary")  # the only one that fits
    expect(reason.locator("option:enabled")).to_have_count(2)
    page.get_by_label("Approved quantity (units)").fill("6")
    page.get_by_label("Rationale").fill("Six visits reach the goal. " + "Unbroken" * 100)
    page.get_by_label("Rationale").blur()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_in_viewport()
    page.set_viewport_size({"width": 320, "height": 500})
    page.get_by_label("Alternative").focus()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_in_viewport()
    axe(page)
    snap(page, "review")
    page.get_by_role("button", name="Issue").click()
    axe(page)
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/cases/*")
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
    snap(page, "case-completed")


def test_an_issue_that_lacks_something_says_what(
    page: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    request = filled(world)
    w.take(request, world.grace, world.now)
    sign_in(page.context, server, world, "grace")
    page.goto(f"/review/{request}")
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Choose a determination for each line first.")).to_be_visible()
    axe(page)
    snap(page, "review-refused")
    page.get_by_role("link", name="97110: choose a determination.").click()
    determination = page.get_by_role("group", name="Determination")
    expect(determination).to_be_in_viewport()
    expect(determination).to_have_accessible_description("97110: choose a determination.")
    page.get_by_role("button", name="Ask for information").click()
    page.get_by_label("What do you need?").fill("  ")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("group", name="Not sent")).to_be_focused()
    page.get_by_role("link", name="Enter at least one item you need.").click()
    expect(page.get_by_label("What do you need?")).to_be_focused()
    axe(page)
    snap(page, "review-ask-refused")


def test_an_empty_queue_and_an_empty_failures_page(
    page: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    sign_in(page.context, server, world, "sam")
    for path, name in (("/queue", "queue-empty"), ("/failures", "failures-empty")):
        page.goto(path)
        axe(page)
        snap(page, name)


@pytest.mark.req("REV-04", part="texts of the letter")
def test_a_held_letter_is_released_after_a_second_look(
    page: Page, server: str, world: w.World, axe: Axe, snap: Snap
) -> None:
    Consumer.objects.filter(pk=world.consumers["carol"]).update(first_name="\u674e")
    request = filled(world)
    w.take(request, world.grace, world.now)
    version = w.decide(request, world.grace, world.now, w.APPROVE)
    confirmed = replace(w.to_issue(request, version), confirmed=True)
    perform(w.IssueDetermination, confirmed, world.grace, world.now)
    deliver(clock.now())
    sign_in(page.context, server, world, "sam")
    page.goto("/failures")
    expect(page.get_by_role("row").filter(has_text="member name")).to_contain_text("On hold")
    axe(page)
    snap(page, "failures-held")
    page.get_by_role("button", name="Release as is").click()
    axe(page)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("main")).not_to_contain_text("On hold")
    deliver(clock.now())
    page.reload()
    expect(page.get_by_text("No failures")).to_be_visible()
    assert Letter.objects.count() == 2


@pytest.mark.req("ACC-11")
def test_what_was_typed_in_a_dialog_is_found_again(
    page: Page, server: str, world: w.World, axe: Axe
) -> None:
    request = filled(world)
    sign_in(page.context, server, world, "grace")
    w.take(request, world.grace, world.now)
    page.goto(f"/review/{request}")
    page.get_by_role("button", name="Ask for information").click()
    field = page.get_by_label("What do you need?")
    field.fill("Plan of care")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.goto("/queue")
    page.get_by_role("link", name="Ask for information").click()
    page.get_by_role("button", name="Ask for information not sent").click()
    expect(field).to_have_value("")
    axe(page)
    page.get_by_role("button", name="Restore draft from").click()
    expect(field).to_have_value("Plan of care")
    with page.expect_response("**/session/kept"):
        page.get_by_role("button", name="Discard").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask for information", exact=True)).to_be_visible()


def test_the_facts_can_be_made_wider(page: Page, server: str, world: w.World) -> None:
    request = filled(world)
    sign_in(page.context, server, world, "grace")
    page.goto(f"/review/{request}")
    facts, decision = (
        page.get_by_role("region", name="Facts and documents"),
        page.locator(".pc-desk__pane--wide"),
    )
    before, beside = facts.bounding_box(), decision.bounding_box()
    assert before is not None
    assert beside is not None
    x, y = before["x"] + before["width"] - 4, before["y"] + before["height"] - 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=3)
    page.mouse.up()
    wider, narrower = facts.bounding_box(), decision.bounding_box()
    assert wider is not None
    assert narrower is not None
    assert (
        round(wider["width"] - before["width"]),
        round(beside["width"] - narrower["width"]),
    ) == (100, 100)


@pytest.mark.req("REV-04")
def test_a_second_window_issues_nothing_that_it_did_not_show_and_loses_no_word(
    page: Page, server: str, world: w.World
) -> None:
    request = filled(world)
    w.take(request, world.grace, world.now)
    sign_in(page.context, server, world, "grace")
    page.goto(f"/review/{request}")
    w.decide(request, world.grace, clock.now(), w.APPROVE)  # in the other window
    rationale, state = page.get_by_label("Rationale"), page.locator("[data-saved-state]")
    rationale.fill("Fine.")
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("The decision was changed in another window.")).to_be_visible()
    assert not Determination.objects.exists()
    expect(page.get_by_label("Approved", exact=True)).to_be_checked()
    expect(rationale).to_have_value("Fine.")
    rationale.fill("x" * 4001)
    rationale.press("Tab")
    expect(state).to_have_text("Not saved: see the marked fields")
    expect(page.get_by_text("Use at most 4,000 characters; this text has 4,001.")).to_be_visible()
    expect(rationale).to_have_value("x" * 4001)
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("button", name="Yes").click()
    expect(rationale).to_be_focused()
    perform(Release, ReleaseInput(request), world.grace, clock.now())
    rationale.fill("One more thought")
    rationale.press("Tab")
    expect(state).to_contain_text("You do not hold this request. Take it first.")
    expect(rationale).to_have_value("One more thought")
    expect(rationale).not_to_be_editable()
    assert not Determination.objects.exists()
