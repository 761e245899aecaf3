"""Append-only tables: triggers that refuse UPDATE of frozen columns and DELETE, in SQLite and
PostgreSQL alike.

PostgreSQL's TRUNCATE passes a trigger on DELETE and has one of its own. SQLite's REPLACE passes it,
too, unless the connection has
`recursive_triggers` on, as the settings say. SQLite drops a table's triggers silently when Django
remakes the table, so those that are gone are installed after every migrate; `missing` tells where
one isn't in place.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Frozen = Mapping[str, Sequence[str]]  # table: its frozen columns; none means every column

FUNCTION = """
CREATE OR REPLACE FUNCTION precert_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'frozen: % of % is append-only', TG_OP, TG_TABLE_NAME; END $$
"""


LOCK_WAIT = "5s"  # a query that waits behind us waits no longer than that
CATALOG = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled <> 'D'
    """,
}
EVENTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def install(connection: BaseDatabaseWrapper, frozen: Frozen) -> None:
    """Put in place the triggers of these tables that aren't: the others' tables are not locked, and
    no table is for a moment without its guard. On PostgreSQL who waits for a lock for longer than
    `LOCK_WAIT` gives up.
    """
    for table, name, create in _absent(connection, frozen):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            on = ""
            if connection.vendor == "postgresql":
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
                cursor.execute(FUNCTION)
                on = f' ON "{table}"'
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
            cursor.execute(create)


def missing(connection: BaseDatabaseWrapper, frozen: Frozen) -> list[str]:
    """Tables whose triggers are not all in place, as they are to be and switched on."""
    return list(dict.fromkeys(table for table, _, _ in _absent(connection, frozen)))


def _absent(connection: BaseDatabaseWrapper, frozen: Frozen) -> list[tuple[str, str, str]]:
    """What differs from the database's catalog: table, trigger, and the statement that makes it."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOG[connection.vendor])
        there = {name: _plain(made) for name, made in cursor.fetchall()}
    found = []
    for table, columns in frozen.items():
        for event in EVENTS[connection.vendor]:
            of = f" OF {', '.join(columns)}" if event == "update" and columns else ""
            name = _name(event, table)
            create = _create(connection.vendor, name, table, event.upper() + of)
            if there.get(name) != _plain(create):
                found.append((table, name, create))
    return found


def _plain(statement: str) -> str:
    """Without the quotes, which PostgreSQL sets only where it must."""
    return statement.replace('"', "")


def _name(event: str, table: str) -> str:
    return f"frozen_{event}_{table}"[:63]  # as PostgreSQL would cut it


def _create(vendor: str, name: str, table: str, event: str) -> str:
    if vendor == "postgresql":
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        return (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION'
            " precert_refuse()"
        )
    return f"""CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN SELECT RAISE(ABORT, 'frozen: {table} is append-only'); END"""
