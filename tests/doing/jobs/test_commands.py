"""`precert` as an operator types it: help in one spelling, and a line instead of a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PRECERT = str(Path(sys.executable).with_name("precert"))
MISSING = "/no/such/folder/file.csv"


def typed(folder: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """The command in an installation that has nothing yet."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PRECERT_")}
    env |= {"PRECERT_DATA": str(folder / "data"), "DEMO_DIR": str(folder / "demo")} | settings
    return subprocess.run(
        [PRECERT, *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("words", [("add-staff", "--help"), ("help", "add-staff")])
def test_the_usage_is_spelled_as_it_is_typed(words: tuple[str, ...], tmp_path: Path) -> None:
    done = typed(tmp_path, *words)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: precert add-staff ")


def test_help_lists_every_command_as_it_is_typed(tmp_path: Path) -> None:
    listed = typed(tmp_path, "help").stdout.split()
    assert {"demo", "add-staff", "load-codes", "migrate"} <= set(listed)
    assert "add_staff" not in listed


@pytest.mark.parametrize("words", [("demo", "--help"), ("help", "demo"), ("demo", "nonsense")])
def test_the_demonstration_explains_itself_and_starts_nothing(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = typed(tmp_path, *words)
    assert "usage: precert demo " in done.stdout + done.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("load-packs",),
        ("load-codes",),
        ("audit", "verify"),
        ("rewrap-files",),
        ("add-staff", "jdoe", "--first=J", "--last=D", "--email=j@d.org", "--role=nurse"),
    ],
)
def test_without_a_database_a_command_says_so_in_a_line(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = typed(tmp_path, *words)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "Run `precert ready`" in line


def test_a_first_migrate_makes_the_folder_of_a_sqlite_database(tmp_path: Path) -> None:
    assert "Check PRECERT_DATABASE." in typed(tmp_path, "ready").stderr
    made = typed(tmp_path, "migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    assert typed(tmp_path, "ready").stdout == "Ready.\n"
    out = typed(tmp_path, "audit", "export", "--out", MISSING)
    assert out.stderr == f"CommandError: {MISSING} can't be written: No such file or directory\n"
    unsafe = typed(tmp_path, "ready", PRECERT_MODE="production")
    assert unsafe.returncode == 1
    assert "PRECERT_SECRET_KEY is the public development key." in unsafe.stderr


def test_a_schema_that_cannot_be_written_is_a_line(tmp_path: Path) -> None:
    done = typed(tmp_path, "pack-schema", MISSING)
    assert done.stderr == f"CommandError: {MISSING} can't be written: No such file or directory\n"
