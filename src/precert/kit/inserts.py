"""Rows written in one INSERT whose SQL is built once for each table and number of rows.

Django's `bulk_create` builds its SQL anew and opens a transaction of its own. Here one statement
goes to the database, in the caller's transaction or by itself; keys that the database draws are set
on the rows.
"""
# ruff: noqa: SLF001 - `_meta` and `_state` are Django's own

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


@contextmanager
def together() -> Iterator[None]:
    """On PostgreSQL, the INSERTs within travel together: only one whose key the database draws is
    waited for. For INSERTs alone: how many rows an UPDATE found isn't known before the end.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def insert(rows: Sequence[Model], *, keys: bool = True) -> None:
    """Write these new rows, all of one table. No rows, no statement. Without `keys` nobody asks for
    those that the database draws, and nobody waits for them.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = _fields(model)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        drawn = _drawn(model) if keys else None
        cursor.execute(_sql(connection.vendor, model, len(rows), drawn), values)
        if drawn:
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                setattr(row, drawn.attname, key)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_once(row: Model) -> bool:
    """Write this new row unless a unique one like it is there already; whether it was written. For
    tables whose key is given, not drawn.
    """
    model = type(row)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in _fields(model)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{_sql(connection.vendor, model, 1, None)} ON CONFLICT DO NOTHING", values)
        written = bool(cursor.rowcount)
    row._state.adding, row._state.db = not written, connection.alias
    return written


@cache
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """What stands in the INSERT: every column but a key that the database draws."""
    return tuple(f for f in model._meta.local_concrete_fields if f is not _drawn(model))


@cache
def _drawn(model: type[Model]) -> "AutoField[Any, Any] | None":
    key = model._meta.pk
    return key if isinstance(key, AutoField) else None


@cache
def _sql(vendor: str, model: type[Model], count: int, drawn: "AutoField[Any, Any] | None") -> str:
    """`vendor` is part of the key alone: names are quoted as it does. `drawn` is to be returned."""
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in _fields(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    written = ", ".join([row] * count)
    asked = f" RETURNING {quote(str(drawn.column))}" if drawn else ""
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {written}{asked}"  # nosec B608 - names of ours
