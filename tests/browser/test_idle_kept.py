"""The idle limit with a real server and several tabs, at a few seconds instead of minutes; and
typed text that survives it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from precert.kit import clock
from precert.people import policy
from precert.people.actions.keep_text import KeepText
from precert.people.queries import IdleRule, seats
from precert.web.door import Request
from precert.web.typed_text import views as kept_views
from tests import world as w
from tests.browser.changing import changing_person
from tests.browser.sign_in import sign_in

LIMIT, COUNTDOWN = 14, 7  # seconds


@pytest.fixture
def case(server: str, monkeypatch: pytest.MonkeyPatch) -> tuple[w.World, str]:
    """A world with a case, under a short idle time."""
    monkeypatch.setattr(policy, "COUNTDOWN", timedelta(seconds=COUNTDOWN))
    monkeypatch.setattr(seats, "_idle_rule", lambda packs, contracts: IdleRule(LIMIT / 60))  # type: ignore[arg-type]
    world = w.build(clock.now())
    return (
        world,
        (
            f"/cases/{w.submitted(world, world.now, **{'line/k1/start': _day(7), 'line/k1/end': _day(36)})['case']}"
        ),
    )


def _day(n: int) -> str:
    return (clock.now() + timedelta(days=n)).date().isoformat()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Are you still there?")


def note(page: Page) -> Locator:
    """The note's field, with its ribbon open."""
    field = page.locator("form[data-keep=note] textarea")
    if not field.is_visible():
        page.locator("details:has(form[data-keep=note]) > summary").click()
    return field


def again(context: BrowserContext, server: str, world: w.World, who: str) -> None:
    """Sign in anew in the same browser."""
    context.clear_cookies()
    world.now = clock.now()
    sign_in(context, server, world, who, "denver")


@pytest.mark.req("ACC-11")
def test_countdown_continue_two_tabs_forced_logout_and_recovery(
    case: tuple[w.World, str],
    new_page: Callable[..., Page],
    server: str,
    axe: Callable[[Page], None],
) -> None:
    world, address = case
    one = new_page()
    sign_in(one.context, server, world, "ada", "denver")
    one.goto(address)
    two = one.context.new_page()
    two.goto("/help")
    expect(dialog(one)).to_be_visible(timeout=LIMIT * 1000)
    expect(dialog(two)).to_be_visible()
    expect(one.locator("#idle-dialog [data-announcer]")).to_contain_text(
        "You will be signed out in"
    )
    two.get_by_role("button", name="Continue").click()
    expect(dialog(one)).to_be_hidden()
    expect(dialog(two)).to_be_hidden()
    note(one).fill("Half a note")
    expect(dialog(one)).to_be_visible(timeout=LIMIT * 1000)
    axe(one)
    for page in (one, two):
        page.wait_for_url("**/login?ended=*&next=**", timeout=LIMIT * 1000)
    assert "next=%2Fcases%2F" in one.url
    again(one.context, server, world, "ben")
    one.goto(address)
    expect(note(one)).to_have_value("")
    expect(one.get_by_role("button", name="Restore draft")).to_have_count(0)
    again(one.context, server, world, "ada")
    one.goto("/")
    one.get_by_role("link", name="A note").click()
    offer = one.get_by_role("button", name="Restore draft from")
    note(one)
    expect(offer).to_be_visible()
    assert note(one).input_value() == "", "never by itself"
    axe(one)
    offer.click()
    expect(note(one)).to_have_value("Half a note")
    one.get_by_role("button", name="Add a Note").click()
    expect(one.locator("#notes ~ * >> text=Half a note").first).to_be_attached()
    one.goto("/")
    expect(one.get_by_text("Not sent yet")).to_have_count(0)


def late(run: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but what is to be kept takes its time on the way: the next page is there before it."""

    def run_late(request: Request, action: Any, *rest: Any) -> Any:
        if action is KeepText:
            time.sleep(1)
        return run(request, action, *rest)

    return run_late


@pytest.mark.req("ACC-11")
def test_typed_text_is_kept_discarded_and_not_lost_when_the_page_goes(
    server: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = w.build(clock.now())
    sign_in(page.context, server, world, "ada", "denver")
    page.goto("/profile")
    page.get_by_label("City").fill("Boulder")
    monkeypatch.setattr(kept_views, "run", late(kept_views.run))
    page.goto("/help")  # at once: the page says it while it goes
    page.goto("/profile")
    expect(page.get_by_label("City")).to_have_value("")
    page.get_by_role("button", name="Restore draft from").click()
    expect(page.get_by_label("City")).to_have_value("Boulder")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.goto("/profile")
    with page.expect_response("**/session/kept"):
        page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Discard")).to_have_count(0)
    with page.expect_response("**/session/kept"):
        page.goto("/profile")
    expect(page.get_by_role("button", name="Restore draft")).to_have_count(0)


@pytest.mark.req("ACC-11")
def test_logout_in_one_tab_leads_the_other_to_the_login_and_back_to_its_page(
    server: str, page: Page
) -> None:
    world = w.build(clock.now())
    sign_in(page.context, server, world, "ada", "denver")
    page.goto("/consumers")
    two = page.context.new_page()
    two.goto("/help")
    two.locator("summary", has_text="Ada Tester").click()
    two.get_by_role("button", name="Logout").click()
    page.wait_for_url("**/login?ended=asked&next=%2Fconsumers")


@pytest.mark.req("ACC-07")
def test_the_length_is_counted_and_what_is_typed_can_be_shown(server: str, page: Page) -> None:
    changing_person(page, server, w.build(clock.now()))
    page.goto("/password/change/new")
    field = page.get_by_label("New password *", exact=True)
    field.fill("velvet")
    expect(page.get_by_text("6 of at least 14 characters")).not_to_have_count(0)
    expect(page.locator("#announcer")).to_have_text("6 of at least 14 characters")
    show = page.get_by_role("button", name="Show password")
    show.click()
    expect(field).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    field.fill("velvet-Orbit-7-mango")
    expect(page.locator("[data-password-length]")).to_have_text("20 characters: long enough")
    show.click()
    expect(field).to_have_attribute("type", "password")
