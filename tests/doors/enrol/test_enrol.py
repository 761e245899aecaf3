"""The pages after the mailed link, in the order in which they open."""

import json
import re
from html import unescape

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from precert.journal.models import Entry
from precert.people.models import Account, Challenge, Factor, LoginSession
from tests.harness.authenticator import Authenticator
from tests.harness.registrations import PASSWORD, enter, registrant, sent_code

pytestmark = pytest.mark.usefixtures("db")
PAGES = ("email", "email/code", "password", "phone", "phone/code", "app", "passkey", "recovery")
TWICE = {"password": PASSWORD, "again": PASSWORD}


def goes(answer):
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text(answer):
    return unescape(answer.content.decode())


def asked(answer):
    """What the browser is asked for a passkey."""
    return json.loads(
        unescape(re.search(r'data-options="([^"]+)"', answer.content.decode()).group(1))
    )


def begin(browser, now, kind):
    """Up to the password."""
    assert goes(browser.post("/enrol/factor", {"kind": kind})) == "/enrol/email"
    assert goes(browser.post("/enrol/email", {"email": "nina@example.org"})) == "/enrol/email/code"
    assert goes(browser.post("/enrol/email/code", {"code": sent_code(now)})) == "/enrol/password"
    return goes(browser.post("/enrol/password", TWICE))


def finish(browser):
    """The codes, kept."""
    codes = re.findall(r"<li><code>([0-9a-z-]{19})</code>", text(browser.get("/enrol/recovery")))
    assert len(codes) == 10
    assert goes(browser.post("/enrol/recovery", {"kept": "true"})) == "/terms"
    assert LoginSession.objects.filter(ended_at=None).count() == 1
    return codes


@pytest.mark.req("ACC-04")
def test_who_comes_back_to_an_open_registration_goes_on_where_they_were(browser, now):
    assert browser.get("/enrol").status_code == 200
    begin(browser, now, "app")
    assert goes(browser.get("/enrol")) == "/enrol/app"


@pytest.mark.req("ACC-04")
def test_by_email(browser, nina, now):
    assert begin(browser, now, "email") == "/enrol/recovery"
    finish(browser)
    assert Factor.objects.get(account=nina.account).kind == "email"


@pytest.mark.req("ACC-04")
def test_by_text_message(browser, nina, now):
    assert begin(browser, now, "phone") == "/enrol/phone"
    assert (
        goes(browser.post("/enrol/phone", {"phone": "303-555-0123", "channel": "sms"}))
        == "/enrol/phone/code"
    )
    assert "(303) 555-0123" in text(browser.get("/enrol/phone/code"))
    assert goes(browser.post("/enrol/phone/code", {"code": sent_code(now)})) == "/enrol/recovery"
    finish(browser)
    assert Factor.objects.get(account=nina.account).phone == "+13035550123"


@pytest.mark.req("ACC-04")
def test_by_a_call_answered_with_the_pound_key(browser, nina, now):
    begin(browser, now, "phone")
    browser.post("/enrol/phone", {"phone": "3035550123", "channel": "voice"})
    page = text(browser.get("/enrol/phone/code"))
    assert "data-call" in page
    assert "I pressed #, continue" in page
    by_script = {"headers": {"Accept": "application/json"}}
    assert browser.get("/enrol/phone/code", **by_script).json() == {"state": "waiting"}
    assert "have not pressed # yet" in text(browser.post("/enrol/phone/code", {"answer": ""}))
    Challenge.objects.filter(channel="voice").update(answered_at=now)
    assert browser.get("/enrol/phone/code", **by_script).json() == {"state": "answered"}
    assert not Factor.objects.filter(account=nina.account).exists(), "a GET goes nowhere"
    assert goes(browser.post("/enrol/phone/code", {"answer": ""})) == "/enrol/recovery"
    finish(browser)
    assert LoginSession.objects.get().method == "voice"


@pytest.mark.req("ACC-04")
def test_by_an_authenticator_app(browser, nina, now):
    assert begin(browser, now, "app") == "/enrol/app"
    page = text(browser.get("/enrol/app"))
    key = re.search(r'id="app-key">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert 'src="data:image/svg+xml' in page
    assert "not the code your app shows" in text(browser.post("/enrol/app", {"code": "000000"}))
    assert key in text(browser.get("/enrol/app")).replace(" ", ""), "the key stays the same"
    assert goes(browser.post("/enrol/app", {"code": pyotp.TOTP(key).at(now)})) == "/enrol/recovery"
    finish(browser)
    assert Factor.objects.get(account=nina.account).last_step == int(now.timestamp()) // 30


@pytest.mark.req("ACC-04")
def test_by_a_passkey(browser, nina, now):
    assert begin(browser, now, "passkey") == "/enrol/passkey"
    options = asked(browser.get("/enrol/passkey"))
    answer = json.dumps(Authenticator().create(options))
    assert "not accepted" in text(browser.post("/enrol/passkey", {"answer": "{}"}))
    assert "not accepted" in text(browser.post("/enrol/passkey", {"answer": answer})), (
        "each question takes one answer"
    )
    answer = json.dumps(Authenticator().create(asked(browser.get("/enrol/passkey"))))
    assert (
        goes(browser.post("/enrol/passkey", {"answer": answer, "name": "Blue key"}))
        == "/enrol/recovery"
    )
    finish(browser)
    factor = Factor.objects.get(account=nina.account)
    assert (factor.kind, factor.label) == ("passkey", "Blue key")


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_can_be_skipped_by_its_address(browser, nina, now, method):
    visit = getattr(browser, method)
    everything = TWICE | {
        "email": "nina@example.org",
        "code": "123456",
        "phone": "3035550123",
        "kept": "true",
        "answer": "{}",
    }
    for page in PAGES:
        assert goes(visit(f"/enrol/{page}", everything)) == "/enrol/factor"
    browser.post("/enrol/factor", {"kind": "app"})
    for page in PAGES[1:]:
        assert goes(visit(f"/enrol/{page}", everything)) == "/enrol/email"
    browser.post("/enrol/email", {"email": "nina@example.org"})
    for page in PAGES[2:]:
        assert goes(visit(f"/enrol/{page}", everything)) == "/enrol/email/code"
    browser.post("/enrol/email/code", {"code": sent_code(now)})
    for page in PAGES[3:]:
        assert goes(visit(f"/enrol/{page}", everything)) == "/enrol/password"
    browser.post("/enrol/password", TWICE)
    for page in ("phone", "phone/code", "passkey", "recovery"):
        assert goes(visit(f"/enrol/{page}", everything)) == "/enrol/app"
    assert Account.objects.get(pk=nina.account.pk).registered_at is None


@pytest.mark.req("ACC-04")
def test_the_password_opens_only_after_the_address_is_proved_and_keeps_the_rule(cast, now):
    browser = enter(Client(), registrant(now, provider=cast.hospital), now)
    begin(browser, now, "app")
    page = text(browser.get("/enrol/password"))
    assert "At least 14 characters, and at most 256." in page
    both = text(browser.post("/enrol/password", {"password": "nina", "again": "other"}))
    assert "do not match" in both
    short = text(browser.post("/enrol/password", {"password": "nina", "again": "nina"}))
    assert "Use at least 14 characters." in short
    assert "an uppercase letter" in short
    assert 'value="nina"' not in short.replace('name="username" value="nina"', "")
    assert "Enter a password." in text(
        browser.post("/enrol/password", {"password": "", "again": ""})
    )
    long = "plum-Teapot 47 " * 9
    assert goes(browser.post("/enrol/password", {"password": long, "again": long})) == "/enrol/app"


def test_the_other_tab_and_the_back_button(browser, now):
    begin(browser, now, "app")
    assert goes(browser.get("/enrol/email/code")) == "/enrol/app", (
        "what is proved isn't asked again"
    )
    assert browser.get("/enrol/password").status_code == 200
    assert goes(browser.post("/enrol/factor", {"kind": "email"})) == "/enrol/recovery", (
        "another choice"
    )
    assert goes(browser.get("/enrol/app")) == "/enrol/recovery"
    assert goes(browser.post("/enrol/email", {"email": "other@example.org"})) == "/enrol/email/code"
    assert goes(browser.post("/enrol/recovery", {"kept": "true"})) == "/enrol/email/code", (
        "another address is proved anew"
    )
    assert goes(browser.post("/enrol/email/code", {"code": sent_code(now)})) == "/enrol/recovery"
    assert "other@example.org" not in text(browser.get("/enrol/recovery"))
    finish(browser)
    assert Account.objects.get(username="nina").proven_email == "other@example.org"


def test_the_codes_must_be_kept_before_anything_is_written(browser, nina, now):
    begin(browser, now, "email")
    page = browser.post("/enrol/recovery", {})
    assert "check the box" in text(page)
    assert Account.objects.get(pk=nina.account.pk).registered_at is None
    shown = text(browser.get("/enrol/recovery"))
    assert re.findall(r"<code>(.{19})</code>", shown) == re.findall(
        r"<code>(.{19})</code>", text(page)
    ), "the same ones until they are kept"


@pytest.mark.req("ACC-04")
def test_a_wrong_code_may_be_tried_again_and_a_new_one_had(browser, now):
    browser.post("/enrol/factor", {"kind": "email"})
    browser.post("/enrol/email", {"email": "nina@example.org"})
    first = sent_code(now)
    wrong = "000000" if first != "000000" else "111111"
    assert "not the latest code we sent" in text(browser.post("/enrol/email/code", {"code": wrong}))
    assert "Enter the 6-digit code" in text(browser.post("/enrol/email/code", {"code": ""}))
    assert (
        goes(browser.post("/enrol/email/code", {"resend": "email"})) == "/enrol/email/code?sent=1"
    )
    assert "We sent a new code" in text(browser.get("/enrol/email/code?sent=1"))
    assert goes(browser.post("/enrol/email/code", {"code": sent_code(now)})) == "/enrol/password"


def test_wrong_input_is_told_beside_its_field(browser, now):
    assert "Choose one." in text(browser.post("/enrol/factor", {}))
    assert "Choose one from the list." in text(browser.post("/enrol/factor", {"kind": "sms"}))
    browser.post("/enrol/factor", {"kind": "phone"})
    assert "Enter an email address" in text(browser.post("/enrol/email", {"email": "nina"}))
    begin(browser, now, "phone")
    page = text(browser.post("/enrol/phone", {"phone": "303 555 0123 x4", "channel": "sms"}))
    assert "We cannot call an extension" in page
    assert "303 555 0123 x4" in page, "what was typed stays"


def test_asking_for_too_many_codes_is_answered_on_the_page(browser, now):
    browser.post("/enrol/factor", {"kind": "email"})
    for _ in range(10):
        assert goes(browser.post("/enrol/email", {"email": "nina@example.org"}))
    assert "Too many codes" in text(browser.post("/enrol/email", {"email": "nina@example.org"}))
    assert "Too many codes" in text(browser.post("/enrol/email/code", {"resend": "email"}))


@pytest.mark.req("ACC-04")
def test_without_an_open_link_or_too_late_a_page_says_how_to_go_on(browser, nina, now, clock):
    stranger = Client()
    for page in ("factor", *PAGES):
        answer = stranger.get(f"/enrol/{page}")
        assert answer.status_code == 200
        assert "No registration is open in this browser" in text(answer)
    begin(browser, now, "email")
    clock.shift(60 * 60)
    assert "took more than an hour" in text(browser.post("/enrol/recovery", {"kept": "true"}))
    assert Account.objects.get(pk=nina.account.pk).registered_at is None


def test_a_newer_link_ends_what_an_older_one_began(browser, now):
    begin(browser, now, "email")
    newer = enter(Client(), registrant(now, purpose="reset"), now)
    assert "Start the registration again" in text(browser.post("/enrol/recovery", {"kept": "true"}))
    assert begin(newer, now, "email") == "/enrol/recovery"
    finish(newer)


def test_only_what_the_contracts_accept_is_offered(browser, settings):
    page = text(browser.get("/enrol"))
    order = [page.index(f'value="{kind}"') for kind in ("passkey", "app", "phone", "email")]
    assert order == sorted(order)
    settings.FACTORS = ["app", "phone"]
    settings.TELEPHONE_URL = ""
    page = text(browser.get("/enrol"))
    assert 'value="app" checked' in page
    assert 'value="email"' not in page
    assert 'value="phone"' not in page
    assert "Choose one from the list." in text(browser.post("/enrol/factor", {"kind": "email"}))


@pytest.mark.req("ACC-04")
def test_secrets_are_sealed_in_the_session_and_nowhere_else(browser, now):
    begin(browser, now, "app")
    key = (
        re.search(r'id="app-key">([A-Z2-7 ]+)<', text(browser.get("/enrol/app")))
        .group(1)
        .replace(" ", "")
    )
    kept = str([Session.objects.get(pk=browser.session.session_key).get_decoded()])
    journal = str(list(Entry.objects.values_list("data", flat=True)))
    for secret in (key, PASSWORD, "argon2", "nina@example.org"):
        assert secret not in kept
        assert secret not in journal


def test_the_session_is_another_one_afterwards(browser, now):
    begin(browser, now, "email")
    before = browser.session.session_key
    finish(browser)
    assert browser.session.session_key != before
    assert "enrolment" not in browser.session
    assert "registration" not in browser.session
