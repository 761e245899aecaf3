"""Verification finds whatever an owner of the database did to a sealed trail, and nothing in one
that nobody touched.
"""

import json
import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from precert.journal import anchor, canonical
from precert.journal.canonical import Keys
from precert.journal.models import Entry, Reading, Seal
from tests.doing.journal.trail import KEYS, cut, file, flaws, seal, written

pytestmark = [pytest.mark.django_db, pytest.mark.req("OPS-05")]
LATER = timedelta(hours=1)
MODELS: tuple[Any, ...] = (Entry, Reading, Seal)
THIEF = Keys([("2026", b"\x09" * 32)])  # who has the database has no key
ENTRIES, READINGS, SEALS = 60, 40, 4


@pytest.fixture
def sealed(now: datetime) -> datetime:
    """Four seals over a hundred rows, and triggers switched off, as an owner of the database can."""
    for n in range(SEALS):
        written(now, ENTRIES // SEALS, READINGS // SEALS, seed=n)
        seal(now + timedelta(minutes=n))
    with connection.cursor() as cursor:
        for table in ("journal_entry", "journal_reading", "journal_seal"):
            for event in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER frozen_{event}_{table}{on}")
    return now + LATER


Tampering = Callable[[random.Random], str]


def one(chance: random.Random, model: Any) -> Any:
    return chance.choice(list(model.objects.order_by("pk")))


def other(chance: random.Random, value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chance.choice([1, -1, 3_600_000_000]))
    if isinstance(value, dict):
        return chance.choice([value | {"version": -1}, {}, value | {"more": True}])
    if isinstance(value, list):
        return chance.choice([value[::-1], value[:1], [*value, "0"]])
    if isinstance(value, bytes | memoryview):
        at = chance.randrange(len(value))
        return bytes(value)[:at] + bytes([bytes(value)[at] ^ 1]) + bytes(value)[at + 1 :]
    if isinstance(value, int):
        return value + chance.choice([1, 7, 1000])
    if isinstance(value, str):
        at = chance.randrange(len(value))
        return chance.choice(
            [value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :], value[:-1]]
        )
    return str(value)[:-1] + ("0" if str(value)[-1] != "0" else "1") if value is not None else None


def change(chance: random.Random) -> str:
    """Any column of any row."""
    row = one(chance, chance.choice(MODELS))
    names = [
        f.attname
        for f in row._meta.concrete_fields
        if not f.primary_key and getattr(row, f.attname) is not None
    ]
    name = chance.choice(names)
    type(row).objects.filter(pk=row.pk).update(**{name: other(chance, getattr(row, name))})
    return f"change {row._meta.db_table} {row.pk} {name}"


def empty(chance: random.Random) -> str:
    """A nullable column."""
    model, name = chance.choice(
        [(Entry, "context_provider"), (Entry, "case_id"), (Entry, "seal"), (Reading, "seal")]
    )
    row = chance.choice(list(model.objects.exclude(**{name: None}).order_by("pk")))
    model.objects.filter(pk=row.pk).update(**{name: None})
    return f"empty {row._meta.db_table} {row.pk} {name}"


def renumber(chance: random.Random) -> str:
    """A row's id."""
    row = one(chance, chance.choice(MODELS))
    type(row).objects.filter(pk=row.pk).update(
        **{row._meta.pk.attname: chance.choice([row.pk + 10_000, -row.pk])}
    )
    return f"renumber {row._meta.db_table} {row.pk}"


def drop(chance: random.Random) -> str:
    """A row, a seal, or a seal with all its rows."""
    row = one(chance, chance.choice(MODELS))
    if isinstance(row, Seal) and chance.random() < 0.5:
        Entry.objects.filter(seal=row.pk)._raw_delete("default")
        Reading.objects.filter(seal=row.pk)._raw_delete("default")
    type(row).objects.filter(pk=row.pk)._raw_delete("default")
    return f"drop {row._meta.db_table} {row.pk}"


def swap(chance: random.Random) -> str:
    """The contents of two rows, some or all columns."""
    model = chance.choice(MODELS)
    a, b = chance.sample(list(model.objects.order_by("pk")), 2)
    names = [
        f.attname
        for f in model._meta.concrete_fields
        if not f.primary_key and getattr(a, f.attname) != getattr(b, f.attname)
    ]
    names = chance.choice([names, [chance.choice(names)]])
    for to, of in ((a, b), (b, a)):
        model.objects.filter(pk=to.pk).update(**{name: getattr(of, name) for name in names})
    return f"swap {model._meta.db_table} {a.pk} {b.pk} {names}"


def insert(chance: random.Random) -> str:
    """A row that claims a seal, one that claims none that there is, or one from long ago that
    claims none.
    """
    row = one(chance, chance.choice([Entry, Reading]))
    row.pk = chance.choice([None, row.pk + 50_000, -5])
    row.seal = chance.choice([1, SEALS, SEALS + 1, 0, None])
    row.save(force_insert=True)
    return f"insert {row._meta.db_table} {row.pk} claims {row.seal}"


def cut_tail(chance: random.Random) -> str:
    """The newest seals with their rows, or with rows set free."""
    first = chance.randint(1, SEALS)
    for model in (Entry, Reading):
        rows = model.objects.filter(seal__gte=first)
        _ = rows._raw_delete("default") if chance.random() < 0.7 else rows.update(seal=None)
    Seal.objects.filter(number__gte=first)._raw_delete("default")
    if chance.random() < 0.5:  # and let the worker seal on
        seal(Seal.objects.order_by("-number").values_list("at", flat=True).first() or row_time())
    return f"cut from {first}"


def row_time() -> datetime:
    return datetime.fromisoformat("2026-06-09T15:00:00+00:00")


def forge(chance: random.Random) -> str:
    """Change a row and reseal everything from there, chain and all, without the key or with the
    key's id removed from the ring.
    """
    first = chance.randint(1, SEALS)
    row = chance.choice(list(Entry.objects.filter(seal=first).order_by("pk")))
    Entry.objects.filter(pk=row.pk).update(actor_id="99")
    key_id = chance.choice(["2026", "2024"])
    keys = Keys([(key_id, b"\x09" * 32)])
    previous = (
        Seal.objects.filter(number=first - 1).values_list("digest", flat=True).first()
        or canonical.GENESIS
    )
    for old in Seal.objects.filter(number__gte=first).order_by("number"):
        listed = [
            canonical.Listed(
                r.letter, r.id, digest_of(r.id) if (r.letter, r.id) == ("E", row.pk) else r.digest
            )
            for r in canonical.unpack(bytes(old.rows))
        ]
        packed = canonical.pack(listed)
        previous_, previous = (
            previous,
            canonical.seal_digest(1, old.number, previous, old.at, old.count, key_id, packed),
        )
        mac = keys.mac(key_id, previous)
        Seal.objects.filter(pk=old.pk).update(
            rows=packed, previous=previous_, digest=previous, key_id=key_id, mac=mac
        )
    if chance.random() < 0.5:  # who can write the anchor, too, still has no key
        rows = Seal.objects.order_by("number").values_list("number", "digest", "at")
        file().write_bytes(b"".join(anchor.AnchorLine(*values).text() for values in rows))
    return f"forge from {first} as {key_id}"


def digest_of(pk: int) -> bytes:
    return canonical.row_digest("E", Entry.objects.values_list(*canonical.FORMS[1]["E"]).get(pk=pk))


def touch_anchor(chance: random.Random) -> str:
    """The anchor: a line gone, changed, moved, the end cut, the whole file gone."""
    lines = file().read_bytes().splitlines(keepends=True)
    at = chance.randrange(len(lines))
    what = chance.choice(["gone", "changed", "moved", "cut", "removed", "damaged"])
    if what == "gone":
        del lines[at]
    elif what == "moved":
        lines.insert((at + 1) % len(lines), lines.pop(at))
    elif what == "damaged":
        lines[at] = lines[at][:20] + b"\n"
    elif what == "changed":
        found = json.loads(lines[at])
        name = chance.choice(["seal", "digest", "at"])
        found[name] = {
            "seal": found["seal"] + 1,
            "digest": "0" * 64,
            "at": "2026-06-09T15:00:00+00:01",
        }[name]
        lines[at] = json.dumps(found).encode() + b"\n"
    if what == "removed":
        file().unlink()
    elif what == "cut":
        cut(chance.randint(1, len(lines)))
    else:
        file().write_bytes(b"".join(lines))
    return f"anchor {what} {at}"


WAYS: tuple[Tampering, ...] = (
    change,
    empty,
    renumber,
    drop,
    swap,
    insert,
    cut_tail,
    forge,
    touch_anchor,
)


@pytest.mark.parametrize("count", [63, pytest.param(1_000, marks=pytest.mark.torture)])
def test_every_tampering_is_found_and_an_untouched_trail_gives_no_alarm(
    sealed: datetime, count: int
) -> None:
    chance, kept, missed, alarms = random.Random(7), file().read_bytes(), [], 0
    for n in range(count):
        before = transaction.savepoint()
        done = WAYS[n % len(WAYS)](chance)
        found = flaws(sealed)
        transaction.savepoint_rollback(before)
        if not found:
            missed.append(done)
        if not file().exists():
            file().touch(0o600)
        os.truncate(file(), 0)
        file().write_bytes(kept)
        alarms += len(flaws(sealed))
    assert missed == []
    assert alarms == 0


def test_a_flaw_names_table_row_and_seal(sealed: datetime) -> None:
    row = Entry.objects.filter(seal=2).order_by("pk")[0]
    Entry.objects.filter(pk=row.pk).update(actor_name="Somebody Else")
    found = flaws(sealed)
    assert [(f.table, f.id, f.seal, f.what) for f in found] == [
        ("journal_entry", row.pk, 2, "the row was changed")
    ]


@pytest.mark.parametrize("column", ["at", "data", "case_id"])
def test_a_value_that_the_column_cannot_hold_is_found_and_stops_nothing(
    sealed: datetime, column: str
) -> None:
    if connection.vendor != "sqlite":
        return  # the database itself refuses such a value
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(
            f"UPDATE journal_entry SET {column} = %s WHERE id = (SELECT MIN(id) FROM"
            " journal_entry)",
            ["{no"],
        )
        cursor.execute("UPDATE journal_seal SET at = 'no time' WHERE number = 3")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert {(f.table, f.seal) for f in flaws(sealed)} >= {("journal_entry", 1), ("journal_seal", 3)}


def test_rows_may_wait_for_a_while_but_not_for_ever(sealed: datetime) -> None:
    written(sealed, 3, 0, seed=9)
    assert flaws(sealed) == []
    assert {f.what for f in flaws(sealed + LATER)} == {"the row isn't sealed"}


def test_what_is_sealed_while_a_verification_runs_is_no_flaw(
    sealed: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first group a row is written and sealed; the run goes on as it began."""
    from precert.journal import verification

    def tell(report: verification.VerificationReport) -> None:
        written(sealed, 1, 1, seed=report.rows)
        seal(sealed)

    assert (
        list(verification.verify(KEYS, sealed, file(), verification.VerificationReport(tell=tell)))
        == []
    )
