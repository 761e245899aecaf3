"""Storing and reading files: checked, scanned, encrypted.

Bytes are handled outside every transaction: they are written first, the row after them by
itself. A crash between leaves a blob without a row: ciphertext whose key is lost,
harmless. The caller journals.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from precert.documents import crypto, file_types, inspection, keys, names, scan
from precert.documents.models import ScanState
from precert.documents.models import StoredFile as StoredFile  # noqa: PLC0414 - what callers get
from precert.documents.rules import FileProblem, UploadRules
from precert.kit.inserts import insert
from precert.kit.storage import BlobStore, FolderStore, StorageError

CHUNK = 64 * 1024
UNCHECKED = FileProblem(
    "scanner-down",
    "We cannot check files for malware right now, so this file was not stored. Please try again"
    " in a few minutes.",
)


class FileRefused(Exception):  # noqa: N818 - an answer, not a fault
    """The file may not come in; nothing was stored. `problems` says why, in words for the person
    who chose the file.
    """

    def __init__(self, problems: list[FileProblem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def blobs() -> BlobStore:
    """The blob store of this installation."""
    return FolderStore(settings.DOCUMENT_FOLDER)


def store(
    name: str,
    declared_type: str,
    data: bytes | BinaryIO,
    rules: UploadRules,
    now: datetime,
    by: str,
) -> StoredFile:
    """Check, scan, encrypt and keep an uploaded file; `by` is the actor as kind:id.

    Raises Refused (nothing stored), StorageError (disk), RuntimeError inside a transaction. At most
    `rules.max_bytes` + 1 are read.
    """
    _refuse_inside_transaction()
    content = data if isinstance(data, bytes) else _read_some(data, rules.max_bytes + 1)
    problems = file_types.inspect(name, content, rules, inspection.look)
    if problems:
        raise FileRefused(problems)
    state = _scan(content)
    return _keep(
        name, declared_type, file_types.media_type(names.extension(name)), content, state, now, by
    )


def store_generated(
    name: str, content_type: str, data: bytes, now: datetime, by: str
) -> StoredFile:
    """Keep a file Precert made itself (a letter, a report): encrypted like every file, not
    inspected.
    """
    _refuse_inside_transaction()
    return _keep(name, content_type, content_type, data, ScanState.OWN, now, by)


def find(file_id: uuid.UUID) -> StoredFile | None:
    """The row of a file, or None."""
    return _whole().filter(pk=file_id).first()


def find_many(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, StoredFile]:
    """The rows of many files in one query, by id; unknown ids are left out."""
    return _whole().in_bulk(list(ids))


def read(stored: StoredFile) -> Iterator[bytes]:
    """The plaintext in verified pieces of at most 64 KiB.

    Raises CryptoError when the bytes aren't those that were stored (a later piece can fail after
    earlier ones were given out;
    `content` gives all or nothing), BlobMissingError when they are gone.
    """
    key = crypto.unwrap(
        keys.ring(), crypto.WrappedKey(stored.key_id, bytes(stored.wrapped_key)), str(stored.id)
    )
    digest, size = hashlib.sha256(), 0
    for piece in crypto.decrypt(key, blobs().read(stored.storage_key)):
        digest.update(piece)
        size += len(piece)
        yield piece
    if digest.hexdigest() != stored.sha256 or size != stored.size:
        raise crypto.CryptoError("a stored file isn't the one its row describes")


def content(stored: StoredFile) -> bytes:
    """The whole plaintext, verified before any of it is returned. For files within upload limits."""
    return b"".join(read(stored))


def discard(files: Iterable[StoredFile]) -> None:
    """Destroy the bytes and the key of files that nothing refers to. The row stays: that a file came
    is never unsaid. Done again, it does no harm.
    """
    for stored in files:
        blobs().delete(stored.storage_key)
        StoredFile.objects.filter(pk=stored.pk).update(wrapped_key=b"")


def rewrap(limit: int = 1000) -> int:
    """After a key change: wrap up to `limit` file keys by the newest ring key; returns how many
    were done. Call until 0.
    """
    ring = keys.ring()
    done = 0
    for stored in _whole().exclude(key_id=ring.newest).order_by("pk")[:limit]:
        fresh = crypto.rewrap(
            ring, crypto.WrappedKey(stored.key_id, bytes(stored.wrapped_key)), str(stored.id)
        )
        same = StoredFile.objects.filter(
            pk=stored.pk, key_id=stored.key_id
        )  # another worker may have been faster
        done += same.update(key_id=fresh.key_id, wrapped_key=fresh.data)
    return done


def _whole() -> QuerySet[StoredFile]:
    return StoredFile.objects.exclude(wrapped_key=b"")


def _read_some(file: BinaryIO, most: int) -> bytes:
    pieces, size = [], 0
    while size < most and (piece := file.read(min(CHUNK, most - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _scan(data: bytes) -> ScanState:
    """Raises Refused for malware, and when a scanner is configured but gives no clear answer."""
    if not settings.CLAMD:
        return ScanState.NOT_CONFIGURED
    try:
        malware = scan.find_malware(settings.CLAMD, _pieces(data))
    except scan.ScannerError as error:
        raise FileRefused([UNCHECKED]) from error
    if malware:
        text = (
            f"The malware scanner found {malware} in this file, so it was not stored. Have that"
            " computer checked for malware."
        )
        raise FileRefused([FileProblem("infected", text)])
    return ScanState.CLEAN


def _keep(
    name: str, declared: str, sniffed: str, data: bytes, state: ScanState, now: datetime, by: str
) -> StoredFile:
    file_id, key = uuid.uuid4(), crypto.new_key()
    wrapped = crypto.wrap(keys.ring(), key, str(file_id))
    storage_key = uuid.uuid4().hex
    blobs().write(storage_key, crypto.encrypt(key, _pieces(data)))
    stored = StoredFile(
        id=file_id,
        name=names.clean(name),
        declared_type=declared[:150].replace("\0", ""),
        sniffed_type=sniffed,
        extension=names.extension(name),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        key_id=wrapped.key_id,
        wrapped_key=wrapped.data,
        storage_key=storage_key,
        scan_state=state,
        created_at=now,
        created_by=by,
    )
    try:
        insert([stored])
    except DatabaseError as error:
        blobs().delete(storage_key)
        raise StorageError(f"{storage_key} has no row ({error})") from error
    return stored


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def _refuse_inside_transaction() -> None:
    """Writing files while rows are locked would hold up everyone, so say so before a byte is
    written.
    """
    open_blocks = getattr(connection, "atomic_blocks", [])
    if open_blocks and not getattr(open_blocks[-1], "_from_testcase", False):
        raise RuntimeError("files are stored outside of transactions")
