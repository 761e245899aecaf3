"""Sending the notices of an event. A failure of a transport leaves the delivery open; the journal
tries again.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from precert.journal.write import Entry
from precert.kit import shelf
from precert.notices import catalog
from precert.notices.models import SentNotice
from precert.notices.notice import Notice
from precert.transports.by_telephone import Call, Text
from precert.transports.mail import Mail
from precert.transports.transport import Channel, Outgoing, Transport, Undeliverable

NAMESPACE = uuid.UUID("8a2d9d4e-6f1f-4c07-9f8e-0c1f4b9d3a57")
TRANSPORTS: Mapping[Channel, Transport] = {"email": Mail(), "sms": Text(), "voice": Call()}


def on_shelf() -> dict[str, Notice]:
    """Every notice by its file name."""
    return {name: kind() for name, kind in shelf.classes(catalog, Notice).items()}  # type: ignore[type-abstract]


def send_notices(entry: Entry, now: datetime) -> None:
    """Send what is still unsent of an event's notices, each with an id that stays the same when it
    is tried again.

    One that its transport refuses for good is kept with the reason and not tried again.
    """
    for name, notice in on_shelf().items():
        if entry.verb in notice.verbs:
            for words in notice.words(entry, now):
                _send(entry, name, words, now)


def _send(entry: Entry, name: str, words: Outgoing, now: datetime) -> None:
    whom = f"{words.account or ''}/{words.address}"
    message_id = (
        f"<{uuid.uuid5(NAMESPACE, f'{entry.pk}/{name}/{words.channel}/{whom}')}@{_domain()}>"
    )
    kept = {
        "entry_id": entry.pk,
        "notice": name,
        "channel": words.channel,
        "message_id": message_id,
    }
    if SentNotice.objects.filter(**kept).exists():
        return
    refused = ""
    try:
        TRANSPORTS[words.channel].send(words, message_id, now)
    except Undeliverable as why:
        refused = str(why)
    SentNotice.objects.create(**kept, account=words.account, sent_at=now, refused=refused[:200])


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
