"""The idle limit as a person sees it: told at most once a minute, counted down, saved before
signing out.
"""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def idle(page):
    """The gallery with an idle limit, and a clock that the test turns."""
    told: list[str] = []
    left = {"warns_in": 480, "ends_in": 600}

    def answer(route) -> None:
        told.append(route.request.method)
        route.fulfill(json={"state": "active", **left})

    page.route("**/session/idle", answer)
    page.clock.install()
    page.goto("/gallery?idle=600")
    page.told, page.left = told, left
    return page


@pytest.mark.req("ACC-11")
def test_keys_are_told_once_a_minute(idle):
    idle.clock.fast_forward(61_000)
    idle.keyboard.press("x")
    idle.keyboard.press("y")
    idle.wait_for_timeout(200)
    assert idle.told == ["POST"]


@pytest.mark.req("ACC-11")
def test_the_countdown_opens_passes_axe_and_continue_keeps_the_session(idle, axe):
    idle.left |= {"warns_in": 0, "ends_in": 110}
    idle.clock.fast_forward(490_000)
    dialog = idle.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    assert idle.told == ["GET"]
    expect(dialog).to_contain_text("1:50")
    idle.left |= {"warns_in": 480, "ends_in": 600}
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog).to_be_hidden()
    assert idle.told[-1] == "POST"


@pytest.mark.req("ACC-11")
def test_another_tabs_input_is_asked_for_before_the_dialog_opens(idle):
    idle.clock.fast_forward(490_000)
    idle.wait_for_timeout(300)
    assert idle.told == ["GET"]
    expect(idle.get_by_role("dialog", name="Are you still there?")).to_be_hidden()


@pytest.mark.req("ACC-11")
def test_what_is_typed_is_saved_before_it_signs_out_and_the_page_is_named(idle):
    asked: list[str] = []
    idle.on(
        "request", lambda request: asked.append(f"{request.method} {request.url.split('/', 3)[3]}")
    )
    idle.route("**/logout", lambda route: route.fulfill(status=204))
    idle.route(
        "**/login?**",
        lambda route: route.fulfill(body="<title>Sign in</title>", content_type="text/html"),
    )
    idle.locator("[data-path='service.note']").fill("Last words")
    idle.left |= {"warns_in": 0, "ends_in": 2}
    idle.clock.fast_forward(599_000)
    idle.wait_for_url("**/login?ended=idle&next=**")
    assert "next=%2Fgallery%3Fidle%3D600" in idle.url
    order = [one for one in asked if one in {"POST gallery/save", "POST logout"}]
    assert order == ["POST gallery/save", "POST logout"]
