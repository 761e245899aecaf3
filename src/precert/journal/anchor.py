"""The anchor: a file outside the database with one line for each seal. It tells of seals that were
taken away.

A line is JSON: number, digest and moment of a seal. It is written after the seal is committed, with
fsync, under a lock of the file; so it can be behind the database and never ahead of it. A line that
a power cut tore is what stands behind the last line end, and is cut off. The file is made before
the first seal and never again: one that is gone would otherwise come back without what it told.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

TAIL = 64 * 1024  # bytes looked at from the end for the newest good line


@dataclass(frozen=True)
class AnchorLine:
    """One anchored seal."""

    number: int
    digest: str
    at: datetime

    @classmethod
    def parse(cls, text: bytes) -> "AnchorLine | None":
        """The line; None when it isn't one."""
        try:
            found = json.loads(text)
            one = cls(found["seal"], found["digest"], datetime.fromisoformat(found["at"]))
        except (ValueError, TypeError, KeyError):
            return None
        return one if type(one.number) is int and one.text().strip() == text.strip() else None

    def text(self) -> bytes:
        """As it stands in the file."""
        return (
            json.dumps(
                {"seal": self.number, "digest": self.digest, "at": self.at.isoformat()}
            ).encode()
            + b"\n"
        )


class AnchorHeld:
    """The file while its lock is held."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        size = os.fstat(handle).st_size
        tail = os.pread(handle, TAIL, max(0, size - TAIL))
        torn = len(tail) - (tail.rfind(b"\n") + 1)
        if torn:
            os.ftruncate(handle, size - torn)
        found = (AnchorLine.parse(line) for line in reversed(tail[: len(tail) - torn].splitlines()))
        self.newest = next((line.number for line in found if line), 0)

    def add(self, lines: Iterable[AnchorLine]) -> int:
        """Append these, and return once they are on the disk. Raises OSError."""
        count = 0
        for line in lines:
            text = line.text()
            if os.write(self._handle, text) != len(text):
                raise OSError("the anchor's disk is full")
            count += 1
        if count:
            os.fsync(self._handle)
        return count


def begin(file: Path) -> None:
    """Make the file, empty, unless it is there. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


@contextlib.contextmanager
def opened(file: Path) -> Iterator[AnchorHeld]:
    """The file, locked for one writer at a time on this machine. Raises FileNotFoundError, OSError."""
    handle = os.open(file, os.O_RDWR | os.O_APPEND)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield AnchorHeld(handle)
    finally:
        os.close(handle)


def lines(file: Path) -> Iterator[tuple[int, AnchorLine | None]]:
    """The lines there are at this moment, with their numbers from 1; None for what is none. Raises
    FileNotFoundError, OSError.
    """
    stream = file.open("rb")
    return _lines(stream, os.fstat(stream.fileno()).st_size)


def _lines(stream: BinaryIO, end: int) -> Iterator[tuple[int, AnchorLine | None]]:
    with stream:
        for n, text in enumerate(stream, 1):
            end -= len(text)
            if end < 0 or not text.endswith(b"\n"):
                return  # written while we read, or torn
            yield n, AnchorLine.parse(text)
