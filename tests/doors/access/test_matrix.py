"""The access matrix: every route × method × actor × relation × state, held against the hand-written
table.

In each cell: the status is the one that the table says; nothing of a thing that isn't there for the
actor stands in the answer; a foreign thing and a missing one get the same bytes; a refused request
writes nothing but sessions and the audit trail; no server error.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from pytest_django import Settings

from tests import world as w
from tests.doors.access import rules, seats, things
from tests.doors.access.permits import ALL
from tests.doors.access.table import ROWS, STATES, Row
from tests.doors.access.things import CANARY, INTERNAL, Thing

WRITTEN = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
SAMPLE = (
    "anonymous",
    "provider-staff",
    "nurse-elsewhere",
    "administrator",
)  # on the other database
FEW = ("anonymous", "provider-staff", "nurse")
AUDIT = {"django_session", "journal_entry", "journal_reading", "people_loginsession"}
STRANGERS_TRACE = {
    "people_trycounter",
    "people_challenge",
    "journal_errand",
    "people_link",
}  # tries are counted, whoever makes them
MASKS = (
    (re.compile(rb'nonce="[^"]+"'), b"nonce"), (re.compile(rb"[A-Za-z0-9]{64}"), b"csrf"), (re.compile(rb"[0-9a-f]{32}"), b"request"),
    (re.compile(rb"role/(?:\d+|ID)/(?:\d+|ID)"), b"the role asked for"), (re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"), b"nonce"),
)  # fmt: skip
Cell = tuple[str, str, str, str]  # route, method, actor, relation


def routes(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one)
        else:
            assert one.name, one
            yield one.name


def test_every_route_has_its_row() -> None:
    there = sorted(set(routes(get_resolver("tests.browser.demo_urls"))))
    assert sorted(row.name for row in ROWS) == there, (
        "a new route needs a row in tests/doors/access/table.py"
    )


class Matrix:
    """Sends requests and collects what is wrong."""

    def __init__(
        self, made: dict[str, Thing], actor: str, client: Client, *, whole: bool = False
    ) -> None:
        self.made, self.actor, self.client, self.whole = made, actor, client, whole
        client.raise_request_exception = False
        self.wrong: list[str] = []
        self.cells = 0

    def walk(self, rows: tuple[Row, ...], methods: tuple[str, ...] = rules.METHODS) -> None:
        for row in rows:
            for method in methods:
                self.row(row, method)

    def row(self, row: Row, method: str) -> None:
        """One route by one method: its relations, and its pairs of an own and a foreign id."""
        first = rules.expected(row, method, self.actor, "own")
        relations = self.relations(row, method, first)
        answers = {
            one: self.cell(row, method, one, self.made[one])
            for one in relations
            if self.made[one].has(row.path)
        }
        if {"foreign", "missing"} <= set(answers) and rules.expected(
            row, method, self.actor, "foreign"
        ) != "open":
            self.same(row, method, answers["foreign"], answers["missing"])
        for own in rules.pairs(row) if method in row.needs else ():
            if first == "open" and rules.reaches(row, self.actor, "own"):
                mixed = {
                    one: self.mixed(row, own, self.made[one]) for one in ("foreign", "missing")
                }
                got = {one: self.send(row, method, thing) for one, thing in mixed.items()}
                self.judge(
                    row,
                    (row.name, method, self.actor, "own with foreign"),
                    "missing",
                    got["foreign"][0],
                    got["foreign"][1],
                    "own",
                )
                self.same(row, method, got["foreign"][0], got["missing"][0])

    def relations(self, row: Row, method: str, first: str) -> tuple[str, ...]:
        """Whose things are asked for. What the door refuses for the role or the method, it refuses
        before it looks at a thing.

        A stranger's page is for everybody: a few ask.
        """
        if first == "anything" and not self.whole and self.actor not in FEW:
            return ()
        if not row.about:
            return ("own",)
        if self.whole or first in {"open", "missing"}:
            return tuple(self.made)
        return ("own", "foreign") if first == "refused" else ("foreign",)

    def mixed(self, row: Row, own: str, other: Thing) -> Thing:
        """The first id is one's own, the others belong to something else."""
        return Thing("mixed", other.ids | {row.path[own]: self.made["own"][row.path[own]]})

    def cell(self, row: Row, method: str, relation: str, thing: Thing) -> HttpResponse:
        answer, wrote = self.send(row, method, thing)
        wanted = rules.expected(row, method, self.actor, relation)
        if (
            method == "HEAD"
            and answer.status_code == 405
            and wanted in {"open", "missing", "elsewhere"}
        ):
            wanted = "method"  # pages are asked for by GET
        self.judge(row, (row.name, method, self.actor, relation), wanted, answer, wrote, relation)
        return answer

    def send(self, row: Row, method: str, thing: Thing) -> tuple[Any, set[str]]:
        self.cells += 1
        if "consumer" in thing.ids and row.name in {"consumer_page", "create_case"}:
            reached = w.reference(self.client, int(thing["consumer"]))  # as a search gives it
            thing = Thing(thing.relation, thing.ids | {"consumer": reached})
        path = {
            name: source[1:] if source.startswith("=") else thing[source]
            for name, source in row.path.items()
        }
        body = row.body(thing) if row.body and method == "POST" else {}
        kept = {name: one.value for name, one in self.client.cookies.items()}
        with undone(), written() as tables:
            if row.json or method in {"PUT", "PATCH"}:
                answer: Any = self.client.generic(
                    method, reverse(row.name, kwargs=path), json.dumps(body), "application/json"
                )
            else:
                answer = getattr(self.client, method.lower())(reverse(row.name, kwargs=path), body)
            b"".join(answer) if answer.streaming else answer.content
        self.client.cookies = SimpleCookie(kept)
        return answer, tables

    def judge(
        self, row: Row, cell: Cell, wanted: str, answer: Any, wrote: set[str], relation: str
    ) -> None:
        problems = [*_status(row, wanted, answer)]
        wrote -= AUDIT | (STRANGERS_TRACE if wanted == "anything" else set())
        if wanted != "open" and wrote:
            problems.append(f"wrote {sorted(wrote)}")
        if cell[1] in {"GET", "HEAD"} and wrote:
            problems.append(f"reading wrote {sorted(wrote)}")
        text = b"" if answer.streaming else answer.content
        seen = {one for one, name in CANARY.items() if name.encode() in text}
        theirs = (
            {relation} if cell[0] == "consumer_page" and wanted == "open" else set()
        )  # anybody's page, for those who may look people up
        problems += [f"shows somebody {one}" for one in seen - theirs if not self._may_see(one)]
        if INTERNAL.encode() in text and "provider" in self.actor:
            problems.append("shows an internal note")
        self.wrong += [f"{' '.join(cell)}: wanted {wanted}, {problem}" for problem in problems]

    def _may_see(self, relation: str) -> bool:
        if self.actor in {*rules.OUT, *rules.NOBODY}:
            return False
        return any(
            rules.reaches(Row("any", about), self.actor, relation) for about in ("case", "draft")
        )

    def same(self, row: Row, method: str, foreign: Any, missing: Any) -> None:
        if faceless(foreign, self.made["foreign"]) != faceless(missing, self.made["missing"]):
            self.wrong.append(
                f"{row.name} {method} {self.actor}: a foreign thing and a missing one can be told"
                " apart"
            )


def _status(row: Row, wanted: str, answer: Any) -> Iterator[str]:
    code, to = answer.status_code, answer.headers.get("Location", "")
    signed_out = code == 401 or (code == 302 and to.startswith("/login"))
    if code >= 500 and code != 503:
        yield f"got {code}"
    elif (wanted == "login" and not signed_out) or (
        wanted == "terms" and not (code == 401 or (code == 302 and to.startswith("/terms")))
    ):
        yield f"got {code} {to}"
    elif wanted == "elsewhere" and (
        code != 403
        or (b"Change Context" not in answer.content and answer.request["REQUEST_METHOD"] != "HEAD")
    ):
        yield f"got {code}"
    elif wanted == "refused" and (code != 403 or b"Your role does not allow" in answer.content):
        yield f"got {code}, or the door let it pass"
    elif (wanted == "missing" and code not in row.absent) or (
        wanted == "led" and not (code == 302 and resolve(urlsplit(to).path).view_name == row.leads)
    ):
        yield f"got {code} {to}"
    elif wanted == "method" and code != 405:
        yield f"got {code}"
    elif wanted == "open" and (
        code in {403, 405}
        or (code == 404 and not row.lax)
        or (signed_out and "ended=asked" not in to)
    ):
        yield f"got {code} {to}"


def faceless(answer: Any, thing: Thing) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer without what differs each time, and without the address and the ids that were asked
    for.
    """
    text, asked = answer.content, answer.request["PATH_INFO"]
    for address in (asked, quote(asked), quote(asked, safe="")):
        text = text.replace(address.encode(), b"the address asked for")
    for value in sorted(thing.ids.values(), key=len, reverse=True):
        if len(value) > 6:
            text = text.replace(value.encode(), b"ID")
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    headers = [
        (k, v)
        for k, v in answer.headers.items()
        if k not in {"X-Request-ID", "Content-Security-Policy", "Content-Length", "Date"}
    ]
    return answer.status_code, sorted((k, v if k != "Location" else "") for k, v in headers), text


@contextmanager
def undone() -> Iterator[None]:
    """What a permitted request writes is taken back, so that each cell starts from the same."""
    savepoint = transaction.atomic()
    savepoint._from_testcase = True  # type: ignore[attr-defined]  # actions insist on being outermost; a test's transaction doesn't count
    with savepoint:
        yield
        transaction.set_rollback(True)


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that statements change meanwhile."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITTEN.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@pytest.fixture
def demo(settings: Settings) -> None:
    """As in the demonstration, which has more routes than any other installation."""
    settings.ROOT_URLCONF = "tests.browser.demo_urls"
    settings.MODE = "demo"


@pytest.fixture
def world(db: None, now: datetime, clock: object, folders: object) -> w.World:
    return w.build(now)


def walked(
    world: w.World, actors: tuple[str, ...], methods: tuple[str, ...], *, whole: bool = False
) -> tuple[int, list[str]]:
    """How many cells were asked, and what is wrong in them."""
    made = things.make(world)
    wrong, cells = [], 0
    for actor in actors:
        matrix = Matrix(made, actor, seats.client(world, actor), whole=whole)
        matrix.walk(ROWS, methods)
        for row in STATES:
            matrix.walk((row,), tuple(row.needs))
        wrong += matrix.wrong
        cells += matrix.cells
    return cells, wrong


@pytest.mark.req("ORG-01", "ORG-09")
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.req("FND-06", part="refused by the server")
def test_nobody_reaches_what_isnt_theirs(world: w.World, half: int) -> None:
    whole = connection.vendor == "sqlite"
    cells, wrong = walked(world, (ALL if whole else SAMPLE)[half::2], ("GET", "POST"))
    assert not wrong, f"{len(wrong)} of {cells} cells:\n" + "\n".join(wrong[:80])
    assert cells > (3_000 if whole else 400)


@pytest.mark.usefixtures("demo")
def test_nor_by_another_method(world: w.World) -> None:
    actors = FEW if connection.vendor == "sqlite" else FEW[1:2]
    _, wrong = walked(world, actors, ("HEAD", "PUT", "PATCH", "DELETE"))
    assert not wrong, "\n".join(wrong[:80])


@pytest.mark.torture
@pytest.mark.usefixtures("demo")
def test_nor_anybody_by_any_method_whatever_the_relation(world: w.World) -> None:
    cells, wrong = walked(world, ALL, rules.METHODS, whole=True)
    assert not wrong, f"{len(wrong)} of {cells} cells:\n" + "\n".join(wrong[:80])
