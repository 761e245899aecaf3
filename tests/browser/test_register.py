"""Registering from the NPI page to Home: by telephone, email, authenticator app and passkey; and
Security afterwards.
"""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from precert.kit import clock
from precert.people.models import Account, Factor, LoginSession
from tests import world as w
from tests.browser.sign_in import deliver, mailed_code
from tests.harness import telephone
from tests.harness.registering import CODE, give_code

PASSWORD = "plum-Teapot-47-gravel-Oboe"
Axe = Callable[[Page], None]
pytestmark = [pytest.mark.req("ACC-02", "ACC-03", "ACC-04", "ACC-05")]


@pytest.fixture
def site(server: str, settings: Any) -> str:
    """The demonstration, by the name of its host: an address of digits can have no passkeys."""
    named = server.replace("127.0.0.1", "localhost")
    telephone.use(settings, named)
    world = w.build(clock.now())
    give_code(world.providers["doctor"], w.CO)
    return named


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tick(page: Page, field: str) -> None:
    """Click the label: the design system draws the box and hides the field."""
    page.locator(f"label[for={field}]").click()
    expect(page.locator(f"#{field}")).to_be_checked()


def heading(page: Page, name: str, axe: Axe | None = None) -> None:
    """This page is there."""
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    if axe:
        axe(page)


def open_link(page: Page, site: str) -> None:
    """From NPI and code to the page behind the mailed link."""
    page.goto(f"{site}/register")
    page.get_by_label("NPI").fill(w.PROVIDERS["doctor"][1])
    page.get_by_label("Provider Registration Code").fill(CODE)
    press(page, "Next")
    heading(page, "Contact information")
    for label, value in {
        "Username": "nell",
        "First name": "Nell",
        "Last name": "Newman",
        "Fax": "303-555-0112",
    }.items():
        page.get_by_label(re.compile(f"^{label}")).fill(value)
    for label in ("Email address", "Email address again"):
        page.get_by_label(re.compile(f"^{label} \\*|^{label}$")).fill("nell@example.org")
    press(page, "Next")
    heading(page, "Check your email")
    deliver()
    link = re.search(r"http://\S+/registration/\S+", str(mail.outbox[-1].body))
    assert link, mail.outbox[-1].body
    page.goto(link.group())
    heading(page, "Finish your registration")
    press(page, "Continue")


def begin(page: Page, kind: str, axe: Axe | None = None) -> None:
    """The kind of factor, the email address, its code, the password."""
    heading(page, "Choose your second factor", axe)
    tick(page, f"kind-{kind}")
    press(page, "Next")
    heading(page, "Verify your email address", axe)
    expect(page.get_by_label("Email address")).to_have_value("nell@example.org")
    press(page, "Send Verification Code")
    heading(page, "Enter the code", axe)
    page.get_by_label("Code").fill(mailed_code("nell"))
    press(page, "Verify")
    heading(page, "Create your password", axe)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    press(page, "Create")


def finish(page: Page, axe: Axe | None = None) -> list[str]:
    """Keep the recovery codes, agree to the terms, be at home; the codes."""
    heading(page, "Save your recovery codes", axe)
    codes = page.locator("#recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    press(page, "Finish")
    expect(page.get_by_role("heading", name="Registration is not finished yet")).to_be_visible()
    tick(page, "kept")
    press(page, "Finish")
    while page.get_by_role("button", name="I agree").is_visible():
        press(page, "I agree")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_text("Jane Smith MD").first).to_be_visible()
    return codes


def the_factor() -> Factor:
    return Factor.objects.get(account=Account.objects.get(username="nell"))


def test_by_telephone_a_text_message_and_a_call(page: Page, site: str, axe: Axe) -> None:
    open_link(page, site)
    begin(page, "phone", axe)
    heading(page, "Verify your phone number", axe)
    page.get_by_label("Phone number").fill("303-555-0123 x4")
    press(page, "Send code")
    expect(page.get_by_text("We cannot call an extension.").first).to_be_visible()
    axe(page)
    page.get_by_label("Phone number").fill("303-555-0123")
    press(page, "Send code")
    heading(page, "Enter the code", axe)
    press(page, "Call me instead")
    heading(page, "Answer the call", axe)
    deliver()
    phone = page.context.new_page()
    phone.goto(f"{site}/demo/phone")
    phone.get_by_role("button", name="Answer").click()
    phone.get_by_role("button", name="# pound").click()
    expect(phone.get_by_text("Thank you. Continue in your browser.")).to_be_visible()
    page.bring_to_front()
    finish(page, axe)  # the page has gone on by itself
    assert the_factor().phone == "+13035550123"
    assert LoginSession.objects.get().method == "voice"


def test_by_email_in_a_browser_without_passkeys_and_with_the_back_button(
    page: Page, site: str, axe: Axe
) -> None:
    page.add_init_script("delete window.PublicKeyCredential")
    open_link(page, site)
    begin(page, "passkey")
    heading(page, "Create a passkey")
    expect(page.get_by_role("alert")).to_contain_text("This browser does not support passkeys.")
    expect(page.get_by_role("button", name="Create passkey")).to_be_disabled()
    axe(page)
    page.get_by_role("link", name="Choose another second factor").click()
    tick(page, "kind-email")
    press(page, "Next")
    heading(page, "Save your recovery codes")
    page.go_back()
    heading(page, "Choose your second factor")
    page.goto(f"{site}/enrol/passkey")
    finish(page)
    assert the_factor().kind == "email"


def test_by_an_authenticator_app_and_then_a_passkey(page: Page, site: str, axe: Axe) -> None:
    open_link(page, site)
    begin(page, "app")
    heading(page, "Set up your authenticator app", axe)
    key = page.locator("#app-key").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    press(page, "Verify")
    expect(page.get_by_role("heading", name="The app is not set up yet")).to_be_visible()
    assert page.locator("#app-key").inner_text().replace(" ", "") == key
    page.get_by_label("Code").fill(pyotp.TOTP(key).now())
    press(page, "Verify")
    codes = finish(page)
    assert the_factor().kind == "app"
    add_a_passkey(page, site, codes, axe)


def add_a_passkey(page: Page, site: str, codes: list[str], axe: Axe) -> None:
    """In Security: prove it by a recovery code, add, remove the other one, new codes."""
    with_passkeys(page)
    page.goto(f"{site}/profile/security")
    heading(page, "Security", axe)
    page.get_by_role("link", name="Add a second factor").click()
    heading(page, "Confirm it's you", axe)
    press(page, "Use a recovery code")
    axe(page)
    page.get_by_label("Recovery code").fill(codes[0])
    press(page, "Verify")
    heading(page, "Add a second factor", axe)
    tick(page, "kind-passkey")
    press(page, "Next")
    heading(page, "Create a passkey", axe)
    press(page, "Create passkey")
    expect(page.get_by_text("Second factor added.")).to_be_visible()
    press(page, "Remove Authenticator app")
    expect(page.get_by_role("dialog")).to_contain_text(
        "You will no longer be able to sign in with it."
    )
    axe(page)
    press(page, "Yes")
    expect(page.get_by_text("Second factor removed.")).to_be_visible()
    assert the_factor().kind == "passkey"
    press(page, "Create new recovery codes")
    heading(page, "Save your recovery codes")
    tick(page, "kept")
    press(page, "Use these codes")
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()


def with_passkeys(page: Page) -> None:
    """A virtual authenticator in this browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_by_a_passkey(page: Page, site: str, axe: Axe) -> None:
    with_passkeys(page)
    open_link(page, site)
    begin(page, "passkey")
    heading(page, "Create a passkey", axe)
    press(page, "Create passkey")
    finish(page)
    assert the_factor().kind == "passkey"
    assert LoginSession.objects.get().method == "passkey"
