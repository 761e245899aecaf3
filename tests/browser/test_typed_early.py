"""What is typed while the page's scripts are still on their way."""

import json

from playwright.sync_api import Page, Route, expect


def test_what_is_typed_before_the_scripts_run_stays_and_is_saved(page: Page, server: str) -> None:
    held: list[Route] = []
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.url.endswith("/gallery/save") else None)

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/page.js", hold)
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
