"""Security in the profile: whoever changes ways to sign in shows one of them first."""

import json
import re
from html import unescape

import pyotp
import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.people.models import Account, Challenge, Factor
from precert.people.queries import recovery_codes_left
from tests.harness import factors, sessions
from tests.harness.authenticator import Authenticator
from tests.harness.registrations import sent_code

pytestmark = pytest.mark.usefixtures("db")
HOME = "/profile/security"


@pytest.fixture
def ada(cast):
    return cast.ada


@pytest.fixture
def browser(ada, now):
    return sessions.sign_in(Client(), ada, now)


def goes(answer):
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def text(answer):
    return unescape(answer.content.decode())


def choose(browser, way, wanted=""):
    """Press the button of that way."""
    page = text(browser.get(f"{HOME}/prove", {"next": wanted} if wanted else {}))
    button = re.search(rf'name="choice" value="(\d+:{way})"', page).group(1)
    return goes(browser.post(f"{HOME}/prove", {"choice": button, "next": wanted}))


def prove(browser, now, wanted=""):
    """By the code that every account of the tests can get."""
    assert choose(browser, "email", wanted) == f"{HOME}/show"
    return goes(browser.post(f"{HOME}/show", {"code": sent_code(now)}))


@pytest.mark.req("ACC-04")
def test_the_list_shows_masked_factors_and_the_menu_leads_there(browser, ada, now):
    factors.add_phone(ada, now)
    page = text(browser.get(HOME))
    assert "+1 ••• ••• 0123" in page
    assert "a••@example.test" in page
    assert "You have no recovery codes" in page
    assert f'href="{HOME}"' in text(browser.get("/context"))


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize("page", ["add", "add/app", "codes"])
def test_a_factor_is_shown_first_and_within_a_quarter_of_an_hour(browser, now, clock, page):
    assert (
        goes(browser.get(f"{HOME}/{page}"))
        == f"{HOME}/prove?next=%2Fprofile%2Fsecurity%2F{page.replace('/', '%2F')}"
    )
    assert prove(browser, now, f"{HOME}/{page}") == f"{HOME}/{page}"
    assert "/prove" not in browser.get(f"{HOME}/add").headers.get("Location", "")
    browser.post("/session/idle")
    clock.shift(14 * 60)
    browser.post("/session/idle")
    clock.shift(60)
    assert "/prove" in goes(browser.get(f"{HOME}/add"))


@pytest.mark.req("ACC-04", "ACC-16")
def test_an_app_is_added(browser, ada, now):
    prove(browser, now)
    assert goes(browser.post(f"{HOME}/add", {"kind": "app"})) == f"{HOME}/add/app"
    key = (
        re.search(r'id="app-key">([A-Z2-7 ]+)<', text(browser.get(f"{HOME}/add/app")))
        .group(1)
        .replace(" ", "")
    )
    assert (
        goes(browser.post(f"{HOME}/add/app", {"code": pyotp.TOTP(key).at(now)}))
        == f"{HOME}?done=added"
    )
    assert "Second factor added." in text(browser.get(f"{HOME}?done=added"))
    assert {row.kind for row in Factor.objects.filter(account=ada)} == {"email", "app"}
    browser.post(f"{HOME}/add", {"kind": "app"})
    key = (
        re.search(r'id="app-key">([A-Z2-7 ]+)<', text(browser.get(f"{HOME}/add/app")))
        .group(1)
        .replace(" ", "")
    )
    assert "already added" in text(
        browser.post(f"{HOME}/add/app", {"code": pyotp.TOTP(key).at(now)})
    )


@pytest.mark.req("ACC-04")
def test_a_telephone_and_a_passkey_are_added(browser, ada, now):
    prove(browser, now)
    browser.post(f"{HOME}/add", {"kind": "phone"})
    assert (
        goes(browser.post(f"{HOME}/add/phone", {"phone": "303-555-0123", "channel": "sms"}))
        == f"{HOME}/add/phone/code"
    )
    assert (
        goes(browser.post(f"{HOME}/add/phone/code", {"code": sent_code(now)}))
        == f"{HOME}?done=added"
    )
    browser.post(f"{HOME}/add", {"kind": "passkey"})
    options = json.loads(
        unescape(
            re.search(
                r'data-options="([^"]+)"', browser.get(f"{HOME}/add/passkey").content.decode()
            ).group(1)
        )
    )
    device = Authenticator()
    assert (
        goes(browser.post(f"{HOME}/add/passkey", {"answer": json.dumps(device.create(options))}))
        == f"{HOME}?done=added"
    )
    assert {row.kind for row in Factor.objects.filter(account=ada)} == {"email", "phone", "passkey"}
    prove_by_passkey(browser, device)


def prove_by_passkey(browser, device):
    assert choose(browser, "passkey") == f"{HOME}/show"
    options = json.loads(
        unescape(
            re.search(
                r'data-options="([^"]+)"', browser.get(f"{HOME}/show").content.decode()
            ).group(1)
        )
    )
    assert "not accepted" in text(browser.post(f"{HOME}/show", {"answer": "x"}))
    assert "not accepted" in text(
        browser.post(f"{HOME}/show", {"answer": json.dumps(device.get(options))})
    )
    options = json.loads(
        unescape(
            re.search(
                r'data-options="([^"]+)"', browser.get(f"{HOME}/show").content.decode()
            ).group(1)
        )
    )
    assert goes(browser.post(f"{HOME}/show", {"answer": json.dumps(device.get(options))})) == HOME


@pytest.mark.req("ACC-06")
def test_an_app_a_recovery_code_and_a_call_prove_it_too(browser, ada, now):
    secret, codes = factors.add_app(ada, now), factors.add_recovery(ada, now)
    factors.add_phone(ada, now)
    choose(browser, "app")
    assert "not the code your app shows" in text(browser.post(f"{HOME}/show", {"code": "000000"}))
    assert goes(browser.post(f"{HOME}/show", {"code": factors.shown(secret, now)})) == HOME
    choose(browser, "recovery")
    assert goes(browser.post(f"{HOME}/show", {"code": codes[0]})) == HOME
    assert recovery_codes_left(ada.pk) == 9
    choose(browser, "voice")
    assert "have not pressed # yet" in text(browser.post(f"{HOME}/show", {"answer": ""}))
    Challenge.objects.filter(channel="voice").update(answered_at=now)
    assert browser.get(f"{HOME}/show", headers={"Accept": "application/json"}).json() == {
        "state": "answered"
    }
    assert goes(browser.post(f"{HOME}/show", {"answer": ""})) == HOME


def passkey_added(browser, **typed):
    """The answer to a passkey made on its page."""
    browser.post(f"{HOME}/add", {"kind": "passkey"})
    page = browser.get(f"{HOME}/add/passkey").content.decode()
    options = json.loads(unescape(re.search(r'data-options="([^"]+)"', page).group(1)))
    return browser.post(
        f"{HOME}/add/passkey", {"answer": json.dumps(Authenticator().create(options)), **typed}
    )


@pytest.mark.req("ACC-04")
def test_passkeys_have_names_offered_at_first_and_changed_later(browser, ada, now):
    prove(browser, now)
    browser.post(f"{HOME}/add", {"kind": "passkey"})
    assert 'value="Passkey added 06/09/2026"' in text(browser.get(f"{HOME}/add/passkey")), (
        "a name is offered"
    )
    assert goes(passkey_added(browser, name="  Work   laptop ")) == f"{HOME}?done=added"
    assert "You already have one with this name" in text(passkey_added(browser, name="work LAPTOP"))
    assert goes(passkey_added(browser)) == f"{HOME}?done=added"
    assert goes(passkey_added(browser)) == f"{HOME}?done=added"
    rows = Factor.objects.filter(kind="passkey").order_by("pk")
    assert [row.label for row in rows] == [
        "Work laptop",
        "Passkey added 06/09/2026",
        "Passkey added 06/09/2026 (2)",
    ]
    page = text(browser.get(HOME))
    assert "Passkey: Work laptop" in page
    assert 'data-confirm="Remove Passkey: Work laptop' in page
    address = f"{HOME}/name/{rows[1].pk}"
    assert address in page
    for typed, words in (
        ("", "Enter a name."),
        ("x" * 81, "at most 80"),
        ("a\x7fb", "invisible character"),
        ("Work laptop", "You already have one"),
    ):
        answer = text(browser.post(address, {"name": typed}))
        assert words in answer
        assert typed.partition("\x7f")[0] in answer, "what was typed stays"
    assert goes(browser.post(address, {"name": "Blue key"})) == f"{HOME}?done=named"
    assert "Passkey: Blue key" in text(browser.get(HOME))
    assert goes(browser.post(address, {"name": "blue key "})) == f"{HOME}?done=named", (
        "its own name is no clash"
    )
    assert [one.data for one in Entry.objects.filter(verb="factor-named")] == [
        {"factor": rows[1].pk, "kind": "passkey"}
    ] * 2


def test_a_name_is_ones_own_passkeys_and_given_after_a_proof(browser, ada, cast, now):
    mine, others = factors.add_passkey(ada, now), factors.add_phone(cast.grace, now)
    assert "/prove" in goes(browser.post(f"{HOME}/name/{mine}", {"name": "Blue key"}))
    prove(browser, now)
    email = Factor.objects.get(account=ada, kind="email").pk
    assert {
        browser.post(f"{HOME}/name/{pk}", {"name": "Blue key"}).status_code
        for pk in (others, email, 987654)
    } == {404}
    assert not Factor.objects.filter(label="Blue key").exists()


@pytest.mark.req("ACC-10")
def test_ten_wrong_codes_here_lock_and_sign_out(browser, ada, now):
    factors.add_app(ada, now)
    choose(browser, "app")
    for _ in range(10):
        browser.post(f"{HOME}/show", {"code": "000000"})
    assert Account.objects.get(pk=ada.pk).locked_at == now
    assert goes(browser.get(HOME)).startswith("/login")


@pytest.mark.req("ACC-04", "ACC-16")
def test_a_factor_is_removed_after_a_proof_but_not_the_last(browser, ada, now):
    phone, email = factors.add_phone(ada, now), Factor.objects.get(account=ada, kind="email").pk
    assert "/prove" in goes(browser.post(f"{HOME}/remove", {"factor": phone}))
    assert Factor.objects.filter(pk=phone).exists()
    prove(browser, now)
    assert 'data-confirm="Remove' in text(browser.get(HOME))
    assert goes(browser.post(f"{HOME}/remove", {"factor": phone})) == f"{HOME}?done=removed"
    assert 'data-confirm="Remove' not in text(browser.get(HOME))
    assert "your only second factor" in text(browser.post(f"{HOME}/remove", {"factor": email}))
    assert browser.post(f"{HOME}/remove", {"factor": phone}).status_code == 404
    assert browser.post(f"{HOME}/remove", {"factor": "x"}).status_code == 404


def test_anothers_factor_is_not_known(browser, cast, now):
    prove(browser, now)
    factors.add_phone(cast.mallory, now)
    assert (
        browser.post(f"{HOME}/remove", {"factor": factors.add_phone(cast.grace, now)}).status_code
        == 404
    )
    assert Factor.objects.filter(kind="phone").count() == 2


@pytest.mark.req("ACC-04")
def test_new_recovery_codes_stand_once_they_are_kept(browser, ada, now):
    old = factors.add_recovery(ada, now)
    prove(browser, now)
    assert goes(browser.get(f"{HOME}/codes")) == HOME
    assert goes(browser.post(f"{HOME}/codes", {"make": "1"})) == f"{HOME}/codes"
    page = text(browser.get(f"{HOME}/codes"))
    shown = re.findall(r"<code>(.{19})</code>", page)
    assert len(shown) == 10
    assert "check the box" in text(browser.post(f"{HOME}/codes", {"kept": ""}))
    assert not Entry.objects.filter(verb="recovery-codes-made").exists(), (
        "the old ones work until then"
    )
    assert goes(browser.post(f"{HOME}/codes", {"kept": "true"})) == f"{HOME}?done=codes"
    assert goes(browser.get(f"{HOME}/codes")) == HOME, "shown once"
    choose(browser, "recovery")
    assert "not one of your recovery codes" in text(browser.post(f"{HOME}/show", {"code": old[0]}))
    assert goes(browser.post(f"{HOME}/show", {"code": shown[0].upper()})) == HOME


def test_a_way_that_isnt_there_is_not_begun_and_a_new_code_can_be_had(browser, now):
    assert browser.post(f"{HOME}/prove", {"choice": "1:voice"}).status_code == 200
    assert goes(browser.get(f"{HOME}/show")) == f"{HOME}/prove"
    choose(browser, "email")
    assert goes(browser.post(f"{HOME}/show", {"resend": "1"})) == f"{HOME}/show?sent=1"
    assert "We sent it again" in text(browser.get(f"{HOME}/show?sent=1"))
    assert goes(browser.post(f"{HOME}/show", {"code": sent_code(now)})) == HOME


def test_a_place_elsewhere_is_no_place_to_go_to(browser, now):
    assert prove(browser, now, "https://evil.example/") == HOME
