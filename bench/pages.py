"""The pages through the whole stack of the server (session, door, query, template, access log),
beside a bare page of Django and an empty page of ours.

The two sizes stand in two databases and take turns, a few requests at a time: what else the machine
does meets both alike. Processor time is this process's own, without the database server's.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from bench.bulk import visible
from bench.stage import knob, middle
from tests import world as w

TIMES = knob("PAGES", 100)  # requests for each page and size
TURN = 10
WARM = 2
STEPS = ("services", "requests", "procedures", "diagnoses", "diagnosis")  # a wizard step, by choice
SESSION_ONLY = ["django.contrib.sessions.middleware.SessionMiddleware"]
Fetch = Callable[[int], Any]
Sample = tuple[float, float, float, float]  # ms, processor ms, statements, bytes


class Visitors:
    """A provider's nurse and a reviewer, signed in before the database is copied."""

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.ada, self.grace = w.signed_in(world, "ada", "denver"), w.signed_in(world, "grace")
        self.bare, self.stranger = Client(), Client()
        self.bare.cookies = self.ada.cookies
        with override_settings(MIDDLEWARE=SESSION_ONLY):
            self.bare.handler.load_middleware()

    def pages(self) -> dict[str, Fetch]:
        """The pages of the database connected to."""
        numbers = visible(self.world, TIMES)
        steps, desks = self.steps(), self.desks()
        people = [self.person(number) for number in numbers[:10]]

        def page(client: Client, addresses: list[str]) -> Fetch:
            return lambda n: get(client, addresses[n % len(addresses)])

        return {
            "bare": page(self.bare, ["/bench/bare"]),
            "empty (provider)": page(self.ada, ["/bench/empty"]),
            "empty (staff)": page(self.grace, ["/bench/empty"]),
            "login": page(self.stranger, ["/login"]),
            "Home": page(self.ada, ["/"]),
            "case page": page(self.ada, [f"/cases/{number}" for number in numbers]),
            "consumer page": page(self.ada, people),
            "wizard step": page(self.ada, steps),
            "queue": page(self.grace, ["/queue"]),
            "desk": page(self.grace, desks),
        }

    def person(self, number: str) -> str:
        """Where the case page leads for its consumer."""
        found = links(self.ada, f"/cases/{number}", r"/consumers/[^\"?#]+")
        if not found:
            raise AssertionError("a case page leads to no consumer")
        return found[0]

    def steps(self) -> list[str]:
        """One and the same step of each open draft on Home's list."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM cases_draft WHERE state = 'open' ORDER BY id LIMIT 20")
            drafts = [row[0] for row in cursor.fetchall()]
        found = links(self.ada, f"/drafts/{drafts[0]}", r"/drafts/[0-9a-f-]{36}/[a-z-]+")
        there = {address.rsplit("/", 1)[1] for address in found}
        step = next((step for step in STEPS if step in there), min(there - {"save", "cancel"}))
        return [f"/drafts/{draft}/{step}" for draft in drafts]

    def desks(self) -> list[str]:
        """Requests on the first page of the queue."""
        found = links(self.grace, "/queue", r"/queue/[0-9a-f-]{36}|/review/[0-9a-f-]{36}")
        return list(dict.fromkeys(f"/review/{address.rsplit('/', 1)[1]}" for address in found))


def links(client: Client, address: str, pattern: str) -> list[str]:
    """Addresses on a page, each once, in order."""
    text = client.get(address, follow=True).content.decode()
    return list(dict.fromkeys(re.findall(pattern, text)))


def get(client: Client, address: str) -> Any:
    """Fetch a page; anything but the page itself is a failure of the measurement."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")
    return answer


class Counter:
    """Counts statements as Django's execute wrapper."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Pass the statement on."""
        self.n += 1
        return execute(sql, params, many, context)


@contextmanager
def counted() -> Any:
    """How many statements go to the database."""
    counter = Counter()
    with connection.execute_wrapper(counter):
        yield counter


def sampled(fetch: Fetch, times: int) -> list[Sample]:
    """So many requests after a few that don't count."""
    for n in range(WARM):
        fetch(n)
    found = []
    for n in range(times):
        began, worked = perf_counter(), process_time()
        answer = fetch(n)
        spent, processor = perf_counter() - began, process_time() - worked
        found.append((spent * 1_000, processor * 1_000, 0.0, float(len(answer.content))))
    with counted() as counter:
        fetch(0)
    return [(ms, cpu, float(counter.n), size) for ms, cpu, _, size in found]


def measure(visitors: Visitors, databases: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The figures of each page, by the label of the database."""
    samples: dict[str, dict[str, list[Sample]]] = {label: defaultdict(list) for label in databases}
    pages = {}
    for label, name in databases.items():
        connect(name)
        pages[label] = visitors.pages()
    for _turn in range(max(1, TIMES // TURN)):
        for label, name in databases.items():
            connect(name)
            for page, fetch in pages[label].items():
                samples[label][page] += sampled(fetch, min(TURN, TIMES))
    return {
        label: {page: figures(found) for page, found in by_page.items()}
        for label, by_page in samples.items()
    }


def figures(found: list[Sample]) -> dict[str, float]:
    """p50 and p95 of the time, the middle of all else."""
    times, processor, statements, sizes = (sorted(row) for row in zip(*found, strict=True))
    return {
        "p50": middle(times),
        "p95": times[int(len(times) * 0.95)],
        "processor": middle(processor),
        "statements": middle(statements),
        "bytes": middle(sizes),
    }


def connect(name: str) -> None:
    """Work on that database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
