"""From an empty database to the present, and what guards the append-only tables after it."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from precert.cases.models import Note
from precert.jobs import readiness
from precert.jobs.frozen import tables
from tests.architecture.source import ROOT
from tests.harness.template import Copy, PostgresqlCopy

PRECERT = str(Path(sys.executable).with_name("precert"))
WORDS = "Table {} is not guarded against changes: its triggers are missing."

MAKES = re.compile(r'CREATE TRIGGER "(\w+)"')


@pytest.fixture
def empty(database: Copy, tmp_path: Path) -> Iterator[str]:
    """The address of a database that holds nothing, on the engine under test."""
    if not isinstance(database, PostgresqlCopy):
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    fresh = PostgresqlCopy(f"{database.name}_empty", database.server)
    with fresh.connection() as server:
        fresh.create(server, fresh.name, "template1")
    yield fresh.url
    fresh.drop()


def precert(url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command as an operator runs it, on that database."""
    return subprocess.run(
        [PRECERT, *words],
        cwd=ROOT,
        env=os.environ | {"PRECERT_DATABASE": url, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def ready() -> tuple[int, list[str]]:
    """Exit code and complaints of `precert ready` on the database of this test."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("ready", stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue().splitlines()
    return 0, err.getvalue().splitlines()


@pytest.mark.req("OPS-02", part="migrations from nothing")
def test_an_empty_database_is_brought_to_the_present_and_told_ready(empty: str) -> None:
    before = precert(empty, "ready")
    assert before.returncode == 1
    assert "Migration cases.0001_initial is not applied." in before.stderr
    made = precert(empty, "migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    again = precert(empty, "migrate", "--check")
    assert again.returncode == 0, "nothing is left to apply"
    changes = precert(empty, "makemigrations", "--check", "--dry-run")
    assert changes.returncode == 0, changes.stdout
    after = precert(empty, "ready")
    assert (after.returncode, after.stdout, after.stderr) == (0, "Ready.\n", "")


def test_a_database_that_does_not_answer_is_said_to(tmp_path: Path) -> None:
    done = precert(f"sqlite:///{tmp_path}/no/such/folder/db.sqlite3", "ready")
    assert done.returncode == 1
    assert "The database does not answer: unable to open database file" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.req("OPS-02", part="triggers after a table was remade")
def test_a_remade_table_lost_its_triggers_which_is_noticed_and_mended_by_migrate(
    committed: Copy, now: datetime
) -> None:
    """SQLite remakes a table for most changes and drops its triggers with it; PostgreSQL doesn't,
    there the table is made again as a restore from another tool would.
    """
    assert ready() == (0, [])
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Note)
        else:
            editor.execute("CREATE TABLE other (LIKE cases_note INCLUDING ALL)")
            editor.execute("DROP TABLE cases_note")
            editor.execute("ALTER TABLE other RENAME TO cases_note")
    assert ready() == (1, [WORDS.format("cases_note"), "Run `precert migrate`."])
    call_command("migrate", verbosity=0)
    assert ready() == (0, [])
    assert_guarded(now)


@pytest.mark.parametrize("table", sorted(tables()))
@pytest.mark.req("OPS-02", part="triggers after a table was remade")
def test_readiness_notices_each_table_without_its_triggers(db: None, table: str) -> None:
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "frozen_delete_{table}"{on}')
    assert readiness.problems(connection) == [WORDS.format(table)]


def test_a_trigger_that_is_switched_off_is_as_good_as_none(db: None) -> None:
    """SQLite can't switch one off."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute('ALTER TABLE "cases_note" DISABLE TRIGGER "frozen_update_cases_note"')
        assert readiness.problems(connection) == [WORDS.format("cases_note")]


@pytest.mark.req("OPS-02", part="triggers in place are left alone")
def test_migrate_makes_only_the_triggers_that_are_not_as_they_are_to_be(committed: Copy) -> None:
    """A trigger that is made locks its table for everybody else."""
    with CaptureQueriesContext(connection) as nothing:
        call_command("migrate", verbosity=0)
    assert not [one["sql"] for one in nothing if MAKES.search(one["sql"])]
    on = ' ON "cases_note"' if connection.vendor == "postgresql" else ""
    does = "EXECUTE FUNCTION precert_refuse()" if on else "BEGIN SELECT 1; END"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "frozen_update_cases_note"{on}')
        cursor.execute(
            'CREATE TRIGGER "frozen_update_cases_note" BEFORE UPDATE OF step ON "cases_note"'
            f" FOR EACH ROW {does}"
        )
    assert ready() == (1, [WORDS.format("cases_note"), "Run `precert migrate`."])
    with CaptureQueriesContext(connection) as one:
        call_command("migrate", verbosity=0)
    made = [name for each in one for name in MAKES.findall(each["sql"])]
    assert made == ["frozen_update_cases_note"]
    assert ready() == (0, [])


def assert_guarded(now: datetime) -> None:
    """A note can't be changed or deleted."""
    columns = {"by_kind": "worker", "by_id": "worker", "by_name": "Precert"}
    note = Note.objects.create(
        request_id=uuid4(), type="general", text="As it was.", at=now, **columns
    )
    rows = Note.objects.filter(pk=note.pk)
    for act in (lambda: rows.update(text="Otherwise."), lambda: rows._raw_delete(using="default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert rows.get().text == "As it was."
