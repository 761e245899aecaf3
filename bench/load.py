"""A mixed load: signed-in people who each do something every few seconds, against a granian server
on loopback.

Everybody has a session, a connection and drafts of their own. What is timed is what a browser would
wait for; the people run in this process's threads and share the machine with server and database.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connections

from bench import stage
from bench.bulk import visible
from bench.pages import Visitors
from bench.stage import NOW, knob, middle
from bench.submitting import people as covered
from bench.submitting import prepare
from precert.people import setup
from precert.people.models import Account
from tests import world as w
from tests.harness import sessions

PEOPLE, PROCESSES = (50, 200), (2, 4)
SECONDS = knob("LOAD", 20)  # of each run
PAUSE = knob("PAUSE", 4)  # seconds between two doings of one person, on average
KINDS = {"Home": 30, "case": 30, "type-ahead": 25, "autosave": 12, "submit": 3}  # of a hundred
DRAFTS = 2  # to submit, for each person in each run
PATIENCE = 180.0  # seconds until the server must have answered
WORDS = ("low", "back p", "sprain r", "M54", "essen", "type 2 d", "fract")
CSRF = "b" * 32


@dataclass
class Person:
    """A browser: its cookie, the drafts it may submit and the one it types into."""

    cookie: str
    typing: tuple[uuid.UUID, int]
    drafts: list[tuple[uuid.UUID, int]]
    quantity: int = 12


class Crowd:
    """People of the provider measured; made once, drafts anew for each run."""

    def __init__(self, world: w.World) -> None:
        self.world, self.cookies = world, []
        for n in range(max(PEOPLE)):
            account = setup.create_account(
                f"crowd{n}", first_name="Crowd", last_name=f"No{n}", email=f"crowd{n}@example.org",
                password=w.PASSWORD, now=NOW, staff=False, fax="3035550111",
            )  # fmt: skip
            setup.add_membership(
                account, world.groups["denver"], world.providers["denver"], "provider-staff", NOW
            )
            client = sessions.sign_in(w.Client(), Account.objects.get(pk=account), NOW)
            self.cookies.append(client.cookies["__Host-session"].value)
        self.runs = len(PEOPLE) * len(PROCESSES)
        self.first = covered(world, max(PEOPLE) * (DRAFTS + 1) * self.runs, start=100_000_000)
        self.numbers = visible(world, 50)

    def people(self, count: int) -> list[Person]:
        """So many of them, with fresh drafts."""
        each = DRAFTS + 1
        drafts = prepare(self.world, list(range(self.first, self.first + count * each)))
        self.first += count * each
        return [
            Person(self.cookies[n], drafts[n * each], drafts[n * each + 1 : (n + 1) * each])
            for n in range(count)
        ]


class Browser:
    """One person's connection and what the doings take."""

    def __init__(self, person: Person, port: int, numbers: list[str], seed: int) -> None:
        self.person, self.port, self.numbers = person, port, numbers
        self.chance = random.Random(seed)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def live(self, until: float) -> None:
        """Do something, wait, and so on."""
        time.sleep(self.chance.uniform(0, PAUSE))
        while time.monotonic() < until:
            (kind,) = self.chance.choices(list(KINDS), list(KINDS.values()))
            began = time.perf_counter()
            try:
                wrong = self.do(kind)
            except (OSError, http.client.HTTPException) as error:
                wrong = repr(error)
                self.link.close()
            if wrong:
                self.errors.append(f"{kind}: {wrong}")
            self.times[kind].append((time.perf_counter() - began) * 1_000)
            time.sleep(self.chance.uniform(0, 2 * PAUSE))
        self.link.close()

    def do(self, kind: str) -> str:
        """One doing; what went wrong."""
        if kind == "Home":
            return self.ask("GET", "/")
        if kind == "case":
            return self.ask("GET", f"/cases/{self.chance.choice(self.numbers)}")
        if kind == "type-ahead":
            query = {"system": "icd10cm", "q": self.chance.choice(WORDS)}
            return self.ask("GET", f"/codes/search?{urlencode(query)}")
        if kind == "submit" and self.person.drafts:
            return self.submit(*self.person.drafts.pop())
        return self.autosave()

    def autosave(self) -> str:
        """Another quantity of the only line."""
        seen, new = self.person.quantity, 12 + self.chance.randrange(20)
        body = json.dumps({"changes": {"line/k1/quantity": [str(seen), str(new)]}}).encode()
        address = f"/drafts/{self.person.typing[0]}/save?step=requests"
        wrong = self.ask("POST", address, body, "application/json", unsaved)
        if not wrong:
            self.person.quantity = new
        return wrong

    def submit(self, draft: uuid.UUID, version: int) -> str:
        """The review's form."""
        form = {"version": version, "agreed": "on", "confirmed": "on", "key": uuid.uuid4().hex}
        body = urlencode(form).encode()
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", f"/drafts/{draft}/submit", body, kind, unsubmitted)

    def ask(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        kind: str = "",
        wrong: Callable[[http.client.HTTPResponse, bytes], str] = lambda answer, _text: (
            "" if answer.status == 200 else f"{answer.status}"
        ),
    ) -> str:
        """Send it and read the whole answer; what is `wrong` with it."""
        headers = {"Cookie": f"__Host-session={self.person.cookie}; __Host-csrf={CSRF}"}
        if body is not None:
            headers |= {"X-CSRFToken": CSRF, "Content-Type": kind}
            headers["Referer"] = f"http://127.0.0.1:{self.port}/"
        self.link.request(method, address, body, headers)
        answer = self.link.getresponse()
        return wrong(answer, answer.read())


def unsaved(answer: http.client.HTTPResponse, text: bytes) -> str:
    """What autosave says when not everything went in; a conflict is answered 200, too."""
    if answer.status != 200:
        return f"{answer.status}"
    told = json.loads(text)
    state = "conflict" if told.get("conflicts") else told.get("state", "saved")
    return "" if state == "saved" else str(state)


def unsubmitted(answer: http.client.HTTPResponse, _text: bytes) -> str:
    """Where it led instead of to the new case."""
    place = answer.getheader("Location") or ""
    good = answer.status == 302 and place.startswith("/cases/")
    return "" if good else f"{answer.status} {place}".strip()


def measure(visitors: Visitors) -> list[dict[str, Any]]:
    """A run for each number of people and processes."""
    crowd = Crowd(visitors.world)
    return [run(crowd, people, processes) for people in PEOPLE for processes in PROCESSES]


def run(crowd: Crowd, people: int, processes: int) -> dict[str, Any]:
    """One run: server up, people in, server down."""
    persons = crowd.people(people)
    connections.close_all()
    port = free_port()
    server = serve(port, processes)
    try:
        answered(server, port)
        browsers = [Browser(person, port, crowd.numbers, n) for n, person in enumerate(persons)]
        for browser in browsers[: processes * 4]:
            browser.do("Home"), browser.do("case")  # every process has its packs and templates
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=one.live, args=(until,)) for one in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        stop(server)
    return {"people": people, "processes": processes} | summary(browsers)


def summary(browsers: list[Browser]) -> dict[str, Any]:
    """p50 and p95 of all and of each kind, requests a second, errors."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for browser in browsers:
        for kind, times in browser.times.items():
            by_kind[kind] += times
    whole = sorted(time for times in by_kind.values() for time in times)
    errors = [error for browser in browsers for error in browser.errors]
    for error in sorted(set(errors)):
        print(f"load: {error} ({errors.count(error)})", file=sys.stderr)
    return {
        "a second": len(whole) / SECONDS,
        "p50": middle(whole),
        "p95": whole[int(len(whole) * 0.95)],
        "errors": len(errors),
        "kinds": {
            kind: {"p50": middle(times), "p95": sorted(times)[int(len(times) * 0.95)]}
            for kind, times in by_kind.items()
        },
    }


def serve(port: int, processes: int) -> "subprocess.Popen[bytes]":
    """Start granian with the product, as in production but for its clock."""
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options += ["--workers", str(processes), "--blocking-threads", "8", "--http", "1", "--no-ws"]
    env = os.environ | {
        "PYTHONPATH": str(stage.HERE),
        "PRECERT_DATABASE_POOLED": "true",
        "PRECERT_EMBEDDED_WORKER": "false",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--log-level", "error", "bench.served:application"],
        env=env, cwd=stage.HERE,
    )  # fmt: skip


def answered(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait for the first answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise AssertionError("the server of the mixed load doesn't answer")


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask it to end, and end it if it doesn't; its processes go with it."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
