"""The people and providers that most tests begin with: made by the product's own setup once, then
put back as the rows that this left.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from tests.harness.sessions import current_terms

Made = TypeVar("Made")
Statement = tuple[str, tuple[Any, ...]]


def remembered(make: Callable[[datetime], Made]) -> Callable[[datetime], Made]:
    """`make` for functions that only add rows: run once for each moment and set of packs,
    afterwards its rows are inserted again.

    They keep their ids; where one of these is taken, `make` runs anew. What is answered is a copy.
    """
    kept: dict[Any, tuple[list[Statement], str, str, Made]] = {}

    @wraps(make)
    def again(now: datetime) -> Made:
        key = (connection.vendor, now, current_terms())
        if key in kept:
            inserts, taken, counted, made = kept[key]
            with transaction.atomic(), connection.cursor() as cursor:  # rows refer to later ones
                cursor.execute(taken)
                if cursor.fetchone() is None:
                    for statement in inserts:
                        cursor.execute(*statement)
                    if counted:
                        cursor.execute(counted)
                    return deepcopy(made)
        before = {model: _highest(model) for model in _numbered()}
        made = make(now)
        rows = {
            model: list(model._default_manager.filter(pk__gt=highest).order_by("pk"))
            for model, highest in before.items()
        }
        rows = {model: found for model, found in rows.items() if found}
        kept[key] = (
            [_insert(model, found) for model, found in rows.items()],
            _taken(rows),
            _counted(rows),
            deepcopy(made),
        )
        return made

    return again


def _numbered() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    ]


def _highest(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0


def _insert(model: type[models.Model], rows: list[models.Model]) -> Statement:
    query = InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, rows, raw=True)
    [(sql, params)] = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def _taken(rows: dict[type[models.Model], list[models.Model]]) -> str:
    """Gives a row when an id of these is there already."""
    quote = connection.ops.quote_name
    between = (
        f"SELECT 1 FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} BETWEEN"
        f" {found[0].pk} AND {found[-1].pk}"
        for model, found in rows.items()
    )
    return " UNION ALL ".join(between) + " LIMIT 1"


def _counted(rows: dict[type[models.Model], list[models.Model]]) -> str:
    """Takes PostgreSQL's sequences past these ids, which an INSERT with ids doesn't; SQLite's
    AUTOINCREMENT looks by itself.
    """
    if connection.vendor != "postgresql":
        return ""
    name = "pg_get_serial_sequence('{}', '{}')::regclass"
    sequences = {
        name.format(model._meta.db_table, model._meta.pk.column): found[-1].pk
        for model, found in rows.items()
    }
    return "SELECT " + ", ".join(
        f"setval({one}, GREATEST({top}, pg_sequence_last_value({one})))"
        for one, top in sequences.items()
    )
