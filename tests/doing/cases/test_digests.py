"""What was decided is sealed: whoever changes it by SQL is found, triggers or not."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection

from precert.cases import digests
from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.models import Determination
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a

pytestmark = [pytest.mark.django_db, pytest.mark.req("OPS-05", part="decisions")]


@pytest.fixture
def decided(world: w.World, request_id: UUID, now: datetime) -> UUID:
    """A request with a note and a denial, and the triggers switched off as an owner can."""
    perform(AddNote, AddNoteInput(request_id, "external", "Please."), world.ada, now)
    w.issue(request_id, world.paul, now, a.DENY)
    assert list(digests.flaws()) == []
    return request_id


def unguarded(table: str) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER frozen_{event}_{table}{on}")


Tampering = Callable[[], str]


def approve() -> str:
    Determination.objects.update(outcome="approved", review_action="A1")
    return "cases_determination"


def sql(table: str, change: str, found: str) -> Tampering:
    def tamper() -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change}")
        return found

    return tamper


@pytest.mark.parametrize(
    ("table", "tamper"),
    [
        ("cases_determination", approve),
        ("cases_line", sql("cases_line", "quantity = 99", "cases_request")),
        ("cases_diagnosis", sql("cases_diagnosis", "code = 'Z00.0'", "cases_request")),
        ("cases_content", sql("cases_content", "fips = '08031'", "cases_request")),
        ("cases_request", sql("cases_request", "origin = 'fax'", "cases_request")),
        ("cases_note", sql("cases_note", "text = 'Thanks.'", "cases_note")),
        ("cases_issue", sql("cases_issue", "by_name = 'Nobody'", "cases_determination")),
    ],
)
def test_what_was_changed_by_sql_is_found(decided: UUID, table: str, tamper: Tampering) -> None:
    unguarded(table)
    found = tamper()
    assert [one.table for one in digests.flaws()] == [found]


def test_a_replaced_determination_is_found(decided: UUID) -> None:
    """`INSERT OR REPLACE` passes by the triggers of SQLite on a connection that isn't the product's;
    elsewhere the row is deleted first.
    """
    replace = "INSERT OR REPLACE"
    if connection.vendor != "sqlite":
        replace = "INSERT"
        unguarded("cases_determination")
    columns = [f.column for f in Determination._meta.concrete_fields]
    listed = ", ".join(f'"{one}"' for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM cases_determination")
        values = dict(zip(columns, cursor.fetchone(), strict=True)) | {"outcome": "approved"}
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA recursive_triggers = OFF")
        else:
            cursor.execute("UPDATE cases_linestate SET determination_id = NULL")
            cursor.execute("DELETE FROM cases_determination")
        if isinstance(values["criteria"], list):
            values["criteria"] = json.dumps(values["criteria"])
        marks = ", ".join(["%s"] * len(columns))
        cursor.execute(
            f"{replace} INTO cases_determination ({listed}) VALUES ({marks})",
            list(values.values()),
        )
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA recursive_triggers = ON")
    assert Determination.objects.get().outcome == "approved"
    assert [one.table for one in digests.flaws()] == ["cases_determination"]
