"""Many cases by set-based SQL: copies of two cases that were made through the product's own
actions.

The copies have other ids, people, providers and times; everything else is the moulds'.

3 in 100 cases are open, a third of those held by a reviewer. 2 in 100 belong to the provider whose
pages are measured, the others spread over providers of which a few are large; three cases a person.
Foreign keys are checked afterwards, in one query each.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from bench.stage import NOW, apart
from precert.cases.models import Case
from precert.jobs import worker
from tests import world as w

FIRST = 1_000_000  # of the ids given here, above everything that sequences gave
ABOVE = 50_000_000
DRAFTS = 60  # open ones of the provider measured, at any size
ENTRIES = 20  # room for journal entries a case
HASH = "(abs(hashint8(g)) % 1000000)"  # a fixed pseudo-random number a case
MINE = "g % 50 = 1"
OPEN = "g % 33 = 0"
THIS, ASKED, ISSUE = (
    "md5('case' || g)::uuid",
    "md5('request' || g)::uuid",
    "md5('issue' || g)::uuid",
)
NUMBER = "to_char(g % 365 + 1, '\"25\"FM000') || lpad(g::text, 7, '0')"
PERSON = (
    "m.consumer || jsonb_build_object('name', 'Carol Bulk' || g / 3, 'last_name', 'Bulk' || g / 3,"
    " 'case', g)"
)
ENTRY = f"{FIRST} + g::bigint * {ENTRIES} + m.rank"
DATA = (
    f"CASE WHEN m.data ? 'issue' THEN m.data || jsonb_build_object('issue', {ISSUE}) ELSE"
    " m.data END"
)


class Bulk:
    """Grows the database; `grow(n)` leaves n cases in it."""

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.provider = world.providers["denver"]
        self.there = 0
        self.columns: dict[str, list[str]] = {}
        self.moulds = {
            "closed": self.make("carol", decided=True),
            "open": self.make("carol", decided=False),
        }

    def make(self, person: str, *, decided: bool) -> UUID:
        """A case through the product; its request's id."""
        code = {"line/k1/code": "97110" if decided else "97112"}
        draft = w.draft(self.world, NOW, consumer=person)
        w.fill(self.world, draft, w.OUTPATIENT | code, self.world.ada, NOW)
        w.submit(draft, self.world.ada, NOW, key=f"mould-{draft}")
        if decided:
            w.issue(draft, self.world.grace, NOW)
        apart(1, lambda n: worker.run_once(NOW))
        return draft

    def grow(self, size: int) -> None:
        """Add cases until there are `size`."""
        first, last = self.there + 1, size
        with connection.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica"
            )  # no look-up a row; `orphans` looks at all of them
            self.registry(cursor, first, last)
            for name, chosen in (("closed", f"NOT {OPEN}"), ("open", OPEN)):
                self.cases(cursor, name, chosen, first, last)
            if not self.there:
                self.drafts(cursor)
            cursor.execute("SET session_replication_role = DEFAULT")
            self.sequences(cursor)
            self.orphans(cursor)
            cursor.execute("VACUUM ANALYZE")
        self.there = size

    def registry(self, cursor: Any, first: int, last: int) -> None:
        """One person for three cases, one provider for 150."""
        person = {
            "id": f"{FIRST} + g",
            "member_id": "'B' || lpad(g::text, 8, '0')",
            "subscriber_id": "'B' || lpad(g::text, 8, '0')",
        }
        person |= {"last_name": "'Bulk' || g", "search_last": "'bulk' || g"}
        carol, span = (
            self.world.consumers["carol"],
            (self.there // 3 + 1 if self.there else 0, last // 3),
        )
        self.copy(cursor, "registry_consumer", f"id = {carol}", person, *span)
        self.copy(
            cursor,
            "registry_eligibility",
            f"consumer_id = {carol}",
            {"consumer_id": f"{FIRST} + g"},
            *span,
        )
        provider = {"id": f"{FIRST} + g", "npi": "lpad(g::text, 10, '2')", "name": "'Clinic ' || g"}
        span = (self.there // 150 + 1 if self.there else 0, last // 150)
        self.copy(cursor, "registry_provider", f"id = {self.provider}", provider, *span)
        self.copy(
            cursor,
            "registry_enrolment",
            f"provider_id = {self.provider}",
            {"provider_id": f"{FIRST} + g"},
            *span,
        )

    def cases(self, cursor: Any, name: str, chosen: str, first: int, last: int) -> None:
        """Every row of the mould, once for each g that is `chosen`."""
        request = self.moulds[name]
        case = Case.objects.get(requests=request).pk
        provider = (
            f"CASE WHEN {MINE} THEN {self.provider} ELSE {FIRST} + floor(({last} / 150) *"
            f" power({HASH} / 1000000.0, 2))::int END"
        )
        at = {
            "submitted_at": (
                f"m.submitted_at - ({HASH} * interval '{10 if name == 'open' else 730} days' /"
                " 1000000)"
            )
        }
        of_case, of_request, mine = (
            {"case_id": THIS},
            {"request_id": ASKED},
            {"provider_id": provider},
        )
        whose = {"consumer_id": f"{FIRST} + g / 3"}
        authorization = f"CASE WHEN m.authorization IS NOT NULL THEN 'A' || {NUMBER} END"
        state = {**of_request, **mine, **(self.open_state() if name == "open" else {})}
        rows: tuple[tuple[str, str, dict[str, str]], ...] = (
            ("cases_draft", f"id = '{request}'", {"id": ASKED, **whose, **mine}),
            ("cases_case", f"id = '{case}'", {"id": THIS, "number": NUMBER, **whose, **at}),
            ("cases_casestate", f"case_id = '{case}'", {**of_case, "authorization": authorization}),
            (
                "cases_request",
                f"id = '{request}'",
                {"id": ASKED, **of_case, **at, "submitted_for_id": provider},
            ),
            ("cases_requeststate", f"request_id = '{request}'", state),
            (
                "cases_content",
                f"request_id = '{request}'",
                {"id": f"{FIRST} + g", **of_request, "consumer": PERSON},
            ),
            ("cases_diagnosis", self.of_content(request), {"content_id": f"{FIRST} + g"}),
            ("cases_line", self.of_content(request), {"content_id": f"{FIRST} + g"}),
            ("cases_party", f"request_id = '{request}'", {**of_case, **of_request, **mine, **at}),
            ("cases_issue", f"request_id = '{request}'", {"id": ISSUE, **of_request}),
            ("cases_determination", f"request_id = '{request}'", {"issue_id": ISSUE, **of_request}),
            (
                "letters_letter",
                f"request_id = '{request}'",
                {
                    "id": "md5(m.template || g)::uuid",
                    **of_case,
                    **of_request,
                    "cause_id": f"({ISSUE})::text",
                },
            ),
            ("conduct_firstanswer", f"key = 'mould-{request}'", {"key": "md5('key' || g)"}),
            (
                "journal_entry",
                f"case_id = '{case}'",
                {"id": ENTRY, **of_case, "subject_id": f"{ASKED}::text", "data": DATA},
            ),
            ("journal_errand", self.of_entries(case), {"entry_id": ENTRY}),
        )
        for table, mould, changed in rows:
            self.copy(cursor, table, mould, changed, first, last, chosen)

    def open_state(self) -> dict[str, str]:
        """Due from three days ago to a week ahead; every third one is held by Nora."""
        due, held = (
            f"m.due_at - interval '3 days' + ({HASH} * interval '10 days' / 1000000)",
            "g % 99 = 0",
        )
        reviewer = f"CASE WHEN {held} THEN {self.world.accounts['nora']} END"
        return {
            "due_at": due,
            "queue_at": due,
            "reviewer_id": reviewer,
            "status": f"CASE WHEN {held} THEN 'active-review' ELSE m.status END",
        }

    def of_entries(self, case: UUID) -> str:
        """The deliveries of the mould's journal entries."""
        return f"entry_id IN (SELECT id FROM journal_entry WHERE case_id = '{case}')"

    def of_content(self, request: UUID) -> str:
        """The rows of the mould's content version."""
        return (
            f"content_id = (SELECT id FROM cases_content WHERE request_id = '{request}' AND id <"
            f" {FIRST})"
        )

    def drafts(self, cursor: Any) -> None:
        """Open drafts of the provider measured."""
        mould = w.draft(self.world, NOW, consumer="carol")
        w.fill(self.world, mould, w.OUTPATIENT, self.world.ada, NOW)
        changed = {
            "id": "md5('draft' || g)::uuid",
            "modified_at": "m.modified_at - g * interval '1 hour'",
        }
        self.copy(cursor, "cases_draft", f"id = '{mould}'", changed, 1, DRAFTS)

    def copy(
        self,
        cursor: Any,
        table: str,
        mould: str,
        changed: dict[str, str],
        first: int,
        last: int,
        chosen: str = "true",
    ) -> None:
        """INSERT … SELECT of the mould's rows for g from `first` to `last`; a serial id is drawn
        anew unless it is given.
        """
        if table not in self.columns:
            query = (
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND"
                " is_identity = 'NO' ORDER BY ordinal_position"
            )
            cursor.execute(query, [table])
            self.columns[table] = [name for (name,) in cursor.fetchall()]
        names = [
            *self.columns[table],
            *(name for name in changed if name not in self.columns[table]),
        ]
        wanted = ", ".join(changed.get(name, f'm."{name}"') for name in names)
        listed = ", ".join(f'"{name}"' for name in names)
        entry = {"journal_entry": "id", "journal_errand": "entry_id"}.get(table)
        case = f"(SELECT x.case_id FROM journal_entry x WHERE x.id = {table}.{entry})"
        # which of the mould's journal entries the row is, or belongs to
        rank = (
            f"(SELECT count(*) FROM journal_entry e WHERE e.case_id = {case} AND e.id <"
            f" {table}.{entry})"
            if entry
            else "0"
        )
        cursor.execute(
            f"WITH m AS MATERIALIZED (SELECT *, {rank} AS rank FROM {table} WHERE {mould}) INSERT"
            f" INTO {table} ({listed}) SELECT {wanted} FROM m, generate_series({first}::bigint,"
            f" {last}) g WHERE {chosen}"
        )

    def sequences(self, cursor: Any) -> None:
        """What is inserted from now on gets ids above all that will ever be given here."""
        for table in self.columns:
            cursor.execute(
                "SELECT is_identity FROM information_schema.columns WHERE table_name = %s AND"
                " column_name = 'id'",
                [table],
            )
            if cursor.fetchone() == ("YES",):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest({ABOVE},"
                    f" (SELECT max(id) FROM {table})))"
                )

    def orphans(self, cursor: Any) -> None:
        """No row points to one that isn't there."""
        cursor.execute(
            "SELECT c.conrelid::regclass, a.attname, c.confrelid::regclass, f.attname FROM"
            " pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum ="
            " c.conkey[1] JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum ="
            " c.confkey[1] WHERE c.contype = 'f'"
        )
        for table, column, target, key in cursor.fetchall():
            if str(table) in self.columns:
                dangling = f't."{column}" IS NOT NULL AND r."{key}" IS NULL'
                cursor.execute(
                    f'SELECT count(*) FROM {table} t LEFT JOIN {target} r ON r."{key}" ='
                    f' t."{column}" WHERE {dangling}'
                )
                if count := cursor.fetchone()[0]:
                    raise AssertionError(f"{count} rows of {table}.{column} point nowhere")


def visible(world: w.World, limit: int) -> list[str]:
    """Case IDs of the provider measured, completed ones spread over all that there are."""
    rows = Case.objects.filter(
        parties__provider=world.providers["denver"],
        state__status="completed",
        submitted_at__lt=NOW - timedelta(days=1),
    )
    numbers = sorted(set(rows.values_list("number", flat=True)))
    return numbers[:: max(1, len(numbers) // limit)][:limit]
