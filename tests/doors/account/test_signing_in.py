import re
from contextlib import ExitStack

import pytest
from django.test import Client
from django.urls import reverse

from precert.journal.models import Entry
from precert.kit import clock
from precert.people import passwords, setup
from precert.people.models import Account, LoginSession
from precert.people.queries import open_code
from tests.harness.characters import PASSWORD, make_cast

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def cast(db, now):
    return make_cast(now)


@pytest.fixture
def browser():
    return Client()


def give_password(browser, username="ada", password=PASSWORD, door="provider", **more):
    return browser.post(
        "/login", {"door": door, "username": username, "password": password, **more}
    )


def mailed():
    return open_code(Entry.objects.filter(verb="code.requested").latest("pk"), clock.now()).code


def sign_in(browser, username="ada", door="provider", **more):
    assert give_password(browser, username, door=door, **more).status_code == 302
    return browser.post("/login/code", {"code": mailed(), **more})


@pytest.mark.req("ACC-01")
def test_the_login_page_has_the_staff_door_on_the_left_and_a_link_to_register(browser, cast):
    page = browser.get("/login").content.decode()
    assert (
        page.index("<h2>Staff</h2>")
        < page.index("<h2>Customer/Provider</h2>")
        < page.index('href="/register"')
    )
    assert 'autocomplete="current-password"' in page
    assert "Need help? Contact support" in page
    assert "720-555-0142" in page, "who is locked out finds whom to call"
    answer = browser.head("/login")
    assert (answer.status_code, browser.head("/healthz").status_code) == (200, 200)
    assert "publickey-credentials-get=(self)" in answer.headers["Permissions-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]


@pytest.mark.req("ACC-06")
def test_password_and_mailed_code_lead_in(browser, cast):
    answer = give_password(browser)
    assert answer.headers["Location"] == "/login/code"
    assert browser.get("/context").status_code == 302, "a password alone opens nothing"
    browser.post("/login/code", {"code": mailed()})
    assert browser.get("/context").status_code == 200


@pytest.mark.parametrize(
    ("username", "password", "door"),
    [
        ("ada", "wrong", "provider"),
        ("nobody", PASSWORD, "provider"),
        ("ada", PASSWORD, "staff"),
        ("grace", PASSWORD, "provider"),
    ],
)
def test_a_wrong_name_password_or_door_gets_the_same_page(browser, cast, username, password, door):
    answer = give_password(browser, username, password, door)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "is incorrect" in text
    assert PASSWORD not in text
    assert "_auth_user_id" not in browser.session
    assert Entry.objects.filter(verb="code.requested").count() == 0


def test_grace_enters_by_the_staff_door(browser, cast):
    sign_in(browser, "grace", "staff")
    assert LoginSession.objects.get().account == cast.grace


def test_empty_fields_are_named_beside_the_field(browser, cast):
    text = give_password(browser, "", "").content.decode()
    assert "Enter your username." in text
    assert "Enter your password." in text


def test_an_unknown_door_is_just_the_page(browser, cast):
    assert give_password(browser, door="back").status_code == 200


def test_a_wrong_code_may_be_tried_again_and_a_new_one_asked_for(browser, cast):
    give_password(browser)
    old = mailed()
    wrong = "000000" if old != "000000" else "111111"
    assert (
        "not the latest code we sent"
        in browser.post("/login/code", {"code": wrong}).content.decode()
    )
    assert browser.post("/login/code", {"resend": "1"}).headers["Location"] == "/login/code?sent=1"
    assert "We sent a new code" in browser.get("/login/code?sent=1").content.decode()
    assert (
        browser.post("/login/code", {"code": f" {mailed()[:3]} {mailed()[3:]} "}).status_code == 302
    )


def test_a_code_that_is_too_old_says_what_to_do(browser, cast, clock):
    give_password(browser)
    code = mailed()
    clock.shift(10 * 60)
    assert "Send a new code" in browser.post("/login/code", {"code": code}).content.decode()
    clock.shift(5 * 60)
    assert browser.post("/login/code", {"code": code}).headers["Location"] == "/login?ended=late"


def test_asking_for_too_many_codes_is_answered_on_the_page(browser, cast):
    give_password(browser)
    for _ in range(9):
        assert browser.post("/login/code", {"resend": "1"}).status_code == 302
    assert "Too many codes" in browser.post("/login/code", {"resend": "1"}).content.decode()


def test_the_code_page_without_a_password_leads_back(browser, cast):
    assert browser.get("/login/code").headers["Location"] == "/login"


def test_the_session_id_changes_at_each_step(browser, cast):
    give_password(browser)
    first = browser.session.session_key
    browser.post("/login/code", {"code": mailed()})
    assert browser.session.session_key != first


@pytest.mark.parametrize(
    ("wanted", "landing"),
    [
        ("/register?x=1", "/register?x=1"),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("/login", None),
    ],
)
def test_after_signing_in_the_page_asked_for_comes_back_if_it_is_ours(
    browser, cast, wanted, landing
):
    answer = sign_in(browser, next=wanted)
    target = answer.headers["Location"]
    assert target == landing if landing else "evil" not in target and "login" not in target


@pytest.mark.req("ORG-07")
def test_with_several_providers_and_no_earlier_choice_the_context_is_asked_for(browser, cast, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    assert sign_in(browser).headers["Location"] == reverse("context")
    chosen = Client()
    assert (
        sign_in(chosen, next="/consumers?x=1").headers["Location"]
        == "/context?next=%2Fconsumers%3Fx%3D1"
    )
    assert (
        'name="next" value="/consumers?x=1"'
        in chosen.get("/context?next=%2Fconsumers%3Fx%3D1").content.decode()
    )
    assert (
        chosen.post("/context", {"provider": cast.clinic, "next": "/consumers?x=1"}).headers[
            "Location"
        ]
        == "/consumers?x=1"
    )
    Account.objects.filter(pk=cast.ada.pk).update(last_context=None)
    assert sign_in(Client(), next="//evil.example").headers["Location"] == "/context"


def test_with_one_provider_or_an_earlier_choice_the_context_is_known(browser, cast, now):
    sign_in(browser)
    assert browser.session["context"] == cast.hospital
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    Account.objects.filter(pk=cast.ada.pk).update(last_context=cast.clinic)
    again = Client()
    sign_in(again)
    assert again.session["context"] == cast.clinic


@pytest.mark.req("ACC-14", part="logout")
def test_logout_ends_the_session_on_the_server(browser, cast):
    sign_in(browser)
    kept = browser.cookies["__Host-session"].value
    refused = browser.get("/logout")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "POST"
    assert b"This page cannot be opened directly" in refused.content
    assert b'<a href="/">Go to Home</a>' in refused.content
    assert browser.post("/logout").headers["Location"] == "/login?ended=asked"
    browser.cookies["__Host-session"] = kept
    assert browser.get("/context").status_code == 302
    assert Entry.objects.latest("pk").data["reason"] == "asked"


def test_a_form_from_elsewhere_is_refused_with_a_page(cast):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login", {"door": "provider", "username": "ada", "password": PASSWORD})
    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


@pytest.mark.req("ORG-07")
def test_a_page_opened_before_somebody_signed_in_or_changed_context_cannot_act(cast):
    strict = Client(enforce_csrf_checks=True)
    stranger = token_of(strict.get("/login"))
    sign_in(strict, csrfmiddlewaretoken=stranger)
    before = token_of(strict.get("/profile"))
    assert (
        strict.post(
            "/context", {"provider": cast.hospital, "csrfmiddlewaretoken": before}
        ).status_code
        == 302
    )
    for old in (stranger, before):
        answer = strict.post("/profile", {"csrfmiddlewaretoken": old})
        assert answer.status_code == 403
        assert "changed the context" in answer.content.decode()
        assert answer["X-Precert-Outdated"]
    told = strict.post(
        "/session/kept",
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json", "X-CSRFToken": before},
    )
    assert told.status_code == 403
    assert "Copy what you typed" in told.json()["message"]


def test_register_says_whom_to_contact(browser, cast):
    text = browser.get("/register").content.decode()
    assert "CO UM" in text
    assert "MS State UM" in text


def test_health_needs_nobody(browser):
    assert browser.get("/healthz").content == b"ok\n"


def test_when_too_many_passwords_are_looked_at_the_rest_is_asked_to_come_back(
    browser, cast, monkeypatch
):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    browser.raise_request_exception = False
    with ExitStack() as all_places:
        for _ in range(passwords.MOST_AT_ONCE):
            all_places.enter_context(passwords.turn())
        for _ in range(12):
            answer = give_password(browser)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert give_password(browser).headers["Location"] == "/login/code", "no try was counted"
