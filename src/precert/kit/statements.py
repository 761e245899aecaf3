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

`@counted` gives how many rows there are instead, without reading them; a slice caps how far it counts.
`@changed` is for a conditional UPDATE: its function gives the query set and the new values, and
calling it tells how many rows were changed.

Several that don't need each other's answers are asked together: `x = _one.later(…)` and its like
within `with flight():`, and `x()` after it.

For paths that are hot and queries that always have the same shape; anything else is clearer without.
"""

import uuid
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import update_wrapper
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import UpdateQuery

P = ParamSpec("P")
Row = TypeVar("Row")
Found = TypeVar("Found")
Later = Callable[[], Found]
Key = tuple[Any, ...]
Change = tuple["QuerySet[Any, Any]", dict[str, Any]]  # which rows, and their new values by field
PLAIN = (int, str, uuid.UUID, datetime, date, Decimal)
LISTS = (list, tuple, set, frozenset)
_START = datetime(1901, 1, 1)  # noqa: DTZ001 - gets the argument's own zone


class StatementError(TypeError):
    """A query set that can't be compiled once, and why."""


class Statements(Generic[P, Found]):
    """The statements of one function, one for each shape of its arguments: called, it gives what the
    database answers.
    """

    def __init__(
        self,
        build: Callable[P, "QuerySet[Any, Any] | Change"],
        ask: Callable[["_Statement", list[Any], Any], Later[Found]],
    ) -> None:
        self.build, self.ask = build, ask
        self.statements: dict[Key, _Statement] = {}
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **named: P.kwargs) -> Found:
        """The answer."""
        return self.later(*args, **named)()

    def later(self, *args: P.args, **named: P.kwargs) -> Later[Found]:
        """Ask now and read later: what is asked within `flight` comes back at its end."""
        values, shape = _flat(args)
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *shape, *sorted(named.items()))
        statement = self.statements.get(key)
        if statement is None:
            statement = self.statements[key] = _Statement(self.build, args, shape, named)
        return self.ask(statement, values, connection)


def compiled(build: Callable[P, "QuerySet[Any, Row]"]) -> Statements[P, list[Row]]:
    """The function's rows, read by a statement that is built once for each shape of its arguments."""
    return Statements(build, _Statement.rows)


def counted(build: Callable[P, "QuerySet[Any, Any]"]) -> Statements[P, int]:
    """How many rows the function's query set has; the database counts them."""
    return Statements(build, _Statement.count)


@contextmanager
def flight() -> Iterator[None]:
    """On PostgreSQL, what is asked within by `later` travels together and is waited for once, at the
    end. For reading: read what was asked after it.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def changed(build: Callable[P, Change]) -> Statements[P, int]:
    """How many rows the UPDATE changed that the function describes."""
    return Statements(build, _Statement.change)


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
        build: Callable[..., "QuerySet[Any, Any] | Change"],
        args: tuple[Any, ...],
        shape: list[Any],
        named: dict[str, Any],
    ) -> None:
        marks: list[Any] = []
        stand_ins = _stand_ins()
        given = [
            _marked(arg, kind, marks, stand_ins) for arg, kind in zip(args, shape, strict=True)
        ]
        built: Any = build(*given, **named)
        queryset, new = built if isinstance(built, tuple) else (built, None)
        if queryset._prefetch_related_lookups:  # noqa: SLF001
            raise StatementError(f"{build.__qualname__} prefetches: those queries aren't compiled")
        compiler = _query(queryset, new).get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:
            if (None, 0) not in shape:
                raise StatementError(
                    f"{build.__qualname__} finds nothing, or a column is too small to compile"
                ) from None
            self.sql = ""
            return
        if new is None:
            self.read = _reader(queryset, compiler)
            chosen = [one[0] for one in compiler.select]
            self.converters = list(compiler.get_converters(chosen).items())
        written = [_adapted(mark, compiler.connection) for mark in marks]
        self.slots = [_slot(param, written) for param in params]
        lost = set(range(len(marks))) - {n for n, _, _ in self.slots if n is not None}
        if lost:
            raise StatementError(
                f"{build.__qualname__} changes an argument before it is a parameter: give it by name"
            )

    def rows(self, values: list[Any], connection: Any) -> Later[list[Any]]:
        """Run it with these parameters."""
        if not self.sql:
            return list
        found = _asked(connection, self.sql, self._params(values, connection))
        return lambda: self.read(_converted(found(), self.converters, connection))

    def count(self, values: list[Any], connection: Any) -> Later[int]:
        """How many rows it finds with these parameters."""
        if not self.sql:
            return int
        sql = f"SELECT count(*) FROM ({self.sql}) found"  # nosec B608 - Django's own SQL
        found = _asked(connection, sql, self._params(values, connection))
        return lambda: int(found()[0][0])

    def change(self, values: list[Any], connection: Any) -> Later[int]:
        """How many rows it changes with these parameters."""
        if not self.sql:
            return int
        cursor = connection.cursor()
        cursor.execute(self.sql, self._params(values, connection))
        return lambda: int(cursor.rowcount)

    def _params(self, values: list[Any], connection: Any) -> list[Any]:
        return [
            fixed if n is None else _typed(_adapted(values[n], connection), kind)
            for n, kind, fixed in self.slots
        ]


def _query(queryset: Any, new: dict[str, Any] | None) -> Any:
    """The query as it stands, or the UPDATE that writes `new` into its rows."""
    if new is None:
        return queryset.query
    query = queryset.query.chain(UpdateQuery)
    query.add_update_values(new)
    return query


def _reader(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """What makes of the database's rows what the query set yields: as Django's own iterables do,
    with everything worked out that is the same for each run.
    """
    kind: Any = queryset._iterable_class  # noqa: SLF001 - says how the query set is to be read
    if kind is ModelIterable:
        return _models(compiler)
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is NamedValuesListIterable:
        named: Any = namedtuple("Row", queryset._fields)  # type: ignore[misc, attr-defined]
        return lambda rows: [named(*row) for row in rows]
    raise StatementError(f"{kind.__name__} isn't compiled: ask for models or for a list of values")


def _models(compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """Objects with what was joined to them and what was annotated."""
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    joined = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg] # of a newer Django
    annotated = list((compiler.annotation_col_map or {}).items())

    def read(rows: list[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in joined:
                populator.populate(row, one)
            for name, place in annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


def _converted(rows: list[Any], converters: list[Any], connection: Any) -> list[Any]:
    """With the values of some columns as Python has them."""
    if not converters:
        return rows
    found = [list(row) for row in rows]
    for place, (steps, column) in converters:
        for row in found:
            for step in steps:
                row[place] = step(row[place], column, connection)
    return found


def _asked(connection: Any, sql: str, params: list[Any]) -> Later[list[Any]]:
    """Send it; the rows are read later, but on SQLite at once: an open cursor would hold what
    writes.
    """
    cursor = connection.cursor()
    cursor.execute(sql, params)
    if connection.vendor == "postgresql":
        return lambda: _rest(cursor)
    found = _rest(cursor)
    return lambda: found


def _rest(cursor: Any) -> list[Any]:
    with cursor:
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
