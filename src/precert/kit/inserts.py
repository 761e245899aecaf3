"""Rows written in one INSERT whose SQL is built once for each table and number of rows.

Django's `bulk_create` builds its SQL anew and opens a transaction of its own. Here one statement
goes to the database, in the caller's transaction or by itself; keys that the database draws are set
on the rows.
"""
# ruff: noqa: SLF001 - `_meta` and `_state` are Django's own

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, CharField, Field, Model, TextField

TEXTS = (CharField, TextField)
_waiting: ContextVar[list[Sequence[Model]] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """On PostgreSQL, the INSERTs within travel together as one statement, at the latest at the end.
    One whose key the database draws is waited for, and takes those before it along. For INSERTs
    alone: nothing else within sees their rows.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql" or _waiting.get() is not None:
        yield
        return
    rows: list[Sequence[Model]] = []
    token = _waiting.set(rows)
    try:
        yield
        if rows:
            _write([*rows], None)
    finally:
        _waiting.reset(token)


def insert(rows: Sequence[Model], *, keys: bool = True) -> None:
    """Write these new rows, all of one table. No rows, no statement. Without `keys` nobody asks for
    those that the database draws, and nobody waits for them.
    """
    if not rows:
        return
    waiting = _waiting.get()
    drawn = _drawn(type(rows[0])) if keys else None
    if waiting is None:
        _write([rows], drawn)
    else:
        waiting.append(rows)
        if drawn:
            _write(waiting, drawn)
            waiting.clear()
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _write(groups: Sequence[Sequence[Model]], drawn: "AutoField[Any, Any] | None") -> None:
    """Each group into its table, in one statement; `drawn` is the key to be set on the last ones."""
    values = [value for rows in groups for row in rows for value in _values(row)]
    shape = tuple((type(rows[0]), len(rows)) for rows in groups)
    with connection.cursor() as cursor:
        cursor.execute(_sql(connection.vendor, shape, drawn), values)
        if drawn:
            for row, (key,) in zip(groups[-1], cursor.fetchall(), strict=True):
                setattr(row, drawn.attname, key)


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
        cursor.execute(
            f"{_sql(connection.vendor, ((model, 1),), None)} ON CONFLICT DO NOTHING", values
        )
        written = bool(cursor.rowcount)
    row._state.adding, row._state.db = not written, connection.alias
    return written


def _values(row: Model) -> list[Any]:
    """What stands in the row's columns, as the database takes it; a text or nothing is that as it
    is.
    """
    found = []
    for field in _fields(type(row)):
        value = field.pre_save(row, add=True)
        same = value is None or (type(value) is str and type(field) in TEXTS)
        found.append(value if same else field.get_db_prep_save(value, connection))
    return found


@cache
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """What stands in the INSERT: every column but a key that the database draws."""
    return tuple(f for f in model._meta.local_concrete_fields if f is not _drawn(model))


@cache
def _drawn(model: type[Model]) -> "AutoField[Any, Any] | None":
    key = model._meta.pk
    return key if isinstance(key, AutoField) else None


@cache
def _sql(
    vendor: str,
    shape: tuple[tuple[type[Model], int], ...],
    drawn: "AutoField[Any, Any] | None",
) -> str:
    """So many rows into each of these tables. `vendor` is part of the key alone: names are quoted as
    it does. `drawn` is to be returned of the last ones.
    """
    *first, last = (_of_table(model, count) for model, count in shape)
    before = ", ".join(f"part{n} AS ({one})" for n, one in enumerate(first))
    asked = f" RETURNING {connection.ops.quote_name(str(drawn.column))}" if drawn else ""
    return f"{f'WITH {before} ' if before else ''}{last}{asked}"


def _of_table(model: type[Model], count: int) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in _fields(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    written = ", ".join([row] * count)
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {written}"  # nosec B608 - names of ours
