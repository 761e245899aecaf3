"""Notices: to the submitter, with Case ID and link, never health information; none is lost to a
mail server that is down.
"""

import email
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from precert.jobs import worker
from precert.journal.models import Errand
from precert.notices import catalog
from precert.transports.models import Delivery
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def _smtp_settings(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5  # type: ignore[attr-defined]


class Inbox:
    """Keeps what a real SMTP conversation delivers."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the library's name
        self.messages.append(envelope.content)  # type: ignore[attr-defined]
        return "250 kept"


@pytest.mark.req("COM-06", part="status")
def test_the_submitter_is_told_of_review_and_determination_without_health_information(
    now: datetime, mailbox: object
) -> None:
    world = w.build(now)
    answer = w.submitted(world, now)
    w.issue(UUID(answer["request"]), world.grace, now)
    worker.run_once(now)
    assert [m.to for m in mail.outbox] == [["ada@example.org"]] * 2
    for message in mail.outbox:
        everything = message.message().as_string()
        assert answer["case"] in everything
        assert f"/cases/{answer['case']}" in everything
        for secret in (w.CANARY, "97110", "CO1000001", "pproved"):
            assert secret not in everything


@pytest.mark.req("COM-06", part="none lost")
@pytest.mark.enable_socket
@pytest.mark.usefixtures("_smtp_settings")
def test_a_mail_server_that_is_down_loses_no_notice(
    now: datetime, settings: object, free_port: int
) -> None:
    settings.EMAIL_PORT = free_port  # type: ignore[attr-defined]
    world = w.build(now)
    answer = w.submitted(world, now)
    w.take(UUID(answer["request"]), world.grace, now)
    worker.run_once(now)
    assert Delivery.objects.get().state == "unreached"
    assert Errand.objects.filter(done_at=None, attempts=1).count() == 1
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port)
    server.start()
    try:
        worker.run_once(now + timedelta(hours=1))
        worker.run_once(now + timedelta(hours=2))
    finally:
        server.stop()
    assert len(inbox.messages) == 1
    assert (
        email.message_from_bytes(inbox.messages[0])["Message-ID"]
        == f"<{Delivery.objects.get().key}@precert.invalid>"
    )


def test_a_notice_dropped_onto_the_shelf_is_sent(
    now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mailbox: object
) -> None:
    (tmp_path / "dropped_in.py").write_text(
        "from precert.notices.notice import Notice\n"
        "from precert.transports.transport import Outgoing\n"
        "class DroppedIn(Notice):\n"
        "    verbs = ('request.taken',)\n"
        "    def words(self, entry, now):\n"
        "        return [Outgoing(None, 'desk@example.org', 'Taken', 'A request was taken.')]\n"
    )
    monkeypatch.setattr(catalog, "__path__", [*catalog.__path__, str(tmp_path)])
    world = w.build(now)
    w.take(UUID(w.submitted(world, now)["request"]), world.grace, now)
    worker.run_once(now)
    assert ["desk@example.org"] in [m.to for m in mail.outbox]
