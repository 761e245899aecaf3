"""Verification: the journal as it is now against its seals, and the seals against the anchor. Reads
only, in constant memory.

Each seal must follow the one before, agree with its own digest and be vouched for by its key; a
seal whose key has left the ring is vouched for by the next one whose key is there, for a digest
covers all before it. Then every row that a seal lists must be there unchanged, and no row may claim
a seal that doesn't list it. What is committed while this runs is left to the next run.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from precert.journal import canonical
from precert.journal.canonical import TABLES, Keys
from precert.journal.chain import DAMAGED, Anchored, Chain, Flaw, SealRow, of_seal
from precert.journal.models import Seal
from precert.journal.seals import MODELS, unsealed

GRACE = timedelta(minutes=15)  # a row older than this should be sealed, a seal anchored
SEALS, ROWS = 50, 2_000  # held in memory at a time
BYTES = (bytes, memoryview)
SEAL_FIELDS = ("number", "form", "at", "previous", "count", "rows", "digest", "key_id", "mac")


@dataclass
class VerificationReport:
    """How far it is: what was read and found."""

    rows: int = 0
    seals: int = 0
    flaws: int = 0
    newest: datetime | None = None
    tell: Callable[["VerificationReport"], None] = field(default=lambda report: None)


def verify(
    keys: Keys,
    now: datetime,
    anchor_file: Path,
    report: VerificationReport,
    grace: timedelta = GRACE,
) -> Iterator[Flaw]:
    """Everything that is wrong, as it is found; `report` counts along and `report.tell` is called
    now and then.
    """
    for flaw in _all(keys, now - grace, anchor_file, report):
        report.flaws += 1
        yield flaw


def _all(
    keys: Keys, due: datetime, anchor_file: Path, report: VerificationReport
) -> Iterator[Flaw]:
    anchored = Anchored(
        anchor_file, due
    )  # before the newest seal is asked for: a line is written after its seal
    newest = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    chain = Chain(keys)
    for group in _groups(newest):
        for one in group:
            yield from chain.follow(one)
            yield from anchored.meet(one)
            report.seals += 1
            report.newest = one.at
        yield from _rows_of(group, chain.done, report)
        chain.done = group[-1].number
        report.tell(report)
    yield from chain.end(newest)
    yield from anchored.end(newest)
    yield from _claims(newest)
    yield from _late(due)


def _groups(newest: int) -> Iterator[list[SealRow]]:
    """The seals in order, as many at once as list some thousand rows of one form. One that can't be
    read is left out, so it is missing.
    """
    after = 0
    while after < newest:
        numbers = list(
            Seal.objects.filter(number__gt=after, number__lte=newest)
            .order_by("number")
            .values_list("pk", flat=True)[:SEALS]
        )
        if not numbers:
            return
        group: list[SealRow] = []
        for values in _readable(
            Seal.objects.filter(pk__in=numbers).order_by("number"), SEAL_FIELDS
        ):
            one = SealRow(*values[1:]) if len(values) > 1 else None
            if one is None or not isinstance(one.at, datetime) or not isinstance(one.rows, BYTES):
                continue
            if group and (
                one.form != group[0].form
                or sum(len(x.rows) for x in group) > ROWS * canonical.LISTED.size
            ):
                yield group
                group = []
            group.append(one)
        if group:
            yield group
        after = numbers[-1]


def _readable(rows: "QuerySet[Any]", columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Id and values of each row; where a value is none that its column could hold, row by row, the
    id alone for what can't be read.
    """
    done: set[object] = set()
    names = ("pk", *columns)
    try:
        for values in rows.values_list(*names).iterator(chunk_size=ROWS):
            done.add(values[0])
            yield values
    except DAMAGED:
        for pk in [pk for pk in rows.values_list("pk", flat=True) if pk not in done]:
            try:
                yield from rows.filter(pk=pk).values_list(*names)
            except DAMAGED:
                yield (pk,)


def _rows_of(group: list[SealRow], after: int, report: VerificationReport) -> Iterator[Flaw]:
    """The rows of these seals, and whatever claims a seal from `after` to the last of them."""
    form = canonical.FORMS.get(group[0].form)
    if form is None:
        return
    listed: dict[tuple[str, int], tuple[int, bytes]] = {}
    for seal in group:
        yield from _listed(seal, listed)
    for letter, model in MODELS.items():
        rows = model.objects.filter(seal__gt=after, seal__lte=group[-1].number)
        for pk, *values in _readable(rows, ("seal", *form[letter])):
            report.rows += 1
            yield from _row(letter, pk, values, listed)
    for letter in MODELS:
        yield from _lost(
            letter, {pk: seal for (of, pk), (seal, _) in listed.items() if of == letter}
        )


def _listed(seal: SealRow, listed: dict[tuple[str, int], tuple[int, bytes]]) -> Iterator[Flaw]:
    try:
        rows = list(canonical.unpack(bytes(seal.rows)))
    except struct.error:
        return  # said of the seal
    for row in rows:
        if row.letter not in MODELS or (row.letter, row.id) in listed:
            yield of_seal(seal.number, f"lists row {row.id} of {row.letter!r} wrongly")
        else:
            listed[row.letter, row.id] = (seal.number, row.digest)


def _row(
    letter: str, pk: int, values: list[Any], listed: dict[tuple[str, int], tuple[int, bytes]]
) -> Iterator[Flaw]:
    """One row against the list; what was found is taken off the list."""
    if not values:
        seal, _ = listed.pop((letter, pk), (0, b""))
        yield Flaw(
            TABLES[letter], pk, seal, "the row was changed into something that can't be read"
        )
        return
    claimed, *columns = values
    seal, digest = listed.get((letter, pk), (0, b""))
    if seal != claimed:
        yield Flaw(
            TABLES[letter], pk, claimed, "the row was added: the seal that it names doesn't list it"
        )
        return
    del listed[letter, pk]
    try:
        changed = canonical.row_digest(letter, columns) != digest
    except DAMAGED:
        changed = True
    if changed:
        yield Flaw(TABLES[letter], pk, seal, "the row was changed")


def _lost(letter: str, rows: dict[int, int]) -> Iterator[Flaw]:
    """Rows that seals list and that weren't found under them."""
    there = (
        set(MODELS[letter].objects.filter(pk__in=list(rows)).values_list("pk", flat=True))
        if rows
        else set()
    )
    for pk, seal in rows.items():
        yield Flaw(
            TABLES[letter],
            pk,
            seal,
            "the row doesn't name the seal that lists it" if pk in there else "the row is missing",
        )


def _claims(newest: int) -> Iterator[Flaw]:
    """Rows that name a seal that there isn't."""
    for letter, model in MODELS.items():
        beyond = Q(seal__lt=1) | Q(seal__gt=newest)
        rows = model.objects.filter(beyond, ~Exists(Seal.objects.filter(number=OuterRef("seal"))))
        for pk, seal in rows.values_list("pk", "seal").iterator(chunk_size=ROWS):
            yield Flaw(TABLES[letter], pk, seal or 0, "the row names a seal that there isn't")


def _late(due: datetime) -> Iterator[Flaw]:
    """Rows that should have been sealed long ago."""
    for letter, rows in unsealed().items():
        for pk in (
            rows.filter(at__lt=due)
            .order_by("pk")
            .values_list("pk", flat=True)
            .iterator(chunk_size=ROWS)
        ):
            yield Flaw(TABLES[letter], pk, 0, "the row isn't sealed")
