"""Append-only tables: triggers that refuse UPDATE of frozen columns and DELETE, in SQLite and PostgreSQL alike.

SQLite drops a table's triggers silently when Django remakes the table, so they are installed again after every
migrate, and readiness asks `missing`.
"""

from collections.abc import Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

Frozen = Mapping[str, Sequence[str]]  # table: its frozen columns; none means every column

FUNCTION = """
CREATE OR REPLACE FUNCTION precert_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'frozen: % of % is append-only', TG_OP, TG_TABLE_NAME; END $$
"""


def install(connection: BaseDatabaseWrapper, frozen: Frozen) -> None:
    """Put the triggers of these tables in place, replacing what is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, columns in frozen.items():
            for event, name in (("update", f"frozen_update_{table}"), ("delete", f"frozen_delete_{table}")):
                names = ", ".join(columns)
                of = f" OF {names}" if event == "update" and columns else ""
                _drop(cursor, connection.vendor, name, table)
                cursor.execute(_create(connection.vendor, name, table, event.upper() + of))


def missing(connection: BaseDatabaseWrapper, frozen: Frozen) -> list[str]:
    """Tables whose triggers are not all in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return [t for t in frozen if not {f"frozen_update_{t}"[:63], f"frozen_delete_{t}"[:63]} <= there]


def _drop(cursor: object, vendor: str, name: str, table: str) -> None:
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')  # type: ignore[attr-defined]


def _create(vendor: str, name: str, table: str, event: str) -> str:
    if vendor == "postgresql":
        return f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION precert_refuse()'
    return f"""CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN SELECT RAISE(ABORT, 'frozen: {table} is append-only'); END"""
