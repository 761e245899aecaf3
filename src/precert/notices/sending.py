"""Sending the notices of an event. A failure of a transport leaves the event's errand open; the
journal tries again.
"""

import uuid
from datetime import datetime

from precert.journal.recording import Entry
from precert.kit import shelf
from precert.notices import catalog
from precert.notices.notice import Notice
from precert.transports.sending import send
from precert.transports.transport import Outgoing

NAMESPACE = uuid.UUID("8a2d9d4e-6f1f-4c07-9f8e-0c1f4b9d3a57")


def on_shelf() -> dict[str, Notice]:
    """Every notice by its file name."""
    return {name: kind() for name, kind in shelf.classes(catalog, Notice).items()}  # type: ignore[type-abstract]


def send_notices(entry: Entry, now: datetime) -> None:
    """Send what is still unsent of an event's notices, each with a key that stays the same when it
    is tried again.
    """
    for name, notice in on_shelf().items():
        if entry.verb in notice.verbs:
            for words in notice.words(entry, now):
                about = words.about or (entry.subject_kind, entry.subject_id)
                send(_key(entry, name, words), name, words, about, now, entry.pk)


def _key(entry: Entry, name: str, words: Outgoing) -> str:
    """Stands for event, notice, way and recipient."""
    whom = f"{words.account or ''}/{words.address}"
    return str(uuid.uuid5(NAMESPACE, f"{entry.pk}/{name}/{words.channel}/{whom}"))
