"""The door as people meet it: choosing a factor, a passkey, a call that goes on by itself, an app,
single sign-on, sessions.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fido2.cose import ES256
from playwright.sync_api import Page, expect
from pytest_django import Settings

from precert.conduct.perform import perform
from precert.kit import clock
from precert.people.actions.answer_call import AnswerCall, AnswerCallInput
from precert.people.actors import as_account
from precert.people.models import Account, Challenge, Factor, LoginSession
from tests import world as w
from tests.browser.sign_in import Look, sign_in
from tests.harness import factors, sign_on


@pytest.fixture
def world(server: str, settings: Settings) -> w.World:
    """The named characters, at an address that passkeys work at."""
    settings.SITE_URL = server.replace("127.0.0.1", "localhost")
    settings.TELEPHONE_URL = "http://127.0.0.1:9"
    return w.build(clock.now())


@pytest.fixture
def ada(world: w.World) -> Account:
    return Account.objects.get(pk=world.accounts["ada"])


def give_password(page: Page, address: str = "/login") -> None:
    page.goto(address)
    door = page.get_by_role("form", name="Sign in", exact=True)
    door.get_by_label("Username").fill("ada")
    door.get_by_label("Password").fill(w.PASSWORD)
    door.get_by_role("button").click()


def authenticator(page: Page, key: ec.EllipticCurvePrivateKey | None) -> Any:
    """A virtual authenticator in the browser; with `key` it holds the tests' passkey."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "hasResidentKey": True,
    }
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": options | {"automaticPresenceSimulation": True}},
    )
    if key is not None:
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        credential = {
            "credentialId": b64encode(factors.CREDENTIAL_ID).decode(), "isResidentCredential": False, "rpId": "localhost",
            "privateKey": b64encode(private).decode(), "signCount": 1,
        }  # fmt: skip
        session.send(
            "WebAuthn.addCredential",
            {"authenticatorId": made["authenticatorId"], "credential": credential},
        )
    return session


@pytest.mark.req("ACC-06")
def test_a_passkey_leads_in_and_a_missing_one_says_so(
    page: Page, server: str, world: w.World, ada: Account, look: Look
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    factors.add_passkey(ada, world.now, ES256.from_cryptography_key(key.public_key()))
    site = server.replace("127.0.0.1", "localhost")
    cdp = authenticator(page, None)
    give_password(page, f"{site}/login")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Use passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("You did not confirm")
    look(page, "login-passkey")
    cdp.detach()
    authenticator(page, key)
    page.get_by_role("button", name="Use passkey").click()
    page.wait_for_url(lambda url: "/login" not in url)
    assert LoginSession.objects.get().method == "passkey"
    assert Factor.objects.get(kind="passkey").last_used_at is not None


@pytest.mark.req("ACC-06")
def test_a_call_goes_on_by_itself_once_it_was_answered(
    page: Page, world: w.World, ada: Account, look: Look
) -> None:
    factors.add_phone(ada, world.now, label="Front desk")
    factors.add_app(ada, world.now)
    give_password(page)
    expect(page.get_by_role("heading", name="Confirm it's you")).to_be_visible()
    look(page, "login-factor")
    page.get_by_role("button", name="Call me").click()
    expect(page.get_by_text("We are calling +1 ••• ••• 0123")).to_be_visible()
    look(page, "login-call")
    page.get_by_role("button", name="I pressed #").click()
    expect(page.get_by_text("not pressed # yet")).to_be_visible()
    perform(
        AnswerCall, AnswerCallInput(Challenge.objects.latest("pk").pk), as_account(ada), clock.now()
    )
    page.wait_for_url(lambda url: "/login" not in url)
    assert LoginSession.objects.get().method == "voice"


@pytest.mark.req("ACC-06")
def test_the_app_and_then_a_recovery_code(
    page: Page, world: w.World, ada: Account, look: Look
) -> None:
    factors.without_email(ada)
    secret, codes = factors.add_app(ada, world.now), factors.add_recovery(ada, world.now)
    give_password(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", name="You are not signed in yet")).to_be_visible()
    look(page, "login-app")
    page.get_by_label("Code").fill(factors.shown(secret, clock.now()))
    page.get_by_role("button", name="Verify").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.context.clear_cookies()
    give_password(page)
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("9 recovery codes are left")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.req("ACC-01")
@pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning")
def test_staff_sign_on_at_their_provider_and_are_told_when_it_does_not_lead_in(
    page: Page, server: str, world: w.World, settings: Settings, look: Look
) -> None:
    with sign_on.running() as provider:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
            provider.issuer,
            "precert",
            "secret",
        )
        settings.SITE_URL, settings.OIDC_LOCAL = server, True
        provider.person("g-17", preferred_username="grace", amr=["mfa"])
        for subject in ("stranger", "g-17"):
            page.goto("/login")
            look(page, "login-doors")
            page.get_by_role("link", name="Sign in with single sign-on").click()
            page.locator("input[name=sub]").fill(subject)
            page.get_by_role("button", name="Authorize").click()
            if subject == "stranger":
                expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
                look(page, "login-sso-refused")
        page.wait_for_url("**/queue")
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    page.context.clear_cookies()
    page.goto("/login/sso")
    expect(page.get_by_role("heading", name="Single sign-on is not responding")).to_be_visible()
    look(page, "login-sso-unavailable")


@pytest.mark.req("ACC-11")
def test_ending_another_session_by_keyboard(
    new_page: Callable[..., Page], server: str, world: w.World, look: Look
) -> None:
    here, there = new_page(), new_page()
    for one in (here, there):
        sign_in(one.context, server, world, "ada", "denver")
    here.goto("/profile/sessions")
    look(here, "sessions")
    here.get_by_role("button", name="End the session").focus()
    here.keyboard.press("Enter")
    expect(here.get_by_text("That browser is signed out")).to_be_visible()
    there.goto("/cases")
    expect(there.get_by_text("the session was ended somewhere else")).to_be_visible()
