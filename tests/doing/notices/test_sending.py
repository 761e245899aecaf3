"""Sending: each message of an event once, whoever it goes to, with a Message-ID that stays the
same.
"""

from datetime import datetime

import pytest
from django.core import mail

from precert.journal.models import Entry
from precert.journal.recording import By, record
from precert.notices import sending
from precert.notices.notice import Notice
from precert.notices.sending import send_notices
from precert.transports.models import Delivery
from precert.transports.transport import Outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


class Several(Notice):
    """To a person and to two desks that have no account."""

    verbs = ("thing.done",)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        to = [(7, "ada@example.org"), (None, "desk@example.org"), (None, "night@example.org")]
        return [Outgoing(account, address, "Done", "It is done.") for account, address in to]


@pytest.fixture
def event(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Entry:
    monkeypatch.setattr(sending, "on_shelf", lambda: {"several": Several()})
    return record("thing.done", "thing", "1", by=By("person", "7", "Ada"), at=now)


@pytest.mark.req("COM-06", part="sent once")
def test_everybody_is_told_once_however_often_the_event_is_delivered(
    event: Entry, now: datetime
) -> None:
    for _ in range(3):
        send_notices(event, now)
    assert [m.to for m in mail.outbox] == [
        ["ada@example.org"],
        ["desk@example.org"],
        ["night@example.org"],
    ]
    assert Delivery.objects.count() == 3


def test_a_message_that_is_sent_again_has_the_same_id_and_no_two_share_one(
    event: Entry, now: datetime
) -> None:
    send_notices(event, now)
    # as if the process had died between the mail server's yes and the row
    Delivery.objects.all().delete()
    send_notices(event, now)
    ids = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert ids[:3] == ids[3:]
    assert len(set(ids)) == 3


def test_an_event_that_no_notice_is_about_sends_nothing(event: Entry, now: datetime) -> None:
    send_notices(record("other.thing", "thing", "1", by=By("person", "7", "Ada"), at=now), now)
    assert mail.outbox == []
