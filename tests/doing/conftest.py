"""Tests with a database and no HTTP: files and mail stay in the test's own folder."""

import socket

import pytest
from django.core import mail


@pytest.fixture(autouse=True)
def own_folders(folders: object) -> None:
    """Every test here writes under its own tmp_path."""


@pytest.fixture
def mailbox(settings: object) -> list[object]:
    """What was mailed, kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
