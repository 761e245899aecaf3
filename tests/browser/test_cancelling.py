"""Cancel on every step of Create Case asks first; Yes deletes the draft, No keeps it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from precert.cases.models import Draft
from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import sign_in

STEPS = (
    "providers", "service", "diagnoses", "requests", "questionnaires", "attachments", "communications", "submit",
)  # fmt: skip


@pytest.mark.req("WIZ-11", part="cancel")
def test_cancel_asks_on_every_step(page: Page, server: str, axe: Callable[[Page], None]) -> None:
    world = w.build(clock.now())
    sign_in(page.context, server, world, "ada", "denver")
    page.goto("/create")
    asked(page, "Cancel this case?", "No")
    page.get_by_text("Outpatient", exact=True).click()
    page.keyboard.type("CO1000001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Create Case")).to_be_focused()
    asked(page, "Cancel this case?", "No")
    axe(page)
    page.get_by_role("button", name="Create Case").click()
    page.wait_for_url("**/providers")
    draft = page.url.rsplit("/", 1)[0]
    for step in STEPS:
        page.goto(f"{draft}/{step}")
        asked(page, "Cancel this request?", "No")
        assert page.url == f"{draft}/{step}"
        assert Draft.objects.get().state == Draft.OPEN
    asked(page, "Cancel this request?", "Yes")
    page.wait_for_url(lambda url: url.rstrip("/").endswith(server.rsplit(":", 1)[1]))
    assert not Draft.objects.filter(state=Draft.OPEN).exists()
    page.goto("/create")
    asked(page, "Cancel this case?", "Yes")
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()


def asked(page: Page, words: str, answer: str) -> None:
    """Press Cancel; the question is there, and is answered."""
    page.get_by_role("main").get_by_role("button", name="Cancel", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Please confirm")
    expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name=answer, exact=True).click()
