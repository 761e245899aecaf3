"""Rows as moulds: whatever an action inserted, found by its transactions, written again many times
under other ids.

Knows no table by name: a row's own ids, and every place where they stand in another row (a foreign
key, a text, a document), are replaced alike. `changed` gives other values by (table, column).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

FIRST = 1_000_000  # of the ids given here, above everything that sequences gave
ABOVE = 10**12  # where sequences go on, above everything given here
ROOM = 64  # numbered rows of one table in a mould, at most
POINTERS = {"entry_id": "journal_entry"}  # columns that point without a foreign key
Row = dict[str, Any]
Changed = dict[tuple[str, str], str]


@dataclass
class Table:
    """What the database says of a table: columns, key, what a number in it is, what it points to."""

    name: str
    key: str = ""
    serial: bool = False
    columns: list[str] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)  # column -> table
    unique: set[str] = field(default_factory=set)


def tables() -> dict[str, Table]:
    """Every table with a key of one column, by name."""
    found: dict[str, Table] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.is_identity = 'YES' AND c.data_type = 'bigint' FROM"
            " information_schema.columns c JOIN information_schema.tables t USING (table_schema,"
            " table_name) WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND"
            " c.is_generated = 'NEVER' ORDER BY c.ordinal_position"
        )
        for name, column, identity in cursor.fetchall():
            table = found.setdefault(name, Table(name))
            table.columns.append(column)
            table.serial |= column == "id" and bool(identity)
        cursor.execute(
            "SELECT c.contype::text, c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text"
            " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum ="
            " c.conkey[1] WHERE c.contype IN ('p', 'f', 'u') AND cardinality(c.conkey) = 1"
        )
        for kind, name, column, target in cursor.fetchall():
            if name in found and kind == "p":
                found[name].key = column
            elif name in found and kind == "u":
                found[name].unique.add(column)
            elif name in found:
                found[name].targets[column] = target
    for table in found.values():
        for column in set(table.columns) & set(POINTERS):
            table.targets.setdefault(column, POINTERS[column])
    return {name: table for name, table in found.items() if table.key}


@dataclass
class Mould:
    """The rows that stood there anew: (table, row), those pointed to before those that point."""

    tables: dict[str, Table]
    rows: list[tuple[str, Row]] = field(default_factory=list)

    def ids(self) -> dict[str, str]:
        """Each uuid that is a row's own key or may stand once, with the table it came from first."""
        own: dict[str, str] = {}
        for name, row in self.rows:
            for column in (self.tables[name].key, *self.tables[name].unique):
                if isinstance(row[column], UUID):
                    own.setdefault(str(row[column]), name)
        return own

    def ranks(self) -> dict[tuple[str, int], int]:
        """Which of its table's rows each numbered row is."""
        found: dict[tuple[str, int], int] = {}
        for name, row in self.rows:
            if self.tables[name].serial:
                found[name, row["id"]] = sum(table == name for table, _ in found)
        return found


@contextmanager
def recorded() -> Iterator[Mould]:
    """What is inserted meanwhile, by anybody, stands in the mould afterwards."""
    known = tables()
    mould, before = Mould(known), counts(known)
    first = transaction()
    yield mould
    last = transaction()
    after = counts(known)
    with connection.cursor() as cursor:
        for name, table in known.items():
            if after[name] <= before[name]:
                continue
            cursor.execute(
                f"SELECT * FROM {name} WHERE xmin::text::bigint > %s AND xmin::text::bigint < %s"
                f' ORDER BY "{table.key}"',
                [first, last],
            )
            columns = [column.name for column in cursor.description]
            rows = [plain(dict(zip(columns, values, strict=True))) for values in cursor.fetchall()]
            mould.rows += [(name, row) for row in rows]
    order = ranked(known)
    mould.rows.sort(key=lambda pair: order[pair[0]])


def plain(row: Row) -> Row:
    """JSON columns read: Django hands them over as text."""
    return {
        name: json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value
        for name, value in row.items()
    }


def counts(known: dict[str, Table]) -> dict[str, int]:
    """Rows of each table."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{n}', count(*) FROM {n}" for n in known))
        return dict(cursor.fetchall())


def transaction() -> int:
    """The number of a transaction of now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint & 4294967295")
        return int(cursor.fetchone()[0])


def ranked(known: dict[str, Table]) -> dict[str, int]:
    """How many tables deep the longest way along foreign keys is."""
    depth: dict[str, int] = {}

    def deep(name: str, above: tuple[str, ...]) -> int:
        if name not in depth:
            targets = {t for t in known[name].targets.values() if t in known} - {name, *above}
            depth[name] = 1 + max((deep(t, (*above, name)) for t in targets), default=0)
        return depth[name]

    return {name: deep(name, ()) for name in known}


class Copies:
    """Writes a mould for every g of a range by INSERT … SELECT, one statement a row of the mould."""

    def __init__(
        self, mould: Mould, changed: Changed, points: dict[str, tuple[int, str]], base: int = FIRST
    ) -> None:
        """`points`: by table, the id that is to be another one, and which (an expression of g)."""
        self.mould, self.changed, self.points, self.base = mould, changed, points, base
        self.own, self.ranks = mould.ids(), mould.ranks()
        if max(self.ranks.values(), default=0) >= ROOM:
            raise AssertionError(f"a mould has more than {ROOM} rows in a table")

    def write(self, cursor: Any, first: int, last: int, chosen: str = "true") -> None:
        """Every row for each g that is `chosen`."""
        for name, row in self.mould.rows:
            table = self.mould.tables[name]
            made = {column: self.value(table, column, row[column]) for column in table.columns}
            once = chosen
            if table.targets.get(table.key) == "registry_consumer":
                once = f"({chosen}) AND g % 3 = 0"  # a row for a person, who has three cases
            elif made[table.key] is None:
                continue  # it is shared with others: a counter, a setting
            names = ", ".join(f'"{column}"' for column in made)
            values = ", ".join(made[column] or f'm."{column}"' for column in made)
            cursor.execute(
                f"INSERT INTO {name} ({names}) SELECT {values} FROM {name} m,"
                f' generate_series({first}::bigint, {last}) g WHERE m."{table.key}" ='
                f" {quoted(row[table.key])} AND {once}"
            )

    def value(self, table: Table, column: str, value: Any) -> str | None:
        """The expression for a column; None while it stays the mould's."""
        if (table.name, column) in self.changed:
            return self.changed[table.name, column]
        if value is None:
            return None
        target = table.name if column == table.key else table.targets.get(column, "")
        if target in self.points and value == self.points[target][0]:
            return self.points[target][1]
        if (target, value) in self.ranks if not isinstance(value, (dict, list)) else False:
            return f"{self.base} + g * {ROOM} + {self.ranks[target, value]}"
        if isinstance(value, UUID):
            return other(str(value)) if str(value) in self.own else None
        if not isinstance(value, (str, dict, list)):
            return None
        made = self.text(value)
        if made is None and column in {table.key, *table.unique} and isinstance(value, str):
            made = f"left({other(value)}::text, {len(value)})"
        return made

    def text(self, value: Any) -> str | None:
        """With every own id in it replaced."""
        written = value if isinstance(value, str) else json.dumps(value)
        inside = [one for one in self.own if one in written]
        made = quoted(written)
        for one in inside:
            made = f"replace({made}, '{one}', {other(one)}::text)"
        if not inside:
            return None
        return made if isinstance(value, str) else f"{made}::jsonb"


def other(uuid: str) -> str:
    """The id that stands for `uuid` in the copy g."""
    return f"md5('{uuid}' || g)::uuid"


def quoted(value: Any) -> str:
    """As a literal; `%` doubled would be for parameters, of which there are none."""
    return sql.Literal(Jsonb(value) if isinstance(value, (dict, list)) else value).as_string()


def sequences() -> None:
    """What is inserted from now on gets ids above all that will ever be given here."""
    with connection.cursor() as cursor:
        for name, table in tables().items():
            if table.serial:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), greatest({ABOVE},"
                    f" (SELECT max(id) FROM {name})))"
                )


def orphans() -> None:
    """No row points to one that isn't there."""
    known = tables()
    with connection.cursor() as cursor:
        for name, table in known.items():
            for column, target in table.targets.items():
                if target not in known:
                    continue
                cursor.execute(
                    f"SELECT count(*) FROM {name} t LEFT JOIN {target} r ON"
                    f' r."{known[target].key}" = t."{column}" WHERE t."{column}" IS NOT NULL AND'
                    f' r."{known[target].key}" IS NULL'
                )
                if count := cursor.fetchone()[0]:
                    raise AssertionError(f"{count} rows of {name}.{column} point nowhere")
