"""Storing and reading files, with rows and bytes."""

import hashlib
import io
import os
import socket
import struct
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import Settings

from precert.documents import store as documents
from precert.documents.crypto import CryptoError
from precert.documents.models import StoredFile
from precert.documents.rules import MB, UploadRules
from precert.kit.storage import BlobMissingError, StorageError
from tests.deciding.documents import samples

pytestmark = pytest.mark.django_db
RULES = UploadRules(4 * MB, strictly_below=False, extensions=("pdf", "txt", "docx"))
ADA = "person:1"
CANARY = "Canary Consumer 900-12-3456"


@pytest.fixture(autouse=True)
def kept(folders: Path, settings: Settings) -> Path:
    settings.CLAMD = ""
    settings.DOCUMENT_KEYS = ["one:" + "11" * 32]
    return folders


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.req("COM-03", part="encrypted")
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 4 * MB])
def test_a_file_comes_back_byte_for_byte(now: datetime, size: int) -> None:
    data = (b"synthetic note\n" * (size // 15 + 1))[:size]
    stored = documents.store("note.txt", "text/html", data, RULES, now, ADA)
    found = documents.find(stored.pk)
    assert found is not None
    assert documents.content(found) == data
    assert max(len(piece) for piece in documents.read(found)) <= 65_536
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.name, found.size, found.extension) == ("note.txt", size, "txt")
    assert (found.declared_type, found.sniffed_type, found.scan_state) == (
        "text/html",
        "text/plain",
        "not-configured",
    )
    assert (found.created_at, found.created_by, found.key_id) == (now, ADA, "one")


def test_a_file_object_is_read_only_as_far_as_needed(now: datetime) -> None:
    source = io.BytesIO(b"a" * 20 * MB)
    with pytest.raises(documents.FileRefused) as caught:
        documents.store("a.txt", "", source, RULES, now, ADA)
    assert [problem.code for problem in caught.value.problems] == ["too-large"]
    assert source.tell() == 4 * MB + 1
    whole = samples.pdf()
    assert (
        documents.content(documents.store("a.pdf", "", io.BytesIO(whole), RULES, now, ADA)) == whole
    )


@pytest.mark.req("COM-03", part="encrypted")
def test_no_plaintext_reaches_the_disk(now: datetime, kept: Path) -> None:
    documents.store("note.txt", "", (CANARY + "\n").encode() * 5000, RULES, now, ADA)
    (path,) = files(kept)
    stored = path.read_bytes()
    assert CANARY.encode() not in stored
    assert b"note.txt" not in stored
    assert "note" not in str(path.relative_to(kept))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", samples.locked_pdf(), "password"),
        ("a.exe", b"MZ", "extension"),
        ("../a.txt", b"x", "name-path"),
        ("a.txt", b"", "empty"),
        ("a.docx", samples.docx(extra={"word/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_a_refused_file_leaves_nothing(
    now: datetime, kept: Path, name: str, data: bytes, code: str
) -> None:
    with pytest.raises(documents.FileRefused) as caught:
        documents.store(name, "", data, RULES, now, ADA)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert StoredFile.objects.count() == 0
    assert files(kept) == []


def test_a_disk_that_refuses_leaves_no_row(now: datetime, kept: Path) -> None:
    (kept / "documents").write_text("in the way")
    with pytest.raises(StorageError):
        documents.store("a.txt", "", b"x", RULES, now, ADA)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("place", [0, 5, 40_000, -1])
def test_changed_bytes_are_not_handed_out(now: datetime, kept: Path, place: int) -> None:
    stored = documents.store("a.txt", "", b"text " * 20_000, RULES, now, ADA)
    (path,) = files(kept)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(CryptoError):
        documents.content(stored)


def test_the_bytes_of_another_file_are_not_handed_out(now: datetime) -> None:
    first, second = (
        documents.store("a.txt", "", text, RULES, now, ADA) for text in (b"first", b"second")
    )
    first.storage_key = second.storage_key
    with pytest.raises(CryptoError):
        documents.content(first)
    first.storage_key, first.wrapped_key = second.storage_key, second.wrapped_key
    with pytest.raises(CryptoError):
        documents.content(first)


def test_bytes_that_are_gone_are_an_error_of_their_own(now: datetime, kept: Path) -> None:
    stored = documents.store("a.txt", "", b"x", RULES, now, ADA)
    files(kept)[0].unlink()
    with pytest.raises(BlobMissingError):
        documents.content(stored)


def test_keys_rotate_without_touching_the_files(
    now: datetime, kept: Path, settings: Settings
) -> None:
    stored = [documents.store("a.txt", "", f"file {n}".encode(), RULES, now, ADA) for n in range(3)]
    before = {path: path.read_bytes() for path in files(kept)}
    settings.DOCUMENT_KEYS = ["two:" + "22" * 32, "one:" + "11" * 32]
    assert documents.rewrap(limit=2) == 2
    assert documents.rewrap(limit=2) == 1
    assert documents.rewrap() == 0
    settings.DOCUMENT_KEYS = ["two:" + "22" * 32]
    found = documents.find_many([row.pk for row in stored])
    assert sorted(documents.content(row) for row in found.values()) == [
        b"file 0",
        b"file 1",
        b"file 2",
    ]
    assert {path: path.read_bytes() for path in files(kept)} == before
    with pytest.raises(CryptoError):
        documents.content(stored[0])  # the row as it was read before: wrapped by a key that is gone


def test_a_generated_file_is_kept_as_it_is(now: datetime) -> None:
    letter = samples.pdf()
    stored = documents.store_generated(
        "PA-UMApproval-26160-01.pdf", "application/pdf", letter, now, "worker:deliver"
    )
    assert documents.content(stored) == letter
    assert (stored.sniffed_type, stored.extension, stored.scan_state) == (
        "application/pdf",
        "pdf",
        "own",
    )


def test_a_stored_file_is_neither_changed_nor_deleted(now: datetime) -> None:
    stored = documents.store("a.txt", "", b"x", RULES, now, ADA)
    with pytest.raises(TypeError):
        stored.save()
    with pytest.raises(TypeError):
        stored.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(scan_state="whatever")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other.txt"},
        {"sha256": "0" * 64},
        {"storage_key": "x" * 32},
        {"created_by": "person:2"},
    ],
)
def test_the_database_refuses_to_change_what_was_stored(
    now: datetime, change: dict[str, str]
) -> None:
    stored = documents.store("a.txt", "", b"x", RULES, now, ADA)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**change)


def test_the_database_refuses_to_delete_what_was_stored(now: datetime) -> None:
    documents.store("a.txt", "", b"x", RULES, now, ADA)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StoredFile.objects.all().delete()


def test_an_unknown_file_is_none() -> None:
    assert documents.find(uuid.uuid4()) is None


def test_files_are_not_stored_inside_a_transaction(now: datetime, kept: Path) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside of transactions"):
        documents.store("a.txt", "", b"x", RULES, now, ADA)
    assert files(kept) == []


@contextmanager
def scanner(answer: bytes) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as file:
                file.read(10)
                while length := struct.unpack("!I", file.read(4))[0]:
                    file.read(length)
                connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


@pytest.mark.req("COM-03", part="scan")
@pytest.mark.enable_socket
def test_a_scanned_file_is_marked_clean(now: datetime, settings: Settings) -> None:
    with scanner(b"stream: OK\0") as settings.CLAMD:
        assert (
            documents.store("a.txt", "", os.urandom(9).hex().encode(), RULES, now, ADA).scan_state
            == "clean"
        )


@pytest.mark.req("COM-03", part="scan")
@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: Eicar-Test FOUND\0", "infected"),
        (b"stream: ERROR\0", "scanner-down"),
        (b"", "scanner-down"),
    ],
)
def test_malware_and_a_failing_scanner_leave_nothing(
    now: datetime, kept: Path, settings: Settings, answer: bytes, code: str
) -> None:
    with scanner(answer) as settings.CLAMD, pytest.raises(documents.FileRefused) as caught:
        documents.store("a.txt", "", b"x", RULES, now, ADA)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert StoredFile.objects.count() == 0
    assert files(kept) == []
