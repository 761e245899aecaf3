"""`precert audit`: what a person at the machine sees, and what a script gets."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry, Reading, Seal
from precert.people import events
from precert.people.actions.export_audit import ExportAudit, ExportAuditInput
from precert.people.actions.note_verification import NoteVerification, NoteVerificationInput
from tests.doing.journal.trail import file, written

pytestmark = [pytest.mark.django_db, pytest.mark.req("OPS-05")]


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        yield


def run(*words: str) -> str:
    said = io.StringIO()
    call_command("audit", *words, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_seal_and_verify_a_clean_trail(now: datetime) -> None:
    written(now, 700, 400)
    assert run("seal") == "1,100 rows sealed by 2 seals.\n"
    said = run("verify")
    assert said.startswith("1,100 rows under 2 seals, the newest of 2026-06-09 15:01:00 UTC; ")
    assert said.endswith("Nothing was changed, added or removed.\n")
    assert Entry.objects.get(verb=events.AUDIT_VERIFIED).data == {
        "rows": 1_100,
        "seals": 2,
        "flaws": 0,
    }


def test_each_flaw_is_named_and_the_exit_status_is_1(now: datetime) -> None:
    written(now, 10, 5)
    run("seal")
    on = " ON journal_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER frozen_update_journal_entry{on}")
    row = Entry.objects.order_by("pk")[3]
    Entry.objects.filter(pk=row.pk).update(actor_id="1234")
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify", stdout=said, stderr=io.StringIO())
    assert ended.value.code == 1
    assert f"journal_entry {row.pk} (seal 1): the row was changed" in said.getvalue()
    assert Entry.objects.get(verb=events.AUDIT_VERIFIED).data["flaws"] == 1


def test_an_anchor_that_is_gone_is_said(now: datetime) -> None:
    written(now, 5, 0)
    run("seal")
    file().unlink()
    written(now, 5, 0)
    with pytest.raises(CommandError, match="the anchor can't be written"):
        run("seal")
    assert Seal.objects.count() == 2


def test_export_writes_what_happened_between_two_moments_and_is_journaled(
    now: datetime, tmp_path: Path
) -> None:
    written(now, 10, 10)
    for name in ("trail.csv", "trail.jsonl"):
        run(
            "export",
            "--from",
            "2026-06-09T14:59:55",
            "--to",
            "2026-06-09T15:00:00",
            "--out",
            str(tmp_path / name),
        )
    rows = [json.loads(line) for line in (tmp_path / "trail.jsonl").read_text().splitlines()]
    between = {"at__gte": now - timedelta(seconds=5), "at__lte": now}
    assert (
        len(rows)
        == Entry.objects.filter(**between).count() + Reading.objects.filter(**between).count()
    )
    assert len((tmp_path / "trail.csv").read_text().splitlines()) == len(rows) + 1
    assert [
        one.data["form"] for one in Entry.objects.filter(verb=events.AUDIT_EXPORTED).order_by("pk")
    ] == ["csv", "jsonl"]
    assert (
        json.loads(run("export", "--from", "2026-06-09").splitlines()[0])["verb"]
        == events.AUDIT_EXPORTED
    )


@pytest.mark.parametrize(
    "words", [("export", "--out", "trail.exe"), ("export", "--from", "soon"), ("what",)]
)
def test_words_that_make_no_sense_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)
    assert not Entry.objects.filter(verb=events.AUDIT_EXPORTED).exists()


def test_nobody_says_of_themselves_that_the_trail_was_verified(now: datetime) -> None:
    adam = Actor("staff", "1", "Adam", frozenset({"audit.view"}))
    with pytest.raises(Refusal):
        perform(NoteVerification, NoteVerificationInput(1, 1, 0), adam, now)
    with pytest.raises(Refusal):
        perform(ExportAudit, ExportAuditInput("csv"), Actor("staff", "2", "Sam"), now)
    perform(ExportAudit, ExportAuditInput("csv"), adam, now)
