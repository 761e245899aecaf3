"""Uploads: three ways in, one handling of what can go wrong."""

import errno
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Attachment
from precert.conduct.perform import perform
from precert.documents import scan, store
from precert.documents.models import StoredFile
from precert.kit import storage
from precert.web import uploads
from tests import world as w
from tests.deciding.documents.samples import pdf

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
MB = 1_048_576


GOOD = pdf()


@dataclass
class Door:
    """Where files are posted, with what beside them; `kept` says how many it has."""

    client: Client
    address: str
    field: str
    fields: dict[str, str]
    kept: Callable[[Any], int]
    taken: int  # the status when all went well
    script: bool = False

    def send(self, *files: tuple[str, bytes], **more: str) -> Any:
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        headers = JSON if self.script else {}
        data = self.fields | more | {self.field: sent}
        return self.client.post(self.address, data, headers=headers)


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


def _draft(world: w.World, now: datetime, *, script: bool = False) -> Door:
    draft = w.draft(world, now)
    return Door(
        w.signed_in(world, "ada", "denver"), f"/drafts/{draft}/files", "file",
        {"document_type": "physician-order"}, lambda _: Attachment.objects.count(), 201 if script else 302, script,
    )  # fmt: skip


def _draft_script(world: w.World, now: datetime) -> Door:
    return _draft(world, now, script=True)


def _answer(world: w.World, now: datetime) -> Door:
    made = w.submitted(world, now)
    request = UUID(made["request"])
    w.take(request, world.grace, now)
    data = RequestInformationInput(request, ("Plan of care",))
    perform(RequestInformation, data, world.grace, now)
    address = f"/cases/{made['case']}/requests/1/answer_information"
    typed = {"key": "k", "document_type": "physician-order", "step": "add", "note": "My words"}
    return Door(
        w.signed_in(world, "ada", "denver"), address, "files", typed,
        lambda page: len(re.findall('name="kept"', page.content.decode())), 200,
    )  # fmt: skip


DOORS = [_draft, _draft_script, _answer]


@pytest.fixture(params=DOORS, ids=[one.__name__.strip("_") for one in DOORS])
def door(request: pytest.FixtureRequest, world: w.World, now: datetime) -> Door:
    return request.param(world, now)


@pytest.fixture
def nothing(folders: Path) -> Callable[[], None]:
    """Nothing is stored, not even half."""

    def check() -> None:
        assert not StoredFile.objects.exists()
        assert not Attachment.objects.exists()
        assert [one for one in (folders / "documents").rglob("*") if one.is_file()] == []

    return check


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_good_file_is_stored(door: Door) -> None:
    answer = door.send(("order.pdf", GOOD))
    assert answer.status_code == door.taken
    assert StoredFile.objects.get().name == "order.pdf"
    assert door.kept(answer) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.exe", b"MZ\x90\x00", "Files ending in .exe cannot be uploaded"),
        ("order.pdf", b"", "This file is empty."),
        ("order.pdf", b"this is no pdf", "the content is plain text"),
        ("big.pdf", GOOD + b"\n" * (4 * MB), "4 MB or less"),
        ("huge.pdf", GOOD + b"\n" * (40 * MB), "4 MB or less"),
    ],
    ids=["type", "empty", "content", "too big", "far too big"],
)
def test_what_cannot_be_taken_is_refused_and_costs_the_others_nothing(
    door: Door, nothing: Callable[[], None], name: str, content: bytes, words: str
) -> None:
    answer = door.send((name, content))
    assert answer.status_code == 422
    assert words in said(answer)
    nothing()
    if not door.script:
        answer = door.send((name, content), ("good.pdf", GOOD))
        assert answer.status_code == 422
        assert door.kept(answer) == 1


def _infected(*_: Any, **__: Any) -> str:
    return "Eicar-Test"


def _down(*_: Any, **__: Any) -> str:
    raise scan.ScannerError("down")


@pytest.mark.parametrize(
    ("found", "status", "words"),
    [(_infected, 422, "Eicar-Test"), (_down, 503, "check files for malware right now")],
    ids=["infected", "scanner down"],
)
def test_the_scanner_decides(
    door: Door, nothing: Callable[[], None], monkeypatch: pytest.MonkeyPatch, settings: Any,
    found: Any, status: int, words: str,
) -> None:  # fmt: skip
    settings.CLAMD = "scanner:3310"
    monkeypatch.setattr(scan, "find_malware", found)
    answer = door.send(("order.pdf", GOOD))
    assert answer.status_code == status
    assert words in said(answer)
    nothing()


def _disk(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def _database(*_: Any, **__: Any) -> Any:
    raise OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("where", "what", "full"),
    [(storage.os, "link", _disk), (storage, "_fill", _disk), (store, "insert", _database)],
    ids=["published", "written", "row"],
)
def test_a_full_disk_is_told_and_leaves_nothing_half_stored(
    door: Door, nothing: Callable[[], None], monkeypatch: pytest.MonkeyPatch, where: Any, what: str,
    full: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(where, what, full)
    answer = door.send(("order.pdf", GOOD))
    assert answer.status_code == 507
    assert uploads.DISK in said(answer)
    if "note" in door.fields:
        assert "My words" in said(answer)
    nothing()


def test_the_same_file_again_is_said_and_another_of_its_name_is_taken(door: Door) -> None:
    kept: dict[str, Any] = {}
    answer = door.send(("order.pdf", GOOD))
    if "note" in door.fields:
        kept = {"kept": re.findall('name="kept" value="([^"]*)"', answer.content.decode())}
    again = door.send(("order.pdf", GOOD), **kept)
    assert again.status_code == 422
    assert uploads.DUPLICATE in said(again)
    assert StoredFile.objects.count() == 1
    other = door.send(("order.pdf", GOOD + b"\n%"), **kept)
    assert other.status_code == door.taken
    assert door.kept(other) == 2


def test_too_many_at_once_are_said_with_the_limit(door: Door, nothing: Callable[[], None]) -> None:
    answer = door.send(*((f"{n}.pdf", b"x") for n in range(101)))
    assert answer.status_code == 413
    assert "Send at most 100 files at once." in said(answer)
    nothing()


def test_more_than_fits_in_memory_at_once_is_left_out_by_name(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", len(GOOD) + 10)
    answer = door.send(("one.pdf", GOOD), ("two.pdf", GOOD + b"\n"))
    assert answer.status_code == 422
    assert uploads.TOO_MUCH in said(answer)
    assert [one.name for one in StoredFile.objects.all()] == ["one.pdf"]


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_connection_lost_in_the_middle_stores_nothing(
    door: Door, nothing: Callable[[], None], cut: int
) -> None:
    """The server hands over what arrived, and calls that the whole."""
    boundary = "x" * 20
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in door.fields.items()
    ]
    head = f'Content-Disposition: form-data; name="{door.field}"; filename="order.pdf"'
    file = f"--{boundary}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode() + GOOD
    body = b"".join([*parts, file, f"\r\n--{boundary}--\r\n".encode()])
    arrived = {"wsgi.input": io.BytesIO(body[:-cut]), "CONTENT_LENGTH": str(len(body))}
    answer = door.client.generic(
        "POST",
        door.address,
        body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=JSON if door.script else {},
        **arrived,
    )
    assert answer.status_code == 400
    assert uploads.CUT_OFF in said(answer)
    nothing()
