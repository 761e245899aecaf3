"""Append-only tables: triggers that refuse UPDATE of frozen columns and DELETE, in SQLite and
PostgreSQL alike.

PostgreSQL's TRUNCATE passes a trigger on DELETE and has one of its own. SQLite's REPLACE passes it,
too, unless the connection has
`recursive_triggers` on, as the settings say. SQLite drops a table's triggers silently when Django
remakes the table, so they are installed again after every migrate; `missing` tells where one isn't
in place.
"""

from collections.abc import Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

Frozen = Mapping[str, Sequence[str]]  # table: its frozen columns; none means every column

FUNCTION = """
CREATE OR REPLACE FUNCTION precert_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'frozen: % of % is append-only', TG_OP, TG_TABLE_NAME; END $$
"""


EVENTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def install(connection: BaseDatabaseWrapper, frozen: Frozen) -> None:
    """Put the triggers of these tables in place, replacing what is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, columns in frozen.items():
            for event in EVENTS[connection.vendor]:
                names = ", ".join(columns)
                of = f" OF {names}" if event == "update" and columns else ""
                _drop(cursor, connection.vendor, _name(event, table), table)
                cursor.execute(
                    _create(connection.vendor, _name(event, table), table, event.upper() + of)
                )


def missing(connection: BaseDatabaseWrapper, frozen: Frozen) -> list[str]:
    """Tables whose triggers are not all in place."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return [
        table
        for table in frozen
        if not {_name(event, table) for event in EVENTS[connection.vendor]} <= there
    ]


def _name(event: str, table: str) -> str:
    return f"frozen_{event}_{table}"[:63]  # as PostgreSQL would cut it


def _drop(cursor: object, vendor: str, name: str, table: str) -> None:
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')  # type: ignore[attr-defined]


def _create(vendor: str, name: str, table: str, event: str) -> str:
    if vendor == "postgresql":
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        return (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION'
            " precert_refuse()"
        )
    return f"""CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN SELECT RAISE(ABORT, 'frozen: {table} is append-only'); END"""
