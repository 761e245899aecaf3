"""One's own contact information, and the email address that has to be proved."""

from datetime import datetime

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.change_email import ChangeEmail
from precert.people.actions.edit_profile import EditProfile, EditProfileInput
from precert.people.actions.prove_code import ProveCodeInput
from precert.people.actions.start_code import start_code
from precert.people.actors import as_account
from precert.people.codes import unseal_address
from precert.people.models import Account
from tests import world as w

pytestmark = pytest.mark.django_db
TYPED = {
    "first_name": " Ada ",
    "last_name": "King",
    "fax": "(303) 555-0177",
    "phone": "303.555.0178",
    "state": "co",
    "postal_code": "80202",
}


@pytest.fixture
def ada(now: datetime) -> Account:
    return Account.objects.get(pk=w.build(now).accounts["ada"])


@pytest.mark.req("ACC-14", part="profile")
def test_what_differs_is_written_and_the_journal_gets_the_names_of_fields_only(
    ada: Account, now: datetime
) -> None:
    perform(EditProfile, EditProfileInput(TYPED, shortcuts=False), as_account(ada), now)
    ada.refresh_from_db()
    assert (ada.full_name, ada.fax, ada.phone, ada.state, ada.shortcuts) == (
        "Ada King",
        "3035550177",
        "3035550178",
        "CO",
        False,
    )
    entry = Entry.objects.get(verb="account-changed")
    assert entry.data == {
        "fields": ["fax", "last_name", "phone", "postal_code", "shortcuts", "state"]
    }
    perform(EditProfile, EditProfileInput(TYPED, shortcuts=False), as_account(ada), now)
    assert Entry.objects.filter(verb="account-changed").count() == 1


@pytest.mark.req("ACC-14", part="profile")
def test_everything_wrong_is_said_at_once_and_the_address_is_not_touched(
    ada: Account, now: datetime
) -> None:
    wrong = {
        "first_name": "",
        "last_name": "X",
        "fax": "12",
        "postal_code": "8",
        "email": "other@example.org",
    }
    with pytest.raises(Refusal) as refusal:
        perform(EditProfile, EditProfileInput(wrong), as_account(ada), now)
    assert {one.path for one in refusal.value.findings} == {"first_name", "fax", "postal_code"}
    perform(
        EditProfile, EditProfileInput(TYPED | {"email": "other@example.org"}), as_account(ada), now
    )
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_staff_need_no_fax(ada: Account, now: datetime) -> None:
    grace = Account.objects.get(username="grace")
    perform(
        EditProfile,
        EditProfileInput({"first_name": "Grace", "last_name": "Tester"}),
        as_account(grace),
        now,
    )
    grace.refresh_from_db()
    assert grace.fax == ""


@pytest.mark.req("ACC-14", part="profile")
def test_a_new_address_is_used_for_codes_once_it_is_proved_and_the_old_one_is_kept_sealed(
    ada: Account, now: datetime
) -> None:
    challenge = start_code(ada, now, purpose="change-email", channel="email", to="king@example.org")
    perform(ChangeEmail, ProveCodeInput(challenge, "change-email"), as_account(ada), now)
    ada.refresh_from_db()
    assert (ada.email, ada.proven_email) == ("king@example.org", "king@example.org")
    entry = Entry.objects.get(verb="email-changed")
    assert "example.org" not in str(entry.data)
    assert unseal_address(entry.data["sealed"], ada.pk) == "ada@example.org"
    with pytest.raises(Refusal):
        perform(ChangeEmail, ProveCodeInput(challenge, "change-email"), as_account(ada), now)
    ben = Account.objects.get(username="ben")
    with pytest.raises(Refusal):
        perform(ChangeEmail, ProveCodeInput(challenge, "change-email"), as_account(ben), now)
