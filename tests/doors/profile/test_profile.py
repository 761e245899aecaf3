"""Edit User Profile through its pages."""

from datetime import datetime

import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.kit import clock as now_is
from precert.people.models import Account
from precert.people.queries import open_code
from tests import world as w

pytestmark = pytest.mark.django_db
TYPED = {
    "first_name": "Ada", "last_name": "King", "email": "ada@example.org", "email_again": "ada@example.org", "address1": "1 Elm St",
    "city": "Denver", "state": "CO", "postal_code": "80202", "phone": "303-555-0178", "extension": "12", "fax": "303-555-0177",
    "shortcuts": "true",
}  # fmt: skip


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def browser(world: w.World) -> Client:
    return w.signed_in(world, "ada", "denver")


def mailed() -> tuple[str, str]:
    mail = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now_is.now())
    assert mail
    return mail.to, mail.code


@pytest.mark.req("ACC-14", part="profile")
def test_the_form_shows_what_is_kept_and_saves_what_is_typed(browser: Client) -> None:
    page = browser.get("/profile").content.decode()
    assert 'value="ada@example.org"' in page
    assert browser.post("/profile", TYPED).headers["Location"] == "/profile?saved=1"
    ada = Account.objects.get(username="ada")
    assert (ada.last_name, ada.city, ada.extension, ada.fax) == (
        "King",
        "Denver",
        "12",
        "3035550177",
    )
    after = browser.get("/profile?saved=1").content.decode()
    assert "Your profile is saved" in after
    assert '<option value="CO" selected>' in after
    assert "Ada King" in after, "the profile menu"
    assert 'data-shortcuts="on"' in after


@pytest.mark.req("ACC-14", part="profile")
def test_shortcuts_can_be_switched_off(browser: Client) -> None:
    browser.post("/profile", {name: value for name, value in TYPED.items() if name != "shortcuts"})
    assert 'data-shortcuts="off"' in browser.get("/profile").content.decode()


@pytest.mark.req("ACC-14", part="profile")
def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(browser: Client) -> None:
    wrong = {
        "first_name": "",
        "fax": "12",
        "email_again": "other@example.org",
        "city": "B" * 200,
        "address2": "a" * 301,
    }
    answer = browser.post("/profile", TYPED | wrong | {"address1": "2 Oak St"})
    assert answer.context["form"].errors == {
        "first_name": ["Enter the first name."], "fax": ["Enter ten digits, starting with the area code, like 303-555-0100."],
        "email_again": ["The addresses do not match. Enter the same email address in both fields."], "city": ["Use at most 80 characters."],
        "address2": ["Use at most 300 characters."],
    }  # fmt: skip
    assert 'value="2 Oak St"' in answer.content.decode()
    assert Account.objects.get(username="ada").city == ""


@pytest.mark.req("ACC-14", part="profile")
def test_a_new_address_waits_for_its_code_and_the_password(browser: Client) -> None:
    new = TYPED | {"email": "king@example.org", "email_again": "King@example.org"}
    assert browser.post("/profile", new).headers["Location"] == "/profile/email"
    ada = Account.objects.get(username="ada")
    assert (ada.last_name, ada.email, ada.proven_email) == (
        "King",
        "ada@example.org",
        "ada@example.org",
    )
    assert "Until then we use ada@example.org." in browser.get("/profile").content.decode()
    to, code = mailed()
    assert to == "king@example.org"
    wrong = browser.post("/profile/email", {"code": code, "password": "not it"}).content.decode()
    assert "That password is not correct." in wrong
    assert Account.objects.get(username="ada").email == "ada@example.org"
    assert (
        browser.post("/profile/email", {"code": code, "password": w.PASSWORD}).headers["Location"]
        == "/profile?saved=1"
    )
    ada.refresh_from_db()
    assert (ada.email, ada.proven_email) == ("king@example.org", "king@example.org")
    assert browser.get("/profile/email").headers["Location"] == "/profile"


@pytest.mark.req("ACC-14", part="profile")
def test_another_code_can_be_sent_and_the_old_address_kept(browser: Client) -> None:
    browser.post(
        "/profile", TYPED | {"email": "king@example.org", "email_again": "king@example.org"}
    )
    assert (
        browser.post("/profile/email", {"resend": "1"}).headers["Location"]
        == "/profile/email?sent=1"
    )
    assert mailed()[0] == "king@example.org"
    browser.post("/profile/email", {"discard": "1"})
    assert "not used yet" not in browser.get("/profile").content.decode()
    assert (
        browser.post("/profile/email", {"code": mailed()[1], "password": w.PASSWORD}).headers[
            "Location"
        ]
        == "/profile"
    )
    assert Account.objects.get(username="ada").email == "ada@example.org"


@pytest.mark.req("ACC-14", part="profile")
def test_staff_edit_theirs_without_a_fax(world: w.World) -> None:
    browser = w.signed_in(world, "grace")
    typed = {
        "first_name": "Grace",
        "last_name": "Hopper",
        "email": "grace@example.org",
        "email_again": "grace@example.org",
    }
    assert browser.post("/profile", typed).status_code == 302
    assert Account.objects.get(username="grace").last_name == "Hopper"
