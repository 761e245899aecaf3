"""The demonstration's telephone in a browser: a call rings, is picked up, and # answers the
challenge.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from precert.kit import clock
from precert.people.models import Challenge
from tests import world as w
from tests.browser.sign_in import deliver
from tests.harness import telephone


@pytest.mark.req("ACC-04")
def test_a_call_is_answered_with_pound(
    page: Page, server: str, settings: Any, look: Callable[[Page, str], None]
) -> None:
    telephone.use(settings, server)
    w.build(clock.now())
    telephone.ask(clock.now(), "sms", "add-factor")
    challenge = telephone.ask(clock.now(), "voice")
    deliver()
    page.goto("/demo/mail")
    page.get_by_role("link", name="Demonstration phone").click()
    expect(
        page.get_by_role("heading", name=f"A call to {telephone.ADA} is ringing")
    ).to_be_visible()
    expect(page.get_by_text("is your Precert code to change how you sign in")).to_be_visible()
    look(page, "demo-phone-ringing")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Press the pound key to sign in")).to_be_visible()
    look(page, "demo-phone-keypad")
    page.get_by_role("button", name="5", exact=True).click()
    expect(page.get_by_text("That was not the pound key.")).to_be_visible()
    assert Challenge.objects.get(pk=challenge).answered_at is None
    page.get_by_role("button", name="# pound").click()
    expect(page.get_by_text("Thank you. Continue in your browser.")).to_be_visible()
    expect(page.get_by_role("button", name="Hang up")).to_be_hidden()
    assert Challenge.objects.get(pk=challenge).answered_at is not None
