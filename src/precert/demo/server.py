"""The demonstration's server: one granian process with threads, started, waited for and stopped."""

import http.client
import os
import socket
import subprocess  # nosec B404 - starts this product's own server
import sys
import time

from precert.demo.environment import HOST, Demo

THREADS = 8
PATIENCE = 60.0  # seconds until it must have answered
PAUSE = 0.05
GRACE = 10.0  # seconds it has to stop


def port_is_free(demo: Demo) -> bool:
    """Whether the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, demo.port))
        except OSError:
            return False
    return True


def start(demo: Demo) -> "subprocess.Popen[bytes]":
    """Start it with this process's environment."""
    options = [
        "--interface",
        "wsgi",
        "--host",
        HOST,
        "--port",
        str(demo.port),
        "--workers",
        "1",
        "--blocking-threads",
        str(THREADS),
    ]
    options += ["--http", "1", "--no-ws", "--log-level", "error"]
    return subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "precert.config.wsgi:application"],
        env=os.environ.copy(),
    )  # nosec B603 - nothing typed by others


def answers(demo: Demo, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until it answers; False when it ended or took too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection(HOST, demo.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(PAUSE)
        finally:
            connection.close()
    return False


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Ask it to end, and end it if it doesn't."""
    server.terminate()
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
