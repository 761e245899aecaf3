"""Template databases: made once for each engine and each state of schema, loaders and data, then
copied.

A template holds the migrated schema with its triggers, the full code sets and the shipped packs.
Each test process works on a copy of its own (SQLite: a file copy; PostgreSQL: `CREATE DATABASE …
TEMPLATE … STRATEGY wal_log`: at some 30 MB a quarter of the time of file_copy, whose checkpoints
sync every file), so nothing is ever flushed.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlparse

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "precert"
FOLDER = ROOT / "build" / "test"
IGNORED = {"__pycache__"}
PART = "template_part"  # the template that is being made, on PostgreSQL
# A template is made in stages, each from the one before: what a stage depends on, relative to
# src/precert.
STAGES = {
    "codes": (
        "*/migrations/*.py",
        "*/frozen.py",
        "kit/frozen.py",
        "journal/id_lists.py",
        "jobs/management/commands/migrate.py",
        "codes/**/*",
    ),
    "packs": ("contracts/**/*", "questionnaires/**/*", "jobs/management/commands/load_packs.py"),
}
KEPT = 6  # templates of earlier states stay while runs that began with them may still copy them
LIBRARIES = ("django", "simple-icd-10-cm")


class TemplateError(Exception):
    """The template couldn't be made; carries what the builder printed."""


def digests() -> dict[str, str]:
    """Of each stage, twelve hex digits that change whenever it would turn out differently."""
    found = hashlib.sha256("".join(f"{name}=={version(name)}" for name in LIBRARIES).encode())
    found.update(Path(__file__).with_name("build.py").read_bytes())
    stages = {}
    for stage, patterns in STAGES.items():
        files = {
            p
            for pattern in patterns
            for p in SOURCE.glob(pattern)
            if p.is_file() and not IGNORED & set(p.parts)
        }
        for path in sorted(files):
            found.update(
                str(path.relative_to(ROOT)).encode()
                + b"\0"
                + hashlib.sha256(path.read_bytes()).digest()
            )
        stages[stage] = found.hexdigest()[:12]
    return stages


def build(stage: str, url: str) -> None:
    """Bring the database at `url` from the stage before to `stage`, in a process of its own."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.harness.build", stage],
        cwd=ROOT,
        env=os.environ
        | {
            "PRECERT_DATABASE": url,
            "PRECERT_DATABASE_POOLED": "false",
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
            ),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise TemplateError(
            f"the template database couldn't be made:\n{made.stdout[-2000:]}{made.stderr[-6000:]}"
        )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Parallel test processes wait here for the first one's template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def alive(pid: str) -> bool:
    """Whether the process that owns a copy still runs."""
    return Path(f"/proc/{pid}").exists() if pid.isdigit() else True


class Copy(ABC):
    """The database of one test process."""

    vendor: str

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    @abstractmethod
    def database_name(self) -> str:
        """What Django's NAME is."""

    @property
    @abstractmethod
    def url(self) -> str:
        """What PRECERT_DATABASE is, for a server or worker that a test starts."""

    @abstractmethod
    def make_template(self) -> None:
        """Make the template unless this state of it is there; drop what older states and dead
        processes left.
        """

    @abstractmethod
    def restore(self) -> None:
        """Make the copy afresh. All connections to it must be closed or may be cut."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the copy."""


class SqliteCopy(Copy):
    """A file under build/test."""

    vendor = "sqlite"

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.sqlite3"

    @property
    def database_name(self) -> str:
        return str(self.path)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def make_template(self) -> None:
        part = FOLDER / "template-part.sqlite3"
        with one_at_a_time():
            before = None
            for stage, digest in digests().items():
                self.template = FOLDER / f"template-{stage}-{digest}.sqlite3"
                if not self.template.exists():
                    self.tidy(part)
                    if before:
                        shutil.copyfile(before, part)
                    build(stage, f"sqlite:///{part}")
                    part.rename(self.template)
                before = self.template

    def tidy(self, part: Path) -> None:
        """Remove an unfinished template, the oldest ones, and the copies of processes that were
        killed.
        """
        older = sorted(FOLDER.glob("template-*.sqlite3"), key=lambda p: p.stat().st_mtime)[
            : -KEPT + 1
        ]
        dead = [p for p in FOLDER.glob("run_*") if not alive(p.name.split("_")[1])]
        for old in [*older, *dead, *FOLDER.glob(f"{part.name}*")]:
            old.unlink(missing_ok=True)

    def restore(self) -> None:
        self.drop()
        fresh = self.path.with_suffix(".fresh")
        shutil.copyfile(self.template, fresh)
        fresh.replace(self.path)

    def drop(self) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)


class PostgresqlCopy(Copy):
    """A database on the server that PRECERT_DATABASE names; that database itself is only used to
    make and drop others.
    """

    vendor = "postgresql"

    def __init__(self, name: str, server: str) -> None:
        super().__init__(name)
        self.server = server

    def named(self, name: str) -> str:
        return urlparse(self.server)._replace(path=f"/{name}").geturl()

    @property
    def database_name(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return self.named(self.name)

    @contextlib.contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server, autocommit=True) as found:
            yield found

    def remove(self, connection: psycopg.Connection, name: str) -> None:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def make_template(self) -> None:
        with one_at_a_time(), self.connection() as connection:
            names = [
                row[0] for row in connection.execute("SELECT datname FROM pg_database ORDER BY oid")
            ]
            before = "template1"
            for stage, digest in digests().items():
                self.template = f"template_{stage}_{digest}"
                if self.template not in names:
                    self.tidy(connection, names)
                    self.create(connection, PART, before)
                    build(stage, self.named(PART))
                    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                    connection.execute(
                        rename.format(sql.Identifier(PART), sql.Identifier(self.template))
                    )
                before = self.template

    def create(self, connection: psycopg.Connection, name: str, template: str) -> None:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log")
        connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))

    def tidy(self, connection: psycopg.Connection, names: list[str]) -> None:
        """Remove an unfinished template, the oldest ones, and the copies of processes that were
        killed.
        """
        older = [n for n in names if n.startswith("template_") and n != PART][: -KEPT + 1]
        dead = [n for n in names if n.startswith("run_") and not alive(n.split("_")[1])]
        for name in [*older, *dead, PART]:
            self.remove(connection, name)

    def restore(self) -> None:
        with self.connection() as connection:
            self.remove(connection, self.name)
            self.create(connection, self.name, self.template)

    def drop(self) -> None:
        with self.connection() as connection:
            self.remove(connection, self.name)


def copy_for(server: str, worker: str) -> Copy:
    """The copy of this process on the engine that the URL `server` names; SQLite if it is empty."""
    name = f"run_{os.getpid()}_{worker}"
    if server.startswith(("postgres://", "postgresql://")):
        return PostgresqlCopy(name, server)
    return SqliteCopy(name)
