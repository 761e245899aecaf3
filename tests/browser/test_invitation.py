"""From an invitation to its end: a link that is too old, a new one, the registration, and its
reset.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from precert.kit import clock
from precert.people.models import Account, Link
from tests import world as w
from tests.browser.sign_in import deliver, mailed_code, sign_in

PASSWORD = "plum-Teapot-47-gravel-Oboe"
USER = {"User name": "nina", "First name": "Nina", "Last name": "New", "Email address": "nina@example.org",
        "Confirm email address": "nina@example.org", "Fax": "303-555-0199"}  # fmt: skip


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link(who: str = "nina") -> str:
    """The address in the newest mail."""
    deliver()
    body = next(
        str(one.body)
        for one in reversed(mail.outbox)
        if one.to == [f"{who}@example.org"] and "/registration/" in str(one.body)
    )
    found = re.search(r"http://[^/]+(/registration/\S+)", body)
    assert found, body
    return found.group(1)


def register(page: Page, address: str) -> None:
    """By email, to the first page behind."""
    page.goto(address)
    press(page, "Continue")
    page.locator("label[for=kind-email]").click()
    press(page, "Next")
    press(page, "Send Verification Code")
    page.get_by_label("Code").fill(mailed_code("nina"))
    press(page, "Verify")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    press(page, "Create")
    page.locator("label[for=kept]").click()
    press(page, "Finish")
    while page.get_by_role("button", name="I agree").is_visible():
        press(page, "I agree")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def user_row(page: Page) -> None:
    """Nina's row in Manage Users, folded out."""
    page.goto("/setup/users")
    page.get_by_role("link", name="Nina New").first.click()


@pytest.mark.req("ORG-03", "ACC-03", "ACC-13")
def test_invited_too_late_invited_again_registered_and_reset(
    new_page: Callable[..., Page], server: str, axe: Callable[[Page], None]
) -> None:
    world = w.build(clock.now())
    admin, nina = new_page(), new_page()
    sign_in(admin.context, server, world, "ada", "denver")
    admin.goto("/setup")
    admin.get_by_role("link", name="Denver Hospital").first.click()
    admin.get_by_role("link", name="Add New User").first.click()
    for label, text in USER.items():
        admin.get_by_role("textbox", name=re.compile(f"^{label}")).fill(text)
    press(admin, "Create")
    first = link()

    Link.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    nina.goto(first)
    expect(nina.get_by_role("button", name="Continue")).to_have_count(0)
    expect(nina.get_by_role("heading", level=1)).to_contain_text("link")
    axe(nina)
    user_row(admin)
    expect(admin.get_by_text(re.compile("expired", re.IGNORECASE)).first).to_be_visible()
    press(admin, "Resend Link")
    second = link()
    assert second != first

    register(nina, second)
    nina.goto(second)
    expect(nina.get_by_role("button", name="Continue")).to_have_count(0)
    nina.goto("/")
    user_row(admin)
    admin.get_by_role("link", name="Reset Registration").first.click()
    admin.get_by_role("dialog").get_by_role("button", name="Reset Registration").click()
    expect(admin.get_by_text("Registration reset for Nina New.")).to_be_visible()
    nina.reload()
    expect(nina).to_have_url(re.compile("/login"))
    assert Account.objects.get(username="nina").registered_at is None
    register(nina, link())
    assert Account.objects.get(username="nina").registered_at is not None
