"""The chain of seals, and the anchor beside it: does each follow the one before, did we make it, is
it the one that was anchored.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from precert.journal import anchor, canonical
from precert.journal.canonical import Keys

DAMAGED = (
    ValueError,
    TypeError,
    OverflowError,
    DatabaseError,
    struct.error,
)  # what a value that never was ours may raise


@dataclass(frozen=True)
class Flaw:
    """One thing that isn't as it was sealed: the table, the row's or line's id, the seal (0: none),
    and what is wrong.
    """

    table: str
    id: int
    seal: int
    what: str


@dataclass(frozen=True)
class SealRow:
    """A seal as it stands in the database, with what it lists as far as that can be read."""

    number: int
    form: int
    at: datetime
    previous: str
    count: int
    rows: bytes
    digest: str
    key_id: str
    mac: str

    @property
    def recomputed(self) -> str:
        """The digest of what the seal says now. Raises one of DAMAGED."""
        return canonical.seal_digest(
            self.form,
            self.number,
            self.previous,
            self.at,
            self.count,
            self.key_id,
            bytes(self.rows),
        )


class Chain:
    """Walks the seals in the order of their numbers."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.done = 0  # the last seal whose rows were looked at
        self._number, self._digest, self._unvouched = 0, canonical.GENESIS, 0

    def follow(self, seal: SealRow) -> Iterator[Flaw]:
        """What is wrong with this one."""
        if seal.number != self._number + 1:
            yield from (
                of_seal(n, "the seal is missing") for n in range(self._number + 1, seal.number)
            )
        elif seal.previous != self._digest:
            yield of_seal(seal.number, "doesn't follow the seal before it")
        if seal.form not in canonical.FORMS:
            yield of_seal(seal.number, f"has a form that this release doesn't know: {seal.form}")
        try:
            yield from self._vouched(seal)
        except DAMAGED:
            yield of_seal(seal.number, "the seal can't be read")
        self._number, self._digest = seal.number, seal.digest

    def _vouched(self, seal: SealRow) -> Iterator[Flaw]:
        if seal.digest != seal.recomputed:
            yield of_seal(seal.number, "the seal was changed")
        elif not self.keys.knows(seal.key_id):
            self._unvouched = self._unvouched or seal.number
        elif self.keys.vouches(seal.key_id, seal.digest, seal.mac):
            self._unvouched = 0
        else:
            yield of_seal(seal.number, "the seal wasn't made with this installation's key")

    def end(self, newest: int) -> Iterator[Flaw]:
        """Seals at the end that nothing vouches for."""
        if self._unvouched:
            yield of_seal(
                self._unvouched,
                f"no key of the ring vouches for this seal and those after it, up to {newest}",
            )


class Anchored:
    """Walks the anchor's lines beside the seals."""

    def __init__(self, file: Path, due: datetime) -> None:
        self._due, self._behind, self._expected = due, 0, 1
        self._unread = ""
        try:
            self._lines = anchor.lines(file)
        except FileNotFoundError:
            self._lines, self._unread = iter(()), "the anchor file is missing"
        except OSError as error:
            self._lines, self._unread = (
                iter(()),
                f"the anchor file can't be read ({error.strerror})",
            )
        self._flaws: list[Flaw] = []
        self._line = self._read()

    def meet(self, seal: SealRow) -> Iterator[Flaw]:
        """Whether the anchor tells of this seal, and of no other under its number."""
        while self._line and self._line.number < seal.number:
            self._line = self._read()
        if self._line and self._line.number == seal.number:
            if (self._line.digest, self._line.at) != (seal.digest, seal.at):
                yield of_seal(seal.number, "isn't the seal that was anchored under this number")
            self._line = self._read()
        elif self._line is None and seal.at < self._due:
            self._behind = self._behind or seal.number
        yield from self._said()

    def end(self, newest: int) -> Iterator[Flaw]:
        """Anchored seals that are gone, and seals that nobody anchored."""
        if self._unread and newest:
            yield Flaw("anchor", 0, 0, self._unread)
        elif self._behind:
            yield Flaw("anchor", 0, self._behind, f"the anchor ends before seal {self._behind}")
        while self._line:
            if self._line.number > newest:
                yield of_seal(self._line.number, "was anchored and is missing")
            self._line = self._read()
        yield from self._said()

    def _read(self) -> anchor.AnchorLine | None:
        """The next good line; what is wrong with lines is kept until it is asked for."""
        for n, line in self._lines:
            if line is None:
                self._flaws.append(Flaw("anchor", n, self._expected, "the line is damaged"))
                self._expected += 1
                continue
            if line.number != self._expected:
                self._flaws.append(
                    Flaw("anchor", n, line.number, f"the line should tell of seal {self._expected}")
                )
            self._expected = max(self._expected, line.number + 1)
            return line
        return None

    def _said(self) -> Iterator[Flaw]:
        yield from self._flaws
        self._flaws = []


def of_seal(number: int, what: str) -> Flaw:
    """What is wrong with a seal."""
    return Flaw("journal_seal", number, number, what)
