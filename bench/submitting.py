"""Submit of a complete case through `perform`, with its access log row, against raw INSERTs of the
same rows.

The raw side is as fast as a driver can be: the statements of one case, prepared and pipelined, in
one transaction, into the same tables with their indexes and triggers. It reads nothing, checks
nothing and knows every value beforehand. Clients are processes.
"""

import os
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.bulk import FIRST
from bench.stage import NOW, apart, knob, seconds
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Draft
from precert.conduct.perform import perform
from precert.journal.reading import log_readings
from precert.journal.write import By
from precert.registry.models import Consumer, Eligibility
from tests import world as w

CASES = knob("SUBMITS", 400)  # for each number of clients
CLIENTS = (1, 8)
BLOCKS = 4  # ours and raw take turns: what else the machine does meets both alike
CONTENT = "currval(pg_get_serial_sequence('cases_content', 'id'))"
SERIAL = {
    "cases_content",
    "cases_diagnosis",
    "cases_line",
    "cases_party",
    "journal_entry",
    "conduct_firstanswer",
    "journal_reading",
}
Work = Callable[[int], None]


def measure(world: w.World) -> dict[str, dict[str, float]]:
    """Cases a second by number of clients, ours and raw, and the ratio; by turns on the same
    database.
    """
    found = {}
    for turn, clients in enumerate(CLIENTS):
        spent = {"submit": 0.0, "raw": 0.0}
        for block in range(BLOCKS):
            drafts = prepare(world, CASES // BLOCKS)
            spent["submit"] += race(clients, len(drafts), lambda drafts=drafts: Ours(world, drafts))
            rows, person = sample(drafts[0][0]), FIRST + turn * CASES + block * len(drafts)
            spent["raw"] += race(
                clients, len(drafts), lambda rows=rows, person=person: Raw(rows, person)
            )
        ours, raw = (CASES // BLOCKS * BLOCKS / spent[side] for side in ("submit", "raw"))
        found[str(clients)] = {"submit": ours, "raw": raw, "ratio": ours / raw}
    return found


def prepare(world: w.World, count: int) -> list[tuple[uuid.UUID, int]]:
    """Complete drafts, each of a person of their own: (id, version)."""
    mould = Draft.objects.get(pk=w.draft(world, NOW))
    w.fill(world, mould.pk, w.OUTPATIENT, world.ada, NOW)
    mould.refresh_from_db()
    start = Consumer.objects.count()
    people = Consumer.objects.bulk_create(
        Consumer(
            customer="00198", member_id=f"SB{start + n}", subscriber_id=f"SB{start + n}", first_name="Sub", last_name="Mitted",
            search_last="mitted", birth_date=date(1970, 1, 1), gender="F", address1="1 Elm St", city="Denver", state="CO",
        )
        for n in range(count)
    )  # fmt: skip
    Eligibility.objects.bulk_create(
        Eligibility(
            consumer=one,
            programme="Medicaid",
            plan="medicaid",
            from_date=date(2024, 1, 1),
            to_date=None,
        )
        for one in people
    )
    drafts = []
    for person in people:
        mould.pk, mould.consumer_id = uuid.uuid4(), person.pk
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


def sample(draft: uuid.UUID) -> list[tuple[str, dict[str, Any]]]:
    """Every row that the submission of this draft inserted: (table, values by column)."""
    with psycopg.connect(os.environ["PRECERT_DATABASE"], row_factory=dict_row) as link:

        def rows(table: str, where: str, value: object) -> list[tuple[str, dict[str, Any]]]:
            return [
                (table, row)
                for row in link.execute(f"SELECT * FROM {table} WHERE {where}", [value]).fetchall()
            ]

        request = rows("cases_request", "id = %s", draft)
        case = request[0][1]["case_id"]
        content = rows("cases_content", "request_id = %s", draft)
        (made,) = rows("cases_case", "id = %s", case)
        return [
            *rows("cases_consumerlock", "consumer_id = %s", made[1]["consumer_id"]), made, *rows("cases_casestate", "case_id = %s", case),
            *request, *rows("cases_requeststate", "request_id = %s", draft), *content,
            *rows("cases_diagnosis", "content_id = %s", content[0][1]["id"]), *rows("cases_line", "content_id = %s", content[0][1]["id"]),
            *rows("cases_party", "request_id = %s", draft), *rows("journal_entry", "case_id = %s", case),
            *rows("conduct_firstanswer", "key = %s", str(draft)), *rows("journal_reading", "subject_ids = %s::jsonb", f'["{draft}"]'),
        ]  # fmt: skip


class Raw:
    """One client that inserts the same rows under fresh ids, for people from `person` on."""

    def __init__(self, rows: list[tuple[str, dict[str, Any]]], person: int) -> None:
        self.link = psycopg.connect(os.environ["PRECERT_DATABASE"], prepare_threshold=1)
        self.person = person
        self.statements = [
            (table, self.statement(table, row), self.adapted(row)) for table, row in rows
        ]

    def statement(self, table: str, row: dict[str, Any]) -> sql.Composed:
        """INSERT with named parameters; serial ids come from their sequences."""
        names = [name for name in row if not (name == "id" and table in SERIAL)]
        marks = [
            sql.SQL(CONTENT) if name == "content_id" else sql.Placeholder(name) for name in names
        ]
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join(marks),
        )

    def adapted(self, row: dict[str, Any]) -> dict[str, Any]:
        """JSON as the driver wants it."""
        return {
            name: Jsonb(value) if isinstance(value, (dict, list)) else value
            for name, value in row.items()
        }

    def __call__(self, n: int) -> None:
        """One transaction, one flight."""
        case, request = uuid.uuid4(), uuid.uuid4()
        fresh: dict[str, dict[str, Any]] = {
            "cases_case": {"id": case, "number": f"R{case.hex[:11]}"},
            "cases_request": {"id": request, "case_id": case},
            "cases_consumerlock": {"consumer_id": self.person + n},
            "conduct_firstanswer": {"key": str(request)},
        }
        with self.link.pipeline(), self.link.transaction():
            for table, statement, values in self.statements:
                own = fresh.get(table, {"case_id": case, "request_id": request})
                self.link.execute(statement, {**values, **own})


def race(clients: int, count: int, client: Callable[[], Work]) -> float:
    """Seconds for `count` cases shared by so many processes."""

    def work(first: int) -> None:
        submit = client()
        for n in range(first, count, clients):
            submit(n)

    return seconds(apart(clients, work))
