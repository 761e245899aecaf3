"""Where files lie: blobs under a key, written whole or not at all. Today a folder; an object store
fits the same protocol.

A blob is written once and never changed. Keys are ours (lower-case letters, digits, hyphens), never
a person's file name.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 64 * 1024  # bytes handed out at a time
KEY = re.compile(r"[a-z0-9][a-z0-9-]{7,126}[a-z0-9]")


class StorageError(Exception):
    """The store can't do it; its text names the key, never a folder of the server."""


class BlobMissingError(StorageError):
    """No blob stands under the key."""


class BlobStore(Protocol):
    """What every store can do. `write` publishes all of the bytes or nothing; a key is used once."""

    def write(self, key: str, chunks: bytes | Iterable[bytes]) -> int:
        """Store the bytes under `key`; returns their number. Raises StorageError for a bad or used
        key or a failing disk.
        """
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes, in pieces of at most 64 KiB. Raises BlobMissingError at the first piece."""
        ...

    def delete(self, key: str) -> None:
        """Take the blob away; a missing one is no error."""
        ...

    def exists(self, key: str) -> bool:
        """Whether a whole blob stands under `key`."""
        ...


class FolderStore:
    """Blobs as files below `root`: ab/cd/abcd…, readable by the server's own user only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """The file of `key`. Raises StorageError unless the key has our form, so no key leads
        outside `root`.
        """
        if not KEY.fullmatch(key):
            raise StorageError(f"{key!r} is no storage key")
        return self.root / key[:2] / key[2:4] / key

    def write(self, key: str, chunks: bytes | Iterable[bytes]) -> int:
        """See BlobStore. Temporary file in the same folder, fsync, link under the final name, fsync
        of the folder.
        """
        target = self.path(key)
        try:
            for folder in (self.root, target.parent.parent, target.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".part-", dir=target.parent)
            try:
                size = _fill(handle, [chunks] if isinstance(chunks, bytes) else chunks)
                os.link(temporary, target)  # unlike a rename, refuses to replace a blob
            finally:
                Path(temporary).unlink()
            _sync_folder(target.parent)
        except FileExistsError as error:
            raise StorageError(f"{key} is already used") from error
        except OSError as error:
            raise StorageError(f"{key} could not be written ({error.strerror})") from error
        return size

    def read(self, key: str) -> Iterator[bytes]:
        """See BlobStore."""
        path = self.path(key)
        try:
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece
        except FileNotFoundError as error:
            raise BlobMissingError(f"nothing is stored under {key}") from error
        except OSError as error:
            raise StorageError(f"{key} could not be read ({error.strerror})") from error

    def delete(self, key: str) -> None:
        """See BlobStore."""
        self.path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """See BlobStore."""
        return self.path(key).is_file()


def _fill(handle: int, chunks: Iterable[bytes]) -> int:
    size = 0
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, not only the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
