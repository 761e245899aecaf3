"""Home, queue and case page through the whole stack of the server (session, door, query, template,
access log), and an empty page.

The two sizes stand in two databases and take turns, a few requests at a time: what else the machine
does meets both alike.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from bench.bulk import visible
from bench.stage import knob, middle, timed
from tests import world as w

TIMES = knob("PAGES", 100)  # requests for each page and size
TURN = 10


class Visitors:
    """A provider's nurse and a reviewer, signed in before the database is copied."""

    def __init__(self, world: w.World) -> None:
        self.world = world
        self.ada, self.grace = w.signed_in(world, "ada", "denver"), w.signed_in(world, "grace")

    def pages(self) -> dict[str, Callable[[int], Any]]:
        """The pages of the database connected to."""
        numbers = visible(self.world, TIMES)
        return {
            "empty (provider)": lambda n: get(self.ada, "/bench/empty"),
            "empty (staff)": lambda n: get(self.grace, "/bench/empty"),
            "Home": lambda n: get(self.ada, "/"),
            "queue": lambda n: get(self.grace, "/queue"),
            "case page": lambda n: get(self.ada, f"/cases/{numbers[n % len(numbers)]}"),
        }


def get(client: Client, address: str) -> None:
    """Fetch a page; anything but the page itself is a failure of the measurement."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")


def measure(
    visitors: Visitors, databases: dict[str, str]
) -> dict[str, dict[str, dict[str, float]]]:
    """p50 and p95 in milliseconds of each page, by the label of the database."""
    times: dict[str, dict[str, list[float]]] = {label: defaultdict(list) for label in databases}
    pages = {}
    for label, name in databases.items():
        connect(name)
        pages[label] = visitors.pages()
    for _turn in range(max(1, TIMES // TURN)):
        for label, name in databases.items():
            connect(name)
            for page, fetch in pages[label].items():
                times[label][page] += timed(fetch, TURN, warm=2)
    return {
        label: {page: figures(sorted(found)) for page, found in by_page.items()}
        for label, by_page in times.items()
    }


def figures(milliseconds: list[float]) -> dict[str, float]:
    """p50 and p95."""
    return {"p50": middle(milliseconds), "p95": milliseconds[int(len(milliseconds) * 0.95)]}


def connect(name: str) -> None:
    """Work on that database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
