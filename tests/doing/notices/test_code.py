"""The notice with a code: by the way chosen, only while it can be used, and only the newest."""

from datetime import datetime, timedelta

import pytest

from precert.journal.models import Entry
from precert.notices.catalog.code import CodeNotice
from precert.notices.code_words import ABOUT
from precert.people.actions.start_code import start_code, start_decoy
from precert.people.models import Account, Challenge
from precert.people.policy import PURPOSES, Purpose
from precert.people.queries import open_code
from tests import world as w
from tests.harness import codes, telephone

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(now: datetime) -> Account:
    return Account.objects.get(pk=w.build(now).accounts["ada"])


def newest() -> Entry:
    return Entry.objects.filter(verb="code.requested").latest("pk")


@pytest.mark.req("ACC-04", "ACC-06")
@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_mail_says_code_purpose_and_end(ada: Account, now: datetime, purpose: Purpose) -> None:
    start_code(ada, now, purpose=purpose, channel="email", to="new@example.org")
    [one] = CodeNotice().words(newest(), now)
    mail = open_code(newest(), now)
    assert mail
    assert (one.address, one.account, one.channel) == ("new@example.org", ada.pk, "email")
    assert one.subject == ABOUT[purpose].subject
    for part in (mail.code, ABOUT[purpose].to, "09:10 MDT"):
        assert part in one.text
    assert mail.code not in one.subject
    assert ada.last_name not in one.text


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_text_message_says_the_same_and_a_call_no_code(
    ada: Account, now: datetime, purpose: Purpose
) -> None:
    sms = start_code(ada, now, purpose=purpose, channel="sms", to=telephone.ADA)
    [text] = CodeNotice().words(newest(), now)
    sent = open_code(newest(), now)
    assert sent
    assert (text.channel, text.about, text.address) == (
        "sms",
        ("challenge", str(sms)),
        telephone.ADA,
    )
    for part in (sent.code, ABOUT[purpose].to, "09:10 MDT"):
        assert part in text.text
    call = start_code(ada, now, purpose=purpose, channel="voice", to=telephone.ADA)
    [spoken] = CodeNotice().words(newest(), now)
    assert (spoken.channel, spoken.about) == ("voice", ("challenge", str(call)))
    assert not any(character.isdigit() for character in spoken.text)


@pytest.mark.parametrize("channel", ["email", "sms", "voice"])
def test_nothing_is_sent_when_it_is_of_no_use_any_more(
    ada: Account, now: datetime, channel: str
) -> None:
    to = "ada@example.org" if channel == "email" else telephone.ADA
    challenge = start_code(ada, now, purpose="sign-in", channel=channel, to=to)  # type: ignore[arg-type]
    asked = newest()
    assert CodeNotice().words(asked, now + timedelta(minutes=11)) == []
    Challenge.objects.filter(pk=challenge).update(used_at=now)
    assert CodeNotice().words(asked, now) == []
    codes.start(ada, now)
    replaced = newest()
    codes.start(ada, now + timedelta(minutes=1))
    assert CodeNotice().words(replaced, now + timedelta(minutes=1)) == []


def test_nothing_is_sent_for_a_name_that_nobody_has(ada: Account, now: datetime) -> None:
    start_decoy("nobody", now, purpose="forgot-password")
    assert CodeNotice().words(newest(), now) == []
