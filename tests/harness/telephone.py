"""The stand-in telephone service on a real port, and services that go wrong.

The stand-in is the demonstration's own (`demo.telephone`), served by the product in a
thread, so that it and the pages that it asks talk over real HTTP. Its clock runs: things that tests
make have to be made at the real time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.core.handlers.wsgi import WSGIHandler

from precert.people.actions.start_code import start_code
from precert.people.models import Account
from precert.people.policy import Channel, Purpose
from precert.transports import deliveries
from precert.transports.transport import Outgoing
from tests.harness.serving import POLL, served

SID, TOKEN, SENDER = "AC" + "0123456789abcdef" * 2, "5ec4e7" * 5 + "00", "+13035550199"
ADA = "+13035550122"


def use(settings: Any, server: str) -> None:
    """This installation is a demonstration at `server`, and the stand-in in it is its telephone
    service.
    """
    settings.MODE, settings.ROOT_URLCONF = "demo", "tests.browser.demo_urls"
    settings.SITE_URL = server
    settings.TELEPHONE_URL = f"{server}/demo/telephone"
    settings.TELEPHONE_SID, settings.TELEPHONE_TOKEN, settings.TELEPHONE_FROM = SID, TOKEN, SENDER


@contextmanager
def installation(settings: Any) -> Iterator[str]:
    """The product on a free port of the loopback, with the stand-in; its address."""
    settings.MIDDLEWARE = [
        one for one in settings.MIDDLEWARE if "whitenoise" not in one
    ]  # no files are asked for
    with served(WSGIHandler()) as address:
        use(settings, address)
        yield address


class Recorder(ThreadingHTTPServer):
    """A server that keeps what is posted to it and answers each time the same; `hold` keeps it from
    answering at all.
    """

    daemon_threads = True

    def __init__(self, status: int = 200, body: bytes = b"", *, hold: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.answer, self.hold = (status, body), hold
        self.seen: list[tuple[str, dict[str, list[str]], Any]] = []  # path, fields, headers
        self.free = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answering(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append((self.path, parse_qs(form, keep_blank_values=True), self.headers))
        if self.server.hold:
            self.server.free.wait(20)
            return
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def running(server: Recorder) -> Iterator[Recorder]:
    """The server, answering in a thread of its own."""
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": POLL}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.free.set()
        server.shutdown()
        server.server_close()
        thread.join()


def ask(now: Any, channel: Channel = "sms", purpose: Purpose = "sign-in", to: str = ADA) -> int:
    """Ada has a code sent to her telephone; the id of its challenge."""
    return start_code(
        Account.objects.get(username="ada"), now, purpose=purpose, channel=channel, to=to
    )


def begun(challenge: int, channel: Any, now: datetime, key: str = "") -> int:
    """The row of a message or call that is about to go out, as sending begins it; the next attempt
    when it was begun before.
    """
    message = Outgoing(1, ADA, "", "words", channel)
    about = ("challenge", str(challenge))
    made = deliveries.begin(key or f"{challenge}-{channel}", "code", message, about, now)
    assert made is not None
    return made
