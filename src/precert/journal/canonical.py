"""What is sealed, byte for byte: the digest of a row and of a seal. Pure, and the same on every
database.

A row is its table's letter and its columns in the order of its form, as JSON: keys sorted, no
blanks, ASCII only, moments as whole microseconds since 1970 UTC, UUIDs as text. A later release
that adds a column adds a form; seals keep the form they were made with.
"""

import hashlib
import hmac
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from precert.journal import frozen

ENTRY, READING = "E", "R"  # the letters of the two tables
TABLES: Mapping[str, str] = {ENTRY: "journal_entry", READING: "journal_reading"}
FORMS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    1: {ENTRY: frozen.ENTRY, READING: frozen.READING}
}
NEWEST_FORM = 1
GENESIS = "0" * 64  # what the first seal follows
PURPOSE = b"precert.journal.seal"
LISTED = struct.Struct(">cq32s")  # letter, id, SHA-256
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC."""
    return (moment - EPOCH) // MICROSECOND


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of the journal")


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain).encode


def row_digest(letter: str, values: Iterable[Any]) -> bytes:
    """SHA-256 of a row; `values` in the order of its form, the id first. Raises TypeError or
    ValueError for what no journal holds.
    """
    return hashlib.sha256(_encode([letter, *values]).encode()).digest()


@dataclass(frozen=True)
class Listed:
    """One row that a seal lists."""

    letter: str
    id: int
    digest: bytes


def pack(rows: Iterable[Listed]) -> bytes:
    """The list as a seal keeps it: 41 bytes a row."""
    return b"".join(LISTED.pack(row.letter.encode(), row.id, row.digest) for row in rows)


def unpack(packed: bytes) -> Iterator[Listed]:
    """The rows of a list. Raises struct.error when it isn't one."""
    return (
        Listed(letter.decode("latin-1"), pk, digest)
        for letter, pk, digest in LISTED.iter_unpack(packed)
    )


def seal_digest(
    form: int, number: int, previous: str, at: datetime, count: int, key_id: str, rows: bytes
) -> str:
    """SHA-256, in hex, of all that a seal says; through `previous` it covers every seal before."""
    head = _encode(
        [form, number, previous, micros(at), count, key_id, hashlib.sha256(rows).hexdigest()]
    )
    return hashlib.sha256(head.encode()).hexdigest()


class Keys:
    """The keys that seals are authenticated with, derived from keys of 32 bytes that are used for
    something else, newest first.
    """

    def __init__(self, ring: Iterable[tuple[str, bytes]]) -> None:
        self._keys = {key_id: hmac.digest(key, PURPOSE, "sha256") for key_id, key in ring}
        self.newest = next(iter(self._keys))

    def knows(self, key_id: str) -> bool:
        """Whether that key is still in the ring."""
        return key_id in self._keys

    def mac(self, key_id: str, digest: str) -> str:
        """HMAC-SHA256, in hex, of a seal's digest. Raises KeyError for an unknown key."""
        return hmac.new(self._keys[key_id], digest.encode(), "sha256").hexdigest()

    def vouches(self, key_id: str, digest: str, mac: str) -> bool:
        """Whether the seal was made with that key, which must be known."""
        return hmac.compare_digest(self.mac(key_id, digest), mac)
