"""Links that open a tab of their own."""

from collections.abc import Callable

from playwright.sync_api import Page


def tab_of(page: Page, press: Callable[[], None]) -> Page:
    """The tab that the press opens, once its page is there: a new tab is blank at first."""
    with page.expect_popup() as opened:
        press()
    tab = opened.value
    tab.wait_for_load_state()
    return tab
