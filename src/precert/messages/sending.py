"""Sending the notices of an event. A failure of the mail server leaves the delivery open; the journal tries again."""

import uuid
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from precert.journal.write import Entry
from precert.kit import shelf
from precert.messages import notices
from precert.messages.models import SentNotice
from precert.messages.notice import Notice, Words

NAMESPACE = uuid.UUID("8a2d9d4e-6f1f-4c07-9f8e-0c1f4b9d3a57")


def on_shelf() -> dict[str, Notice]:
    """Every notice by its file name."""
    return {name: kind() for name, kind in shelf.classes(notices, Notice).items()}  # type: ignore[type-abstract]


def send_notices(entry: Entry, now: datetime) -> None:
    """Send what is still unsent of an event's notices, each with a Message-ID that stays the same when it is tried again."""
    for name, notice in on_shelf().items():
        if entry.verb in notice.verbs:
            for words in notice.words(entry, now):
                _send(entry, name, words, now)


def _send(entry: Entry, name: str, words: Words, now: datetime) -> None:
    to_whom = words.address if words.account is None else words.account
    message_id = f"<{uuid.uuid5(NAMESPACE, f'{entry.pk}/{name}/{to_whom}')}@{_domain()}>"
    if SentNotice.objects.filter(entry_id=entry.pk, notice=name, channel="email", message_id=message_id).exists():
        return
    EmailMessage(
        subject=words.subject,
        body=words.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[words.address],
        headers={"Message-ID": message_id},
    ).send(fail_silently=False)
    SentNotice.objects.create(entry_id=entry.pk, notice=name, account=words.account, channel="email", message_id=message_id, sent_at=now)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
