"""Sealing: everything is listed once, whoever seals, in a chain that only this installation's key
can continue.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django import Settings

from precert.jobs import audit, worker
from precert.journal import anchor, canonical, frozen, seals
from precert.journal.canonical import Keys
from precert.journal.models import Entry, Reading, Seal
from precert.journal.verification import VerificationReport
from tests.doing.journal.trail import KEYS, NEW, OLD, cut, file, flaws, seal, written

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.mark.req("OPS-05")
def test_every_row_of_both_tables_is_listed_once_and_a_clean_trail_has_no_flaw(
    now: datetime,
) -> None:
    written(now, 1_250, 900)
    assert seal(now) == 3
    listed = [
        (row.letter, row.id)
        for one in Seal.objects.all()
        for row in canonical.unpack(bytes(one.rows))
    ]
    assert sorted(listed) == sorted(
        [*(("E", pk) for pk in pks(Entry)), *(("R", pk) for pk in pks(Reading))]
    )
    assert [one.count for one in Seal.objects.order_by("number")] == [1_000, 1_000, 150]
    assert not Entry.objects.filter(seal=None).exists()
    report = VerificationReport()
    assert flaws(now + LATER, report=report) == []
    assert (report.rows, report.seals, report.newest) == (2_150, 3, now)
    assert seal(now) == 0


def pks(model: type[Entry] | type[Reading]) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


def test_a_row_gives_the_same_bytes_on_every_database(now: datetime) -> None:
    """A digest that is written down here: it never changes, or old seals break."""
    values = (
        7,
        now,
        "draft.saved",
        "person",
        "3",
        "Ada “A” Tester",
        None,
        "draft",
        "x",
        None,
        {"b": [1, None], "a": "ä"},
        "c",
        "192.0.2.7",
    )
    Entry.objects.create(**dict(zip(frozen.ENTRY, values, strict=True)))
    read = Entry.objects.values_list(*frozen.ENTRY).get(pk=7)
    assert canonical.row_digest("E", read) == canonical.row_digest("E", values)
    assert (
        canonical.row_digest("E", read).hex()
        == "394191decc201246f4004a222d2e1c5e067ff5ece7ba0a2bfad69d3c527e2c02"
    )


def test_the_newest_form_covers_every_column_but_the_one_that_leads_to_the_seal() -> None:
    form = canonical.FORMS[canonical.NEWEST_FORM]
    for letter, model in seals.MODELS.items():
        assert {*form[letter], "seal"} == {one.column for one in model._meta.concrete_fields}
        assert frozen.TABLES[canonical.TABLES[letter]] == list(form[letter])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_seal SET mac = 'x'",
        "DELETE FROM journal_seal",
        "UPDATE journal_entry SET address = ''",
    ],
)
def test_seals_and_sealed_rows_are_append_only(now: datetime, statement: str) -> None:
    written(now, 3, 0)
    seal(now)
    with pytest.raises(DatabaseError, match="frozen"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.req("OPS-05")
def test_after_the_key_was_rotated_and_the_old_one_dropped_the_new_key_vouches_for_all_before(
    now: datetime,
) -> None:
    written(now, 5, 0)
    seal(now, Keys([OLD]))
    written(now, 5, 0, seed=2)
    seal(now, KEYS)
    assert [one.key_id for one in Seal.objects.order_by("number")] == ["2025", "2026"]
    assert flaws(now, Keys([NEW])) == []
    assert [flaw.seal for flaw in flaws(now, Keys([("2027", b"\x03" * 32)]))] == [1]


def test_the_anchor_has_a_line_for_each_seal_and_catches_up_after_a_crash(now: datetime) -> None:
    written(now, 2_500, 0)
    seal(now)
    assert [line.number for _, line in anchor.lines(file()) if line] == [1, 2, 3]
    assert {(line.digest, line.at) for _, line in anchor.lines(file()) if line} == set(
        Seal.objects.values_list("digest", "at")
    )
    cut(2)
    with file().open("ab") as stream:
        stream.write(b'{"seal": 2, "dig')  # torn by a power cut
    assert seal(now) == 0
    assert flaws(now + LATER) == []


def test_an_anchor_that_is_gone_is_never_made_again_but_sealing_goes_on(now: datetime) -> None:
    written(now, 5, 0)
    seal(now)
    file().unlink()
    written(now, 5, 0, seed=2)
    with pytest.raises(FileNotFoundError):
        seal(now)
    assert Seal.objects.count() == 2
    assert not file().exists()
    assert [flaw.what for flaw in flaws(now)] == ["the anchor file is missing"]


@pytest.mark.req("OPS-05")
def test_the_worker_seals_each_minute_whatever_happens_to_the_anchor(
    now: datetime, settings: Settings, tmp_path: Path
) -> None:
    written(now, 5, 5)
    worker.tick(now)
    assert Seal.objects.count() == 1
    assert settings.AUDIT_ANCHOR.exists()
    settings.AUDIT_ANCHOR = tmp_path / "elsewhere" / "anchor"
    written(now, 5, 0, seed=2)
    audit.tick(now)
    assert Seal.objects.count() == 2


def test_the_worker_leaves_the_rest_of_a_backlog_for_the_next_minute(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_A_TICK", 2)
    written(now, 2_500, 0)
    audit.tick(now)
    assert Entry.objects.filter(seal=None).count() == 500
    audit.tick(now)
    assert not Entry.objects.filter(seal=None).exists()
