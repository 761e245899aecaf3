"""Home, queue and case page through the whole stack of the server (session, door, query, template, access log), and an empty page."""

from typing import Any

from bench.bulk import visible
from bench.stage import knob, middle, timed
from tests import world as w

TIMES = knob("PAGES", 60)


def measure(world: w.World) -> dict[str, dict[str, float]]:
    """Milliseconds of each page: p50 and p95."""
    ada, grace = w.signed_in(world, "ada", "denver"), w.signed_in(world, "grace")
    numbers = visible(world, TIMES)
    pages: dict[str, Any] = {
        "empty (provider)": lambda n: ada.get("/bench/empty"),
        "empty (staff)": lambda n: grace.get("/bench/empty"),
        "Home": lambda n: ada.get("/"),
        "queue": lambda n: grace.get("/queue"),
        "case page": lambda n: ada.get(f"/cases/{numbers[n % len(numbers)]}"),
    }
    found = {}
    for name, get in pages.items():
        answer = get(0)
        if answer.status_code != 200:
            raise AssertionError(f"{name} answers {answer.status_code}")
        times = timed(get, TIMES)
        found[name] = {"p50": middle(times), "p95": times[int(len(times) * 0.95)]}
    return found
