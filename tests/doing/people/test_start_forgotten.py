"""Who gets a code that forgot the password, and where it goes."""

from datetime import datetime

import pytest

from precert.journal.models import Entry
from precert.people.checks.forgotten import start_forgotten
from precert.people.models import Account, Challenge
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.mark.req("ACC-08")
@pytest.mark.parametrize("email", ["ada@example.org", " ADA@Example.org", "newer@example.org"])
def test_the_code_goes_to_the_proven_address(now: datetime, email: str) -> None:
    ada = w.build(now).accounts["ada"]
    Account.objects.filter(pk=ada).update(email="newer@example.org")
    challenge = Challenge.objects.get(pk=start_forgotten("ada", email, now, staff=True))
    assert (challenge.account_id, challenge.to, challenge.purpose) == (
        ada,
        "ada@example.org",
        "forgot-password",
    )


@pytest.mark.req("ACC-08")
@pytest.mark.parametrize(
    ("username", "email", "staff"),
    [
        ("nobody", "ada@example.org", True),
        ("ada", "ben@example.org", True),
        ("ada", "", True),
        ("grace", "grace@example.org", False),
    ],
)
def test_anybody_else_gets_a_decoy_and_the_journal_names_nobody(
    now: datetime, username: str, email: str, staff: bool
) -> None:
    w.build(now)
    challenge = Challenge.objects.get(pk=start_forgotten(username, email, now, staff=staff))
    assert (challenge.account_id, challenge.to) == (None, "")
    entry = Entry.objects.get(verb="code.requested")
    assert entry.subject_kind == "username"
    assert username not in f"{entry.subject_id} {entry.data} {entry.actor_name}"
