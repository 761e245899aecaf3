"""Change Context from the banner: another provider, another session id, and the page says for whom
one acts.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import sign_in


def session_id(page: Page) -> Any:
    return next(one["value"] for one in page.context.cookies() if one["name"] == "__Host-session")


@pytest.mark.req("ORG-07")
def test_change_context_from_the_banner_by_keyboard(page: Page, server: str) -> None:
    sign_in(page.context, server, w.build(clock.now()), "ada", "denver")
    other, third = page.context.new_page(), page.context.new_page()
    for tab in (other, third):
        tab.goto("/profile")
    page.goto("/consumers")
    before = session_id(page)
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text("Denver Hospital")
    banner.get_by_role("link", name="Change Context").press("Enter")
    expect(page.get_by_role("row", name="Denver Hospital")).to_contain_text("current")
    page.get_by_role("button", name="Act for Aurora Imaging").press("Enter")
    expect(banner).to_contain_text("Aurora Imaging")
    assert session_id(page) != before
    expect(other.get_by_role("alert")).to_contain_text("the context changed")
    other.get_by_label("City").fill("Aurora")
    expect(other.get_by_text("Copy what you typed, then reload")).to_be_visible()
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", name="This page is out of date")).to_be_visible()
    page.goto("/context")
    page.get_by_role("button", name="Act for Denver Hospital").press("Enter")
    expect(banner).to_contain_text("Denver Hospital")
    expect(third.get_by_role("alert")).to_have_count(0)
    third.get_by_label("City").fill("Boulder")
    expect(third.get_by_text("Draft saved at")).to_be_visible()
    page.goto("/context")
    expect(page.get_by_role("row", name="Denver Hospital")).to_contain_text("current")
