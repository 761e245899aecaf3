"""Statements compiled once: a function that builds a query set, made into SQL whose parameters alone
change.

Building the SQL of a small query costs four fifths of the processor time that the whole query takes.
`@compiled` builds it the first time it is called with arguments of these types, and from then on
only runs it:

    @compiled
    def _of_case(case_id: UUID) -> QuerySet[Any, Any]:
        return Request.objects.filter(case=case_id).order_by("number")

    for request in _of_case(case.pk): ...

What is given by position becomes a parameter: numbers, texts, moments, days, uuids, and lists of
them, which are filled up to the next power of two by repeating the last, so that few statements
arise. None and bools change the SQL; what is given by name may change it (a limit, an order): each
such combination has a statement of its own. Nothing is ever put into the SQL as text. An argument
that the query set doesn't hand on as it is (`icontains`, a slice's end) is refused at the first
call: give it by name, or don't compile. `prefetch_related` is refused, too.

For paths that are hot and queries that always have the same shape; anything else is clearer without.
"""

import copy
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

P = ParamSpec("P")
Row = TypeVar("Row")
Key = tuple[Any, ...]
PLAIN = (int, str, uuid.UUID, datetime, date, Decimal)
LISTS = (list, tuple, set, frozenset)
_START = datetime(1901, 1, 1)  # noqa: DTZ001 - gets the argument's own zone


class StatementError(TypeError):
    """A query set that can't be compiled once, and why."""


def compiled(build: Callable[P, "QuerySet[Any, Row]"]) -> Callable[P, list[Row]]:
    """The function's rows, read by a statement that is built once for each shape of its arguments."""
    statements: dict[Key, _Statement] = {}

    @wraps(build)
    def rows(*args: P.args, **named: P.kwargs) -> list[Row]:
        values, shape = _flat(args)
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *shape, *sorted(named.items()))
        statement = statements.get(key)
        if statement is None:
            statement = statements[key] = _Statement(build, args, shape, named)
        return statement.rows(values, connection)

    return rows


def _flat(args: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    """Every parameter in order, and what decides the SQL: types, None, bools, lengths of lists."""
    values: list[Any] = []
    shape: list[Any] = []
    for arg in args:
        if isinstance(arg, LISTS):
            items = list(arg)
            room = 1 << (len(items) - 1).bit_length() if items else 0
            items += items[-1:] * (room - len(items))
            values += items
            shape.append((type(items[0]) if items else None, room))
        elif arg is None or isinstance(arg, bool):
            shape.append(arg)
        elif isinstance(arg, PLAIN):
            values.append(arg)
            shape.append(type(arg))
        else:
            raise StatementError(f"{type(arg).__name__} is no parameter; give it by name")
    return values, shape


class _Statement:
    """The SQL of one shape, and which parameter stands where."""

    def __init__(
        self,
        build: Callable[..., "QuerySet[Any, Any]"],
        args: tuple[Any, ...],
        shape: list[Any],
        named: dict[str, Any],
    ) -> None:
        marks: list[Any] = []
        stand_ins = _stand_ins()
        given = [
            _marked(arg, kind, marks, stand_ins) for arg, kind in zip(args, shape, strict=True)
        ]
        self.queryset = build(*given, **named)
        if self.queryset._prefetch_related_lookups:  # type: ignore[attr-defined] # noqa: SLF001
            raise StatementError(f"{build.__qualname__} prefetches: those queries aren't compiled")
        self.compiler = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            if (None, 0) not in shape:
                raise StatementError(
                    f"{build.__qualname__} finds nothing, or a column is too small to compile"
                ) from None
            self.sql = ""
            return
        connection = self.compiler.connection
        written = [_adapted(mark, connection) for mark in marks]
        self.slots = [_slot(param, written) for param in params]
        lost = set(range(len(marks))) - {n for n, _, _ in self.slots if n is not None}
        if lost:
            raise StatementError(
                f"{build.__qualname__} changes an argument before it is a parameter: give it by name"
            )

    def rows(self, values: list[Any], connection: Any) -> list[Any]:
        """Run it with these parameters."""
        if not self.sql:
            return []
        params = [
            fixed if n is None else _typed(_adapted(values[n], connection), kind)
            for n, kind, fixed in self.slots
        ]
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_named: [_fetched(connection, self.sql, params)]
        iterable: Any = self.queryset._iterable_class  # noqa: SLF001 - Django's own reading of rows
        return list(iterable(_Replay(self.queryset, compiler)))


class _Replay:
    """What Django's iterables ask of a query set, with a compiler that has compiled already."""

    def __init__(self, queryset: "QuerySet[Any, Any]", compiler: Any) -> None:
        self.db = DEFAULT_DB_ALIAS
        self.model, self.query = queryset.model, _Query(queryset.query, compiler)
        self._fields = queryset._fields  # type: ignore[attr-defined]
        self._known_related_objects: dict[Any, Any] = {}


class _Query:
    """The query, whose compiler is given."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_named: Any) -> Any:
        """The one that has compiled already."""
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _fetched(connection: Any, sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _stand_ins() -> Iterator[int]:
    """Numbers that no query set contains by itself."""
    return count(1_909_090_901, 7)


def _marked(arg: Any, kind: Any, marks: list[Any], stand_ins: Iterator[int]) -> Any:
    """The argument with a stand-in for each parameter of it."""
    if isinstance(arg, LISTS):
        found = [_stand_in(next(iter(arg)), next(stand_ins)) for _ in range(kind[1])]
        marks += found
        return found
    if arg is None or isinstance(arg, bool):
        return arg
    marks.append(_stand_in(arg, next(stand_ins)))
    return marks[-1]


def _stand_in(arg: Any, n: int) -> Any:
    """A value of the argument's type that stands nowhere else."""
    if isinstance(arg, str):
        return f"stand-in {n}"
    if isinstance(arg, uuid.UUID):
        return uuid.UUID(int=n << 64)
    if isinstance(arg, datetime):
        return _START.replace(tzinfo=arg.tzinfo) + timedelta(seconds=n % 10**9)
    if isinstance(arg, date):
        return _START.date() + timedelta(days=n % 10**5)
    return type(arg)(n)


def _adapted(value: Any, connection: Any) -> Any:
    """As the database takes it: what Django's fields do with these types."""
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _slot(param: Any, written: list[Any]) -> tuple[int | None, type[Any], Any]:
    """Which parameter stands there, of which type; or the fixed value."""
    for n, mark in enumerate(written):
        if isinstance(param, str) == isinstance(mark, str) and param == mark:
            return n, type(param), None
    return None, type(param), param


def _typed(value: Any, kind: type[Any]) -> Any:
    """A whole number of the width that the column has: drivers tell them apart."""
    return kind(value) if isinstance(value, int) and kind is not type(value) else value
