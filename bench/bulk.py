"""Many cases by set-based SQL: copies of two cases that were made through the product's own
actions.

The copies have other ids, people, providers and times; everything else is the moulds'.

3 in 100 cases are open, a third of those held by a reviewer. 2 in 100 belong to the provider whose
pages are measured, the others spread over providers of which a few are large; three cases a person.
Foreign keys are checked afterwards, in one query each.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from bench import moulds
from bench.moulds import FIRST, Changed, Copies, Mould
from bench.stage import NOW, apart
from precert.jobs import worker
from tests import world as w

DRAFTS = 60  # open ones of the provider measured, at any size
HASH = "((hashint8(g) & 2147483647) % 1000000)"  # a fixed pseudo-random number a case
MINE, OPEN, HELD = "g % 50 = 1", "g % 33 = 0", "g % 99 = 0"
NUMBER = "to_char(g % 365 + 1, '\"25\"FM000') || lpad(g::text, 7, '0')"
PERSON = f"{FIRST} + g / 3"
PEOPLE: Changed = {
    ("registry_consumer", "member_id"): "'B' || lpad(g::text, 8, '0')",
    ("registry_consumer", "subscriber_id"): "'B' || lpad(g::text, 8, '0')",
    ("registry_consumer", "last_name"): "'Bulk' || g",
    ("registry_consumer", "search_last"): "'bulk' || g",
    ("registry_consumer", "search_id"): "'B' || lpad(g::text, 8, '0')",
}
PROVIDERS: Changed = {
    ("registry_provider", "npi"): "'9' || lpad(g::text, 9, '0')",
    ("registry_provider", "name"): "'Clinic ' || g",
    ("registry_provider", "search_text"): "'clinic ' || g",
    ("registry_provider", "medicaid_id"): "'M' || g",
    ("registry_provider", "search_id"): "'M' || g",
}


class Bulk:
    """Grows the database; `grow(n)` leaves n cases in it."""

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.provider, self.carol = world.providers["denver"], world.consumers["carol"]
        self.there = 0
        with moulds.recorded():
            self.make("lena", decided=False, warm=True)  # whatever a first time makes once
        self.moulds = {
            name: self.made(decided=name == "closed", code=code)
            for name, code in (("closed", "97110"), ("open", "97112"))
        }
        with moulds.recorded() as self.draft:
            w.fill(self.world, w.draft(world, NOW, consumer="carol"), w.OUTPATIENT, world.ada, NOW)

    def made(self, *, decided: bool, code: str) -> Mould:
        """The rows of a case that went through the product."""
        with moulds.recorded() as mould:
            self.make("carol", decided=decided, code=code)
        return mould

    def make(
        self, person: str, *, decided: bool, code: str = "97110", warm: bool = False
    ) -> UUID | None:
        """A case through the product; its request's id."""
        draft = w.draft(self.world, NOW, consumer="carol" if warm else person)
        w.fill(
            self.world, draft, w.OUTPATIENT | {"line/k1/code": code if not warm else "97140"},
            self.world.ada, NOW,
        )  # fmt: skip
        w.submit(draft, self.world.ada, NOW, key=f"mould-{draft}")
        if decided:
            w.issue(draft, self.world.grace, NOW)
        apart(1, lambda n: partial(worker.run_once, NOW))
        return draft

    def grow(self, size: int) -> None:
        """Add cases until there are `size`."""
        first, last = self.there + 1, size
        with connection.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica"
            )  # no look-up a row; `orphans` looks at all of them
            self.registry(cursor, last)
            for name, chosen in (("closed", f"NOT {OPEN}"), ("open", OPEN)):
                self.cases(cursor, name, chosen, first, last)
            if not self.there:
                changed = {("cases_draft", "modified_at"): "m.modified_at - g * interval '1 hour'"}
                Copies(self.draft, changed, {}, moulds.ABOVE - 10**9).write(cursor, 1, DRAFTS)
            cursor.execute("SET session_replication_role = DEFAULT")
            moulds.sequences()
            moulds.orphans()
            cursor.execute("VACUUM ANALYZE")
        self.there = size

    def registry(self, cursor: Any, last: int) -> None:
        """One person for three cases, one provider for 150, each with what hangs on it."""
        start = self.there // 3 + 1 if self.there else 0
        self.entries(cursor, "registry_consumer", self.carol, PEOPLE, start, last // 3)
        start = self.there // 150 + 1 if self.there else 0
        self.entries(cursor, "registry_provider", self.provider, PROVIDERS, start, last // 150)

    def entries(
        self, cursor: Any, name: str, pk: int, changed: Changed, first: int, last: int
    ) -> None:
        """Copies of a registry's row and of the registry's rows that point to it."""
        known = moulds.tables()
        mould = Mould(known, rows(known[name].name, "id", pk))
        for table in known.values():
            for column, target in table.targets.items():
                if target == name and table.name.startswith("registry_"):
                    mould.rows += rows(table.name, column, pk)
        Copies(mould, changed, {name: (pk, f"{FIRST} + g")}).write(cursor, first, last)

    def cases(self, cursor: Any, name: str, chosen: str, first: int, last: int) -> None:
        """Every row of the mould, once for each g that is `chosen`."""
        provider = (
            f"CASE WHEN {MINE} THEN {self.provider} ELSE {FIRST} + floor(({last} / 150) *"
            f" power({HASH} / 1000000.0, 2))::int END"
        )
        spread = f"({HASH} * interval '{10 if name == 'open' else 730} days' / 1000000)"
        changed: Changed = {
            ("cases_case", "number"): NUMBER,
            ("cases_casestate", "authorization"): (
                f"CASE WHEN m.authorization IS NOT NULL THEN 'A' || {NUMBER} END"
            ),
            ("cases_content", "consumer"): (
                "m.consumer || jsonb_build_object('name', 'Carol Bulk' || g / 3, 'last_name',"
                " 'Bulk' || g / 3, 'case', g)"
            ),
        }
        for table in ("cases_case", "cases_request", "cases_party"):
            for column in ("submitted_at", "received_at"):
                changed[table, column] = f'm."{column}" - {spread}'
        if name == "open":
            changed |= self.open_work()
        points = {
            "registry_consumer": (self.carol, PERSON),
            "registry_provider": (self.provider, provider),
        }
        Copies(self.moulds[name], changed, points).write(cursor, first, last, chosen)

    def open_work(self) -> Changed:
        """Due from three days ago to a week ahead; every third one is held by Nora."""
        due = f"m.due_at - interval '3 days' + ({HASH} * interval '10 days' / 1000000)"
        nora = f"CASE WHEN {HELD} THEN {self.world.accounts['nora']} END"
        active = f"CASE WHEN {HELD} THEN 'active-review' ELSE m.status END"
        found: Changed = {("cases_requeststate", "status"): active}
        for table in ("cases_requeststate", "work_workitem"):
            found |= {(table, "due_at"): due, (table, "queue_at"): due, (table, "sort_at"): due}
            found |= {(table, "reviewer_id"): nora, (table, "worker_id"): nora}
        found["work_workitem", "state"] = f"CASE WHEN {HELD} THEN 'held' ELSE m.state END"
        return found


def rows(name: str, column: str, value: Any) -> list[tuple[str, moulds.Row]]:
    """The table's rows with that value."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM {name} WHERE "{column}" = %s', [value])
        columns = [one.name for one in cursor.description]
        return [
            (name, moulds.plain(dict(zip(columns, found, strict=True))))
            for found in cursor.fetchall()
        ]


def visible(world: w.World, limit: int) -> list[str]:
    """Case IDs of the provider measured, completed ones spread over all that there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.number FROM cases_case c JOIN cases_casestate s ON s.case_id = c.id WHERE"
            " s.status = 'completed' AND c.submitted_at < %s - interval '1 day' AND c.id IN (SELECT"
            " case_id FROM cases_party WHERE provider_id = %s) ORDER BY c.number",
            [NOW, world.providers["denver"]],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    return numbers[:: max(1, len(numbers) // limit)][:limit]
