"""What a quick hand does while the page's scripts are still on their way."""

import json

from playwright.sync_api import Page, Route, expect


def scripts_held(page: Page) -> list[Route]:
    """The requests for the script that starts all others; each is let go by `continue_()`."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/page.js", hold)
    return held


def test_what_is_typed_before_the_scripts_run_stays_and_is_saved(page: Page, server: str) -> None:
    sent: list[str] = []
    page.on(
        "request",
        lambda request: (
            sent.append(request.post_data or "") if request.url.endswith("/gallery/save") else None
        ),
    )
    held = scripts_held(page)
    page.goto("/gallery", wait_until="commit")
    field = page.locator("[data-path='service.note']")
    field.fill("Typed at once")
    page.locator("[data-path='service.kind']").select_option(index=0)
    assert held
    held[0].continue_()
    expect(page.locator("[data-saved-state]")).to_have_text("Saved 10:42")
    expect(field).to_have_value("Typed at once")
    changes = {path: pair for body in sent for path, pair in json.loads(body)["changes"].items()}
    assert changes["service.note"] == ["As it was", "Typed at once"]
    assert changes["service.kind"][1] is None


def test_a_button_pressed_before_the_scripts_run_does_its_work_once_they_do(
    page: Page, server: str
) -> None:
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    held = scripts_held(page)
    page.goto("/gallery", wait_until="commit")
    opener = page.locator("[data-dialog-open]:visible").first
    opener.click()
    opener.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.reload(wait_until="commit")
    page.get_by_role("button", name="Delete draft").click()
    held[1].continue_()
    asked = page.get_by_role("dialog").filter(has_text="Delete this draft?")
    expect(asked).to_be_visible()
    assert sent == []
    with page.expect_request(lambda request: request.method == "POST"):
        asked.get_by_role("button", name="Yes").click()
