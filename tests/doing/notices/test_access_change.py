"""Who is told when something changes about how they come in, where, and when not."""

from datetime import datetime, timedelta

import pytest

from precert.journal import recording as journal
from precert.journal.recording import Entry
from precert.notices.catalog.access_change import CHANGES, AccessChange
from precert.people import codes, events, setup
from precert.people.models import Account
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(now: datetime) -> Account:
    owner = Account.objects.get(pk=w.build(now).accounts["ada"])
    owner.registered_at = now - timedelta(days=1)
    owner.save()
    return owner


def told(
    owner: Account, now: datetime, verb: str, by: str = "1", **data: object
) -> list[tuple[str, str, str]]:
    entry = journal.record(
        verb, "account", str(owner.pk), by=journal.By("person", by, "Somebody"), at=now, data=data
    )
    return [(one.address, one.subject, one.text) for one in AccessChange().words(entry, now)]


@pytest.mark.req("ACC-16")
@pytest.mark.parametrize("verb", sorted(set(CHANGES) - {events.EMAIL_CHANGED}))
def test_the_owner_is_told_once_at_the_proved_address_what_when_and_what_to_do(
    ada: Account, now: datetime, verb: str
) -> None:
    Account.objects.filter(pk=ada.pk).update(email="unproved@example.org")
    [(address, subject, text)] = told(
        ada, now, verb, kind="app", role="provider-admin", how="changed"
    )
    assert address == "ada@example.org"
    assert "Precert" in subject
    closed = {
        events.LOCKED,
        events.ACCOUNT_DEACTIVATED,
        events.ACCOUNT_REMOVED,
        events.REGISTRATION_RESET,
    }
    assert ("/password/forgot" in text) is (verb not in closed), (
        "a code is mailed to an open account only"
    )
    assert "contact your administrator or support: http" in text
    assert "06/09/2026 09:00 MDT" in text
    assert "{" not in text


def test_factor_and_role_are_named(ada: Account, now: datetime) -> None:
    assert (
        "You can now sign in with a passkey."
        in told(ada, now, events.FACTOR_ADDED, kind="passkey")[0][2]
    )
    assert (
        "the role Provider Admin"
        in told(ada, now, events.ROLE_GRANTED, role="provider-admin")[0][2]
    )


@pytest.mark.req("ACC-14", part="profile")
def test_the_address_before_gets_the_news_of_another_one(ada: Account, now: datetime) -> None:
    sealed = codes.seal_address("before@example.org", ada.pk)
    assert [one[0] for one in told(ada, now, events.EMAIL_CHANGED, sealed=sealed)] == [
        "before@example.org"
    ]


def test_nobody_is_told_of_what_belongs_to_a_registration_or_was_loaded(
    ada: Account, now: datetime
) -> None:
    assert told(ada, ada.registered_at or now, events.FACTOR_ADDED, kind="email") == []
    assert told(ada, now, events.PASSWORD_CHANGED, how="registered") == []
    assert told(ada, now, events.ROLE_GRANTED, by="setup", role="nurse") == []
    Account.objects.filter(pk=ada.pk).update(registered_at=None, proven_email="")
    assert told(ada, now, events.FACTOR_REMOVED, kind="email") == []
    assert [one[0] for one in told(ada, now, events.REGISTRATION_RESET)] == ["ada@example.org"]
    Account.objects.filter(pk=ada.pk).update(registered_at=now, removed_at=now)
    assert told(ada, now + timedelta(days=1), events.ROLE_REMOVED, role="nurse") == []
    assert len(told(ada, now + timedelta(days=1), events.ACCOUNT_REMOVED)) == 1


def test_the_notice_listens_to_nothing_that_has_no_account(ada: Account, now: datetime) -> None:
    assert isinstance(AccessChange.verbs, tuple)
    assert events.SIGN_IN_FAILED not in AccessChange.verbs
    assert (
        Entry.objects.filter(verb__in=AccessChange.verbs).exclude(subject_kind="account").count()
        == 0
    )


@pytest.mark.req("ACC-16")
@pytest.mark.parametrize(
    ("who", "role", "whom"),
    [
        ("ben", "", "Ask your administrator to unlock it, or contact "),
        ("ada", "", "Only support can unlock a Group Admin. Contact "),
        ("grace", "", "support staff or an administrator to unlock it"),
        ("grace", "administrator", "another administrator of your organization, or whoever runs"),
    ],
)
def test_the_mail_of_a_lock_says_who_can_unlock(
    now: datetime, who: str, role: str, whom: str
) -> None:
    world = w.build(now - timedelta(days=1))
    owner = Account.objects.get(pk=world.accounts[who])
    if role:
        setup.grant_staff_role(owner.pk, role, now)
    [(_, _, text)] = told(owner, now, events.LOCKED, factor="password")
    assert whom in text
    assert "You can keep working where you are signed in now." in text
