"""What a page fetches or sends after it was opened: the answers come late, in another order, or not
at all.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.conduct.perform import perform
from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import days, sign_in
from tests.deciding.documents.samples import pdf

Axe = Callable[[Page], None]
DATES = {"line/k1/start": days(7), "line/k1/end": days(36), "line/k1/duration": "30"}
NOTHING_CUT = "(table) => table.parentElement.scrollWidth <= table.parentElement.clientWidth"
WITHOUT_THE_GUARD = "AbortController.prototype.abort = () => {}"
SIGNED_OUT = "You are signed out. Sign in in another tab, then try again."


@pytest.fixture
def world(server: str) -> w.World:
    return w.build(clock.now())


class Held:
    """Requests of one address that wait until the test lets them go."""

    def __init__(self, page: Page, address: str, accept: str = "") -> None:
        self.page = page
        self.accept = accept
        self.waiting: list[Route] = []
        page.route(address, self._take)

    def _take(self, route: Route) -> None:
        if self.accept and route.request.headers["accept"] != self.accept:
            route.fallback()
        else:
            self.waiting.append(route)

    def first(self) -> Route:
        """The oldest of them, once it is there."""
        while not self.waiting:
            self.page.wait_for_timeout(50)
        return self.waiting.pop(0)


@pytest.fixture
def answering(page: Page, server: str, world: w.World, tmp_path: Path) -> Held:
    """Ada's page of an answer, with a file on its way."""
    request = UUID(w.submitted(world, world.now - timedelta(days=5), **DATES)["request"])
    w.take(request, world.grace, world.now)
    question = RequestInformationInput(request, ("Plan of care",))
    perform(RequestInformation, question, world.grace, world.now)
    sign_in(page.context, server, world, "ada", "denver")
    page.goto("/")
    page.get_by_role("link", name="1 request for information").click()
    page.get_by_role("link", name="You: answer request for information").click()
    page.get_by_label("Note").fill("The plan is attached.")
    page.get_by_label("Document type").select_option(index=1)
    (tmp_path / "Plan.pdf").write_bytes(pdf())
    held = Held(page, page.url, "application/json")
    page.get_by_label("Files").set_input_files(tmp_path / "Plan.pdf")
    return held


@pytest.mark.req("ACT-11", part="answer")
def test_an_answer_waits_for_its_files(page: Page, answering: Held, axe: Axe) -> None:
    file = answering.first()
    page.get_by_role("button", name="Review before sending").click()
    expect(
        page.get_by_text("This page continues when the upload is finished.").first
    ).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Review before sending").click()
    expect(page.get_by_role("progressbar", name="Progress of Plan.pdf")).to_be_visible()
    file.fallback()
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Plan.pdf")
    expect(page.get_by_role("main")).to_contain_text("The plan is attached.")


def test_an_answer_stays_when_its_file_was_lost(page: Page, answering: Held) -> None:
    file = answering.first()
    review = page.get_by_role("button", name="Review before sending")
    review.click()
    file.abort()
    expect(page.get_by_text("Connection lost.")).to_be_visible()
    expect(page.get_by_text("This page continues when the upload is finished.")).to_have_count(0)
    expect(review).to_be_visible()
    page.get_by_role("button", name="Try again Plan.pdf").click()
    review.click()
    answering.first().fallback()
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Plan.pdf")


@pytest.fixture
def rows(page: Page, server: str, world: w.World) -> tuple[Locator, Locator]:
    """Grace's queue: the links of its two rows."""
    for code in ("97110", "97112"):
        w.submitted(world, world.now - timedelta(days=5), **DATES, **{"line/k1/code": code})
    sign_in(page.context, server, world, "grace")
    page.goto("/queue")
    links = page.locator("[data-row-link]")
    expect(links).to_have_count(2)
    return links.nth(0), links.nth(1)


@pytest.mark.parametrize("guarded", [True, False])
def test_the_preview_shows_what_was_pointed_at_last(
    page: Page, rows: tuple[Locator, Locator], axe: Axe, guarded: bool
) -> None:
    first, second = rows
    if not guarded:
        page.evaluate(WITHOUT_THE_GUARD)
    held = Held(page, f"**{first.get_attribute('data-load-url')}")
    preview = page.get_by_role("region", name="Preview")
    table = page.get_by_role("table", name="Open requests, due first")
    assert table.evaluate(NOTHING_CUT)
    first.hover()
    late = held.first()
    second.hover()
    expect(preview).to_contain_text(second.inner_text()[:9])
    assert table.evaluate(NOTHING_CUT)
    axe(page)
    late.fallback()
    page.wait_for_timeout(500)
    expect(preview).to_contain_text((second if guarded else first).inner_text()[:9])


def test_the_preview_of_an_ended_session_says_so(
    page: Page, rows: tuple[Locator, Locator], axe: Axe
) -> None:
    first, second = rows
    preview = page.get_by_role("region", name="Preview")
    first.focus()
    expect(preview).to_contain_text(first.inner_text()[:9])
    page.context.clear_cookies()
    second.focus()
    expect(preview).to_have_text(SIGNED_OUT)
    axe(page)


def test_a_folded_line_is_asked_for_until_it_came(page: Page, server: str, world: w.World) -> None:
    draft = w.draft(world, world.now)
    more = {f"line/k2/{path[8:]}": v for path, v in w.OUTPATIENT.items() if path[:8] == "line/k1/"}
    second = {"line/k2/code": "97112", "line/k2/position": 2}
    w.fill(world, draft, w.OUTPATIENT | DATES | more | second, world.ada, world.now)
    sign_in(page.context, server, world, "ada", "denver")
    page.goto(f"/drafts/{draft}/requests")
    line, field = page.locator("#line-k2"), page.locator("[data-path='line/k2/quantity']")
    fold = line.locator("> summary")
    held = Held(page, f"**{line.get_attribute('data-load-url')}")
    fold.click()
    held.first().abort()
    expect(line).to_contain_text("This could not be loaded. Try again in a moment.")
    expect(line.get_by_role("link", name="Show the fields of")).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    fold.click()
    fold.click()
    held.first().fallback()
    expect(line).to_contain_text(SIGNED_OUT)
    page.context.add_cookies(cookies)
    fold.click()
    fold.click()
    held.first().fallback()
    expect(field).to_be_visible()
    field.fill("5")
    fold.click()
    fold.click()
    expect(field).to_have_value("5")
    assert held.waiting == []
