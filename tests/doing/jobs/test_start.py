"""Server and worker end at once in production when a setting is unsafe, with a line for each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SERVER = [sys.executable, "-c", "import precert.config.wsgi; print('serving')"]
COMMAND = [str(Path(sys.executable).with_name("precert")), "check"]


def started(command: list[str], folder: Path, **changes: str) -> "subprocess.CompletedProcess[str]":
    env = {name: value for name, value in os.environ.items() if not name.startswith("PRECERT_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "precert.config.settings",
        "PRECERT_MODE": "production",
        "PRECERT_DATA": str(folder),
        "PRECERT_DATABASE": f"sqlite:///{folder}/db.sqlite3",
        "PRECERT_SECRET_KEY": "bT7#kq9-Zx2!mW5_eR8$yU1+oP4=aS6^dF3*gH0~jK%nLqW3v-zXcVb",
        "PRECERT_DOCUMENT_KEYS": f"2026a:{KEY}",
        "PRECERT_HOSTS": "precert.health.gov",
        "PRECERT_SITE_URL": "https://precert.health.gov",
        "PRECERT_MAIL_FROM": "no-reply@health.gov",
    }
    (folder / "static").mkdir(exist_ok=True)
    return subprocess.run(
        command,
        cwd=ROOT,
        env=env | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.req("OPS-03")
def test_the_server_starts_with_safe_settings(tmp_path: Path) -> None:
    done = started(SERVER, tmp_path)
    assert (done.returncode, done.stdout) == (0, "serving\n"), done.stderr


@pytest.mark.req("OPS-03")
@pytest.mark.parametrize("command", [SERVER, COMMAND])
def test_nothing_starts_with_unsafe_settings_and_each_is_named_once(
    command: list[str], tmp_path: Path
) -> None:
    done = started(command, tmp_path, PRECERT_HOSTS="*", PRECERT_DOCUMENT_KEYS="2026a:beef")
    assert done.returncode == 1
    assert "serving" not in done.stdout
    assert done.stderr.count("PRECERT_HOSTS allows every host") == 1
    assert done.stderr.count("PRECERT_DOCUMENT_KEYS document key 2026a") == 1
    assert "Traceback" not in done.stderr
    assert "beef" not in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"PRECERT_MODE": "prod"},
            "PRECERT_MODE is 'prod'; it should be one of development, demo, production",
        ),
        ({"PRECERT_DATABASE": "mysql://x"}, "PRECERT_DATABASE is"),
        ({"PRECERT_LOG_LEVEL": "LOUD"}, "PRECERT_LOG_LEVEL is 'LOUD'"),
        (
            {"PRECERT_SECRET_KEY_FILE": "/nowhere"},
            "PRECERT_SECRET_KEY_FILE: /nowhere can't be read",
        ),
    ],
)
def test_a_malformed_setting_is_one_line(
    changes: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = started(SERVER, tmp_path, **changes)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
