"""The notice with a sign-in code: only while it can be used, and only the newest."""

from datetime import datetime, timedelta

import pytest

from precert.journal.models import Entry
from precert.messages.notices.sign_in_code import SignInCode
from precert.people.models import Account
from precert.people.queries import open_code
from tests import world as w
from tests.harness import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(now: datetime) -> Entry:
    codes.start(Account.objects.get(pk=w.build(now).accounts["ada"]), now)
    return Entry.objects.get(verb="code.requested")


@pytest.mark.req("ACC-06")
def test_it_goes_to_the_accounts_address_with_code_and_end(asked: Entry, now: datetime) -> None:
    [one] = SignInCode().words(asked, now)
    mail = open_code(asked, now)
    assert mail
    assert (one.address, one.account, one.subject) == ("ada@example.org", int(asked.subject_id), "Your Precert sign-in code")
    assert mail.code in one.text
    assert "15:10 UTC" in one.text
    assert mail.code not in one.subject


def test_a_code_that_is_too_old_is_not_sent(asked: Entry, now: datetime) -> None:
    assert SignInCode().words(asked, now + timedelta(minutes=11)) == []


def test_a_code_that_was_replaced_is_not_sent(asked: Entry, now: datetime) -> None:
    codes.start(Account.objects.get(username="ada"), now + timedelta(minutes=1))
    assert SignInCode().words(asked, now + timedelta(minutes=1)) == []
