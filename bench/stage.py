"""The stage of the measurements: a database of its own with the code sets, the packs and the tests'
characters, and a clock that stands.

`raise_it` must run before anything of the product is imported: the settings read the database's
address once.
"""

import multiprocessing
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from types import ModuleType

HERE = Path(__file__).resolve().parent.parent  # where these measurements stand
ROOT = Path(os.environ.get("PRECERT_BENCH_CHECKOUT", HERE)).resolve()  # what is measured
FOLDER = HERE / "build" / "bench"
NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # `bench` is imported already and stays this one


def knob(name: str, default: int) -> int:
    """A whole number from the environment: PRECERT_BENCH_<name>."""
    return int(os.environ.get(f"PRECERT_BENCH_{name}", default))


@contextmanager
def raise_it() -> Iterator[Callable[[], tuple[str, str]]]:
    """A fresh copy of the template database on the server of PRECERT_DATABASE; gone afterwards.

    Gives a function that copies the database as it stands and tells the names of the copy and of
    the database itself.
    """
    from tests.harness.template import PostgresqlCopy  # noqa: PLC0415 - needs the path set above

    server = os.environ.get("PRECERT_DATABASE", "")
    if not server.startswith("postgres"):
        sys.exit("bench: PRECERT_DATABASE names no PostgreSQL; `make bench` starts one")
    copy, twin = (PostgresqlCopy(f"run_{os.getpid()}_{name}", server) for name in ("bench", "twin"))
    copy.make_template()
    copy.restore()
    twin.template = copy.name
    os.environ |= {
        "PRECERT_DATABASE": copy.url,
        "PRECERT_DATABASE_POOLED": "false",
        "PRECERT_ASSETS": str(ROOT / "node_modules"),
        "PRECERT_DATA": str(FOLDER),
        "PRECERT_DOCUMENT_FOLDER": str(FOLDER / "documents"),
        "DJANGO_SETTINGS_MODULE": "precert.config.settings",
    }
    (FOLDER / "static").mkdir(parents=True, exist_ok=True)

    def copied() -> tuple[str, str]:
        twin.restore()
        return twin.name, copy.name

    try:
        yield copied
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
        for one in (copy, twin):
            one.drop()


def set_up() -> None:
    """Django with hosts and mail for a test client; every door's clock stands at NOW."""
    import django  # noqa: PLC0415 - the settings may be read only now
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.ROOT_URLCONF = "bench.urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # of the crowd
    from precert.kit import clock  # noqa: PLC0415

    clock.now = lambda: NOW


def either(*modules: str) -> ModuleType:
    """The first of these modules that the checkout measured has: some were renamed since the ones
    that are still measured.
    """
    for name in modules[:-1]:
        if find_spec(name):
            return import_module(name)
    return import_module(modules[-1])


def apart(count: int, ready: Callable[[int], Callable[[], object]]) -> list[tuple[float, float]]:
    """What `ready(n)` gives, in so many forked processes that start together when all are ready;
    when each began and ended.

    The typesetter's threads don't survive a fork, so whatever makes letters before one runs apart
    too.
    """
    from django.db import connection, connections  # noqa: PLC0415

    connections.close_all()
    context = multiprocessing.get_context("fork")
    gate, spans = context.Barrier(count), context.SimpleQueue()

    def run(n: int) -> None:
        connection.ensure_connection()
        work = ready(n)
        gate.wait()
        began = perf_counter()
        work()
        spans.put((began, perf_counter()))

    processes = [context.Process(target=run, args=(n,)) for n in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise AssertionError("a process of the measurement failed")
    return [spans.get() for _ in range(count)]


def seconds(spans: list[tuple[float, float]]) -> float:
    """From the first beginning to the last end."""
    return max(end for _, end in spans) - min(begin for begin, _ in spans)


def middle(milliseconds: list[float]) -> float:
    """The median."""
    return statistics.median(milliseconds)
