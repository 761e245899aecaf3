"""The browser harness: a server on the copy, and an axe that finds what is wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


def test_the_server_answers(page: Page, server: str) -> None:
    answer = page.goto("/nothing-is-here")
    assert answer is not None
    assert answer.status == 404


def test_axe_finds_a_violation(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(
        "<html lang='en'><title>t</title><main><h1>h</h1><img src='data:,'></main></html>"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_wider_than_the_narrow_screen_is_found(
    page: Page, snap: Callable[[Page, str], None]
) -> None:
    page.set_content("<div style='width: 500px'>wide</div>")
    with pytest.raises(AssertionError, match="px wide at 320 px"):
        snap(page, "too-wide")
