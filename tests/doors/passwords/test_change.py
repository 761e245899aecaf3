"""Change Password: own address, code, Continue, the new password twice, Home."""

from datetime import datetime

import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.kit import clock as now_is
from precert.people import passwords
from precert.people.models import Account
from precert.people.queries import open_code
from tests import world as w
from tests.harness import sessions

pytestmark = pytest.mark.django_db
FRESH = "velvet-Orbit-7-mango"


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


def mailed() -> str:
    mail = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now_is.now())
    return mail.code if mail else ""


@pytest.mark.req("ACC-09")
@pytest.mark.parametrize(("who", "provider"), [("ada", "denver"), ("grace", None)])
def test_the_way_from_the_profile_menu_to_home(
    world: w.World, who: str, provider: str | None
) -> None:
    browser = w.signed_in(world, who, provider)
    elsewhere = sessions.sign_in(Client(), Account.objects.get(username=who), world.now)
    assert 'href="/password/change"' in browser.get("/help/guide").content.decode()
    assert (
        browser.post("/password/change", {"email": f"{who.upper()}@example.org"}).headers[
            "Location"
        ]
        == "/password/change/code"
    )
    assert browser.get("/password/change/new").headers["Location"] == "/password/change/code"
    assert (
        browser.post("/password/change/code", {"code": mailed()}).headers["Location"]
        == "/password/change/code"
    )
    verified = browser.get("/password/change/code").content.decode()
    assert "is verified" in verified
    assert 'href="/password/change/new"' in verified
    before = browser.session.session_key
    done = browser.post("/password/change/new", {"password": FRESH, "again": FRESH})
    assert done.headers["Location"] == "/"
    assert browser.session.session_key != before
    assert browser.get("/help/guide").status_code == 200, "this session goes on"
    assert elsewhere.get("/help/guide").status_code == 302, "the others are over"
    assert passwords.is_right(FRESH, Account.objects.get(username=who).password)
    assert Entry.objects.get(verb="password-changed").data == {"how": "changed"}
    assert browser.get("/password/change/new").headers["Location"] == "/password/change", "once"


@pytest.mark.req("ACC-09")
def test_another_address_gets_no_code(world: w.World) -> None:
    browser = w.signed_in(world, "ada", "denver")
    answer = browser.post("/password/change", {"email": "ben@example.org"})
    assert "not the email address of your account" in answer.content.decode()
    assert 'value="ben@example.org"' in answer.content.decode()
    assert not Entry.objects.filter(verb="code.requested").exists()
    assert browser.get("/password/change/code").headers["Location"] == "/password/change"


@pytest.mark.req("ACC-09")
def test_a_wrong_code_changes_nothing_and_a_new_one_can_be_sent(world: w.World) -> None:
    browser = w.signed_in(world, "ada", "denver")
    browser.post("/password/change", {"email": "ada@example.org"})
    first = mailed()
    wrong = browser.post(
        "/password/change/code", {"code": "000000" if first != "000000" else "000001"}
    )
    assert "That is not the latest code we sent." in wrong.content.decode()
    assert (
        browser.post("/password/change/code", {"resend": "1"}).headers["Location"]
        == "/password/change/code?sent=1"
    )
    assert (
        browser.post("/password/change/code", {"code": first}).status_code == 200
        or first == mailed()
    )
    assert browser.post("/password/change/code", {"code": mailed()}).status_code == 302


def test_who_has_no_password_here_is_told_so(world: w.World) -> None:
    account = Account.objects.get(username="grace")
    account.set_unusable_password()
    account.save()
    assert "single sign-on" in w.signed_in(world, "grace").get("/password/change").content.decode()


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize(
    "place",
    [
        "/password/change",
        "/password/change/code",
        "/password/change/new",
        "/profile",
        "/profile/email",
    ],
)
def test_a_stranger_is_sent_to_the_login(world: w.World, place: str) -> None:
    assert Client().get(place).headers["Location"].startswith("/login?next=")


@pytest.mark.req("ACC-07")
def test_the_guidelines_say_the_rule_of_the_reader(world: w.World, settings: object) -> None:
    page = w.signed_in(world, "jill", "jackson").get("/help/passwords").content.decode()
    assert "At least 14 characters" in page
    assert "data-print" in page
    settings.PASSWORD_LENGTH = 20  # type: ignore[attr-defined]
    assert (
        "At least 20 characters"
        in w.signed_in(world, "ada", "denver").get("/help/passwords").content.decode()
    )
