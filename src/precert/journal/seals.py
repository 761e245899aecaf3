"""Sealing: every row of the journal that no seal lists yet is listed by the next one, whatever its
id.

An id is given when a row is inserted, not when it is committed, so lower ids can appear after
higher ones were sealed. Rows are found by their column `seal`, not by an id. A seal's number is
unique: of two workers at once one finds it taken and looks again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction

from precert.journal import anchor, canonical
from precert.journal.canonical import ENTRY, READING, Keys, Listed
from precert.journal.models import Entry, Reading, Seal

BATCH = 1_000  # rows of one seal: one short transaction
ANCHOR_AFTER = 20  # seals; a backlog is anchored along the way
MODELS: dict[str, type[Entry] | type[Reading]] = {ENTRY: Entry, READING: Reading}


class _OvertakenError(Exception):
    """Another worker has sealed these rows."""


@dataclass(frozen=True)
class SealMade:
    """One seal that was made: its number, and how many rows it lists."""

    number: int
    rows: int


def seal(
    keys: Keys, now: datetime, anchor_file: Path, most: int | None = None
) -> Iterator[SealMade]:
    """Seal what isn't sealed, at most `most` seals, and anchor them. Raises OSError when the anchor
    is gone or full; the seals stand.
    """
    made = 0
    if not Seal.objects.exists():
        anchor.begin(anchor_file)
    while most is None or made < most:
        one = _next(keys, now)
        if one is None:
            break
        made += 1
        if made % ANCHOR_AFTER == 0:
            catch_up(anchor_file)
        yield one
    catch_up(anchor_file)


def unsealed() -> "dict[str, models.QuerySet[Any]]":
    """The rows of each table that no seal lists yet."""
    return {letter: model.objects.filter(seal=None) for letter, model in MODELS.items()}


def catch_up(file: Path) -> int:
    """Anchor the seals that the file doesn't hold yet; returns their number. Raises
    FileNotFoundError when it is gone, OSError.
    """
    if not Seal.objects.exists():
        return 0
    with anchor.opened(file) as held:
        rows = (
            Seal.objects.filter(number__gt=held.newest)
            .order_by("number")
            .values_list("number", "digest", "at")
        )
        return held.add(
            anchor.AnchorLine(number, digest, at)
            for number, digest, at in rows.iterator(chunk_size=BATCH)
        )


def _next(keys: Keys, now: datetime) -> SealMade | None:
    """One seal, tried again as long as others are faster; None when nothing is left."""
    while True:
        last = Seal.objects.order_by("-number").values_list("number", "digest").first() or (
            0,
            canonical.GENESIS,
        )
        rows = (
            _rows()
        )  # read after `last`: whoever sealed them in between has taken the next number
        if not rows:
            return None
        try:
            _write(keys, now, *last, rows)
        except (IntegrityError, _OvertakenError):
            continue
        return SealMade(last[0] + 1, len(rows))


def _rows() -> list[Listed]:
    """At most one batch of rows without a seal, with their digests. Rows never change, so they may
    be read before the transaction.
    """
    found: list[Listed] = []
    for letter, rows in unsealed().items():
        columns = canonical.FORMS[canonical.NEWEST_FORM][letter]
        values = rows.order_by("id").values_list(*columns)[: BATCH - len(found)]
        found += [Listed(letter, one[0], canonical.row_digest(letter, one)) for one in values]
    return found


def _write(keys: Keys, now: datetime, last: int, previous: str, rows: list[Listed]) -> None:
    number, packed = last + 1, canonical.pack(rows)
    digest = canonical.seal_digest(
        canonical.NEWEST_FORM, number, previous, now, len(rows), keys.newest, packed
    )
    one = Seal(
        number=number, form=canonical.NEWEST_FORM, at=now, previous=previous, count=len(rows), rows=packed, digest=digest,
        key_id=keys.newest, mac=keys.mac(keys.newest, digest),
    )  # fmt: skip
    with transaction.atomic(durable=True):
        one.save(force_insert=True)
        for letter, model in MODELS.items():
            ids = [row.id for row in rows if row.letter == letter]
            if ids and model.objects.filter(pk__in=ids, seal=None).update(seal=number) != len(ids):
                raise _OvertakenError
