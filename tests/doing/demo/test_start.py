"""`precert demo` as a process: first start, a page, the mail page, a clean stop, a quick second
start, a port in use.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.harness.template import ROOT

pytestmark = pytest.mark.enable_socket
PATIENCE = 150  # seconds


@contextmanager
def demo(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running demonstration and all it printed until it was ready; ended afterwards whatever
    happens.
    """
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("PRECERT_", "DJANGO_"))}
    environ |= {"DEMO_DIR": str(folder), "PORT": str(port)}
    command = [str(Path(sys.executable).with_name("precert")), "demo", "--cases", "3"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process, said(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def said(process: subprocess.Popen[str]) -> str:
    """What it prints until the last line of the welcome, or until it ends."""
    assert process.stdout is not None
    lines, until = [], time.monotonic() + PATIENCE
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Stop with Ctrl-C") or time.monotonic() > until:
            break
    return "".join(lines)


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.req("OPS-01")
def test_it_starts_stops_and_starts_again(tmp_path: Path, free_port: int) -> None:
    with demo(tmp_path, free_port) as (process, text):
        assert f"Ready: http://127.0.0.1:{free_port}" in text, text
        assert "98,186 added" in text
        assert "3 cases" in text
        for words in (
            "Provider Group Admin + Reports",
            "Administrator",
            "Physician Reviewer",
            "/demo/mail",
            "/demo/phone",
        ):
            assert words in text
        assert "Sign in" in page(free_port, "/login")
        assert "No email yet" in page(free_port, "/demo/mail")
        assert "No messages and no calls yet" in page(free_port, "/demo/phone")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    with demo(tmp_path, free_port) as (process, text):
        assert "Ready" in text, text
        assert "added" not in text, "what was made is used again"


@pytest.mark.req("OPS-01")
def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        demo(tmp_path, taken.getsockname()[1]) as (process, text),
    ):
        assert process.wait(30) == 1
        assert "is in use" in text
        assert not (tmp_path / "precert.sqlite3").exists()
