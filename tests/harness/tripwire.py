"""Fails a test in which the canary person's last name got into a log, a mail, the journal's data or
a delivery's error.

Protected health information belongs in the tables of its rooms and nowhere else. Every world of the
tests holds Carol, whose last name occurs in no other place; so wherever it turns up outside, a real
name would have.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection

CANARY = "Quetzalcoatlus"
TABLES = (("journal_entry", "data"), ("journal_entry", "actor_name"), ("journal_errand", "error"))
EXEMPT = ("django.db.backends",)  # speaks only where a test has asked Django to count its queries


class Listener(logging.Handler):
    """Keeps the name of every logger that says the canary: in its message, its arguments, its
    extras or a traceback.
    """

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(EXEMPT):
            return
        said = f"{record.getMessage()} {record.__dict__}"
        if record.exc_info:
            said += "".join(traceback.format_exception(*record.exc_info))
        if CANARY in said:
            self.heard.append(f"log {record.name}")


@contextmanager
def listening() -> Iterator[Listener]:
    """Listens to every logger at every level; `listener.heard` says which spoke of the canary."""
    listener, root = Listener(), logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        yield listener
    finally:
        root.removeHandler(listener)
        root.setLevel(level)


def mailed() -> list[str]:
    """The mails in memory that speak of the canary: headers, text, attachments."""
    return [f"mail {one.subject!r}" for one in getattr(mail, "outbox", []) if CANARY in _whole(one)]


def _whole(message: mail.EmailMessage) -> str:
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    parts = [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]
    texts = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    return " ".join(
        [*(f"{name}: {value}" for name, value in parsed.items()), *message.recipients(), *texts]
    )


def journaled() -> list[str]:
    """Columns of the journal that hold the canary; none where the database isn't in a state to be
    asked.
    """
    if connection.needs_rollback:
        return []
    try:
        with connection.cursor() as cursor:
            return [
                f"{table}.{column}" for table, column in TABLES if _holds(cursor, table, column)
            ]
    except DatabaseError:
        return []  # an error that the test is about has ended the transaction


def _holds(cursor: object, table: str, column: str) -> bool:
    cursor.execute(
        f'SELECT 1 FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE %s LIMIT 1', [f"%{CANARY}%"]
    )  # type: ignore[attr-defined]
    return cursor.fetchone() is not None  # type: ignore[attr-defined]


def uses_database(item: pytest.Item) -> bool:
    """Whether the test may ask the database."""
    asks = {"db", "committed"} & set(getattr(item, "fixturenames", ()))
    return bool(asks) or item.get_closest_marker("django_db") is not None


def trip(item: pytest.Item, listener: Listener) -> None:
    """Fails the test when the canary got out."""
    found = list(listener.heard)
    if settings.configured and apps.ready:
        found += mailed()
        if uses_database(item):
            found += journaled()
    if found:
        pytest.fail(f"the canary person got out: {', '.join(dict.fromkeys(found))}", pytrace=False)
