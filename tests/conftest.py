"""What every test gets: the clock, its own database copy, no network, requirement marks in the
JUnit report.

`db` (pytest-django) rolls back and is the usual one. `committed` really commits, for races, servers
and browsers: threads open their own connections, and the copy is restored from its template
afterwards. `transactional_db` is refused: it flushes, and a flush fails on append-only tables and
empties the code sets.
"""

import gc
import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import pytest_socket
import time_machine
from django.conf import settings as configuration
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

from tests.harness import requirements, tripwire
from tests.harness.template import FOLDER, Copy, copy_for

NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)  # a Tuesday morning in every zone the packs name
TORTURE = os.environ.get("PRECERT_TORTURE", "") not in {"", "0"}
LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# How quick the machine is, is no property of the product.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--no-skips`: a skipped or expected-to-fail test fails the run."""
    parser.addoption(
        "--no-skips",
        action="store_true",
        help="fail the run when a test is skipped or expected to fail",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Nothing before the copy exists may touch the database that the settings name."""
    if not config.pluginmanager.hasplugin("django"):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    copy = copy_for(configuration.DATABASE_URL, worker)
    configuration.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = (
        copy.database_name
    )
    configuration.PASSWORD_HASHERS = ["tests.harness.hashers.QuickArgon2"]
    sqlite = connections["default"].settings_dict["OPTIONS"]
    if (
        "init_command" in sqlite
        # killed processes lose nothing by this, only a power cut would; servers that tests start stay
        # careful
    ):
        sqlite["init_command"] = sqlite["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )
    configuration.WHITENOISE_AUTOREFRESH = (
        True  # a test client is a server: without this each looks at every static file first
    )
    # whitenoise warns of a folder that isn't there; nothing is collected in tests, files come from
    # the finders
    configuration.STATIC_ROOT = FOLDER / "static"
    configuration.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    config.stash[COPY] = copy


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported and collected lives as long as the run: the collector needn't look at it
    again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


COPY = pytest.StashKey[Copy]()
SKIPPED = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Requirement marks become properties of the test case; torture runs only when asked for;
    nothing flushes.
    """
    for item in items:
        for mark in item.iter_markers("req"):
            item.user_properties.extend(("req", value) for value in requirements.claims(mark))
        mark = item.get_closest_marker("django_db")
        if "transactional_db" in getattr(item, "fixturenames", ()) or (
            mark and mark.kwargs.get("transaction")
        ):
            raise pytest.UsageError(
                f"{item.nodeid} would flush the database; use the fixture `committed`"
            )
    if not TORTURE:
        dropped = [item for item in items if item.get_closest_marker("torture")]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
            items[:] = [item for item in items if not item.get_closest_marker("torture")]


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that may use sockets may use them on this machine only."""
    if item.get_closest_marker("enable_socket"):
        pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Whatever a test is about: protected health information in a log, a mail or the journal fails
    it.
    """
    with tripwire.listening() as listener:
        result = yield
        tripwire.trip(item, listener)
    return result


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With --no-skips the exit code tells of tests that didn't run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        reporter
        and session.config.getoption("no_skips")
        and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    ):
        left_out = [
            r for kind in ("skipped", "xfailed", "xpassed") for r in reporter.stats.get(kind, [])
        ]
        if left_out:
            reporter.write_line(
                f"{len(left_out)} tests were skipped or expected to fail; --no-skips counts that as"
                " failure",
                red=True,
            )
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def now() -> datetime:
    """The moment tests hand to everything below a door."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The clock of this process stands at `now`; `shift` and `move_to` turn it. For doors, which
    read it themselves.
    """
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def database(pytestconfig: pytest.Config, django_db_blocker: DjangoDbBlocker) -> Iterator[Copy]:
    """This process's copy of the template, restored; the template is made first when its state
    isn't there.
    """
    copy = pytestconfig.stash[COPY]
    with django_db_blocker.unblock():
        copy.make_template()
        copy.restore()
        yield copy
        disconnect()
        copy.drop()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, database: Copy) -> None:
    """Replaces pytest-django's: the copy instead of an empty test database."""


@pytest.fixture
def committed(
    django_db_setup: None, database: Copy, django_db_blocker: DjangoDbBlocker
) -> Iterator[Copy]:
    """Real commits, from any thread. Gives the copy (its `url` is for a server or worker that the
    test starts).
    """
    with django_db_blocker.unblock():
        disconnect()  # a pool that an earlier test left has the size that was wanted then
        yield database
        disconnect()
        database.restore()


def disconnect() -> None:
    """Close this thread's connection and the process's pool; other threads close their own."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()


@pytest.fixture
def folders(tmp_path: Path, settings: Settings) -> Path:
    """Documents and mail of this test go under its own folder."""
    settings.DATA = tmp_path
    settings.DOCUMENT_FOLDER = tmp_path / "documents"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.AUDIT_ANCHOR = tmp_path / "audit-anchor.jsonl"
    settings.TELEPHONE_FOLDER = tmp_path / "telephone"
    return tmp_path


@pytest.fixture
def environment(committed: Copy, tmp_path: Path) -> dict[str, str]:
    """The environment for a `precert …` process that works on the same database and folder as this
    test.
    """
    return os.environ | {
        "PRECERT_DATABASE": committed.url,
        "PRECERT_DATA": str(tmp_path),
        "PRECERT_DOCUMENT_FOLDER": str(tmp_path / "documents"),
        "PRECERT_MAIL_FOLDER": str(tmp_path / "mail"),
    }
