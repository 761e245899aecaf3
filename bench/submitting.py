"""Submit of a complete case through `perform`, with its access log row, against raw INSERTs of the
same rows.

The raw side is as fast as a driver can be: the statements of one case, prepared and pipelined, in
one transaction, into the same tables with their indexes and triggers. It reads nothing, checks
nothing and knows every value beforehand. Clients are processes.
"""

import json
import os
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from bench.bulk import rows
from bench.moulds import Copies, Mould, recorded, tables
from bench.pages import counted
from bench.stage import NOW, apart, either, knob, seconds
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Draft
from precert.conduct.perform import perform
from tests import world as w

CASES = knob("SUBMITS", 400)  # for each number of clients
CLIENTS = (1, 8)
BLOCKS = 4  # ours and raw take turns: what else the machine does meets both alike
SUBMITTERS = 900_000_000  # ids of people of their own, below what is given elsewhere
Work = Callable[[int], None]
log_readings = either("precert.journal.access_log", "precert.journal.reading").log_readings
By = either("precert.journal.recording", "precert.journal.write").By


def measure(world: w.World) -> dict[str, dict[str, float]]:
    """Cases a second by number of clients, ours and raw, and the ratio; by turns on the same
    database.
    """
    found = {}
    block = max(CLIENTS[-1], CASES // BLOCKS)
    first = people(world, (block + 1) * BLOCKS * len(CLIENTS) * 2 + 1)
    fresh = iter(range(first, first + 10**9))
    taken = lambda: [next(fresh) for _ in range(block)]  # noqa: E731 - a row of people at a time
    Ours(world, prepare(world, [next(fresh)]))(0)  # the day's counter is there
    for clients in CLIENTS:
        spent = {"submit": 0.0, "raw": 0.0}
        for _ in range(BLOCKS):
            drafts = prepare(world, taken())
            spent["submit"] += race(clients, block, lambda _numbers, d=drafts: Ours(world, d))
            one = prepare(world, [next(fresh)])
            with recorded() as mould:
                Ours(world, one)(0)
            person = taken()[0]
            spent["raw"] += race(
                clients, block, lambda numbers, m=mould, p=person: raw(m, p, numbers)
            )
        ours, bare = (block * BLOCKS / spent[side] for side in ("submit", "raw"))
        found[str(clients)] = {
            "submit": ours, "raw": bare, "ratio": ours / bare, "rows": float(len(mould.rows)),
            "statements": statements(world, [next(fresh)]),
        }  # fmt: skip
    return found


def statements(world: w.World, person: list[int]) -> float:
    """Of one submission, those that Django's wrapper sees."""
    ours = Ours(world, prepare(world, person))
    with counted() as counter:
        ours(0)
    return float(counter.n)


def people(world: w.World, count: int, start: int = 0) -> int:
    """Covered people for the submissions; the first one's id."""
    known, carol = tables(), world.consumers["carol"]
    first = SUBMITTERS + start
    mould = Mould(known, rows("registry_consumer", "id", carol))
    for table in known.values():
        for column, target in table.targets.items():
            if target == "registry_consumer" and table.name.startswith("registry_"):
                mould.rows += rows(table.name, column, carol)
    changed = {
        ("registry_consumer", "member_id"): f"'SB' || {first} + g",
        ("registry_consumer", "subscriber_id"): f"'SB' || {first} + g",
    }
    with connection.cursor() as cursor:
        points = {"registry_consumer": (carol, f"{first} + g")}
        cursor.execute("SET session_replication_role = replica")
        Copies(mould, changed, points, first).write(cursor, 0, count)
        cursor.execute("SET session_replication_role = DEFAULT")
    return first


def prepare(world: w.World, people: list[int]) -> list[tuple[uuid.UUID, int]]:
    """Complete drafts, one for each of these people: (id, version)."""
    mould = Draft.objects.get(pk=w.draft(world, NOW))
    w.fill(world, mould.pk, w.OUTPATIENT, world.ada, NOW)
    mould.refresh_from_db()
    drafts = []
    for person in people:
        mould.pk, mould.consumer_id = uuid.uuid4(), person
        mould.save(force_insert=True)
        drafts.append((mould.pk, mould.version))
    return drafts


class Ours:
    """One client that submits through the product."""

    def __init__(self, world: w.World, drafts: list[tuple[uuid.UUID, int]]) -> None:
        self.actor, self.drafts = world.ada, drafts
        self.by = By(self.actor.kind, self.actor.id, self.actor.name, self.actor.provider_id)

    def __call__(self, n: int) -> None:
        """What a POST of Submit does below its door, the access log included."""
        draft, version = self.drafts[n]
        answer = perform(
            Submit,
            SubmitInput(draft, version, agreed=True, confirmed=True),
            self.actor,
            NOW,
            key=str(draft),
        ).answer
        log_readings(
            {"case": [answer["request"]]},
            by=self.by,
            at=NOW,
            page="submit_case",
            address="127.0.0.1",
        )


class Raw:
    """One client that inserts the same rows under fresh ids, for people from `person` on."""

    def __init__(self, mould: Mould, person: int) -> None:
        self.link = psycopg.connect(os.environ["PRECERT_DATABASE"], prepare_threshold=1)
        self.person, self.own = person, mould.ids()
        self.tables, self.serial = mould.tables, {name for name, _ in mould.ranks()}
        self.consumer = next(row["consumer_id"] for name, row in mould.rows if name == "cases_case")
        self.rows = [(self.statement(name, row), name, row) for name, row in mould.rows]

    def statement(self, name: str, row: dict[str, Any]) -> sql.Composed:
        """INSERT with named parameters; serial ids come from their sequences."""
        table, marks = self.tables[name], []
        columns = [one for one in row if not (one == "id" and name in self.serial)]
        for column in columns:
            target = table.targets.get(column, "")
            if target in self.serial and row[column] is not None:
                own = sql.Literal(target)
                marks.append(sql.SQL("currval(pg_get_serial_sequence({}, 'id'))").format(own))
            else:
                marks.append(sql.Placeholder(column))
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(name),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(marks),  # type: ignore[arg-type]
        )

    def prepared(self, n: int) -> list[tuple[sql.Composed, dict[str, Any]]]:
        """The statements of one case with their values: nothing of it counts."""
        fresh = {one: str(uuid.uuid4()) for one in self.own}
        number = f"R{uuid.uuid4().hex[:11]}"
        found = []
        for statement, name, row in self.rows:
            values = {column: self.value(fresh, value) for column, value in row.items()}
            for column, target in self.tables[name].targets.items():
                if target == "registry_consumer" and row[column] == self.consumer:
                    values[column] = self.person + n
            if name == "cases_case":
                values["number"] = number
            found.append((statement, values))
        return found

    def value(self, fresh: dict[str, str], value: Any) -> Any:
        """With fresh ids for the mould's own, and as the driver wants it."""
        if isinstance(value, uuid.UUID):
            return uuid.UUID(fresh.get(str(value), str(value)))
        if isinstance(value, (str, dict, list)):
            text = value if isinstance(value, str) else json.dumps(value)
            for own, other in fresh.items():
                text = text.replace(own, other)
            return text if isinstance(value, str) else Jsonb(json.loads(text))
        return value

    def __call__(self, n: int) -> None:
        """One transaction, one flight."""
        with self.link.pipeline(), self.link.transaction():
            for statement, values in self.ready[n]:
                self.link.execute(statement, values)

    def prepare(self, numbers: range) -> None:
        """Every value beforehand."""
        self.ready = {n: self.prepared(n) for n in numbers}


def race(clients: int, count: int, client: Callable[[range], Work]) -> float:
    """Seconds for `count` cases shared by so many processes."""

    def ready(first: int) -> Callable[[], None]:
        numbers = range(first, count, clients)
        submit = client(numbers)

        def work() -> None:
            for n in numbers:
                submit(n)

        return work

    return seconds(apart(clients, ready))


def raw(mould: Mould, person: int, numbers: range) -> Raw:
    """A client of the raw side that knows every value."""
    one = Raw(mould, person)
    one.prepare(numbers)
    return one
