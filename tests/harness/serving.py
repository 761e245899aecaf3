"""The product on a real port of the loopback, served by a thread of the test's process."""

from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread

POLL = 0.02  # seconds between two looks at whether it is to end


class Server(ThreadedWSGIServer):
    """One that ends at once."""

    daemon_threads = True

    def serve_forever(self, poll_interval: float = POLL) -> None:
        """Until `shutdown`."""
        super().serve_forever(poll_interval)


class Thread(LiveServerThread):
    """Its thread."""

    server_class = Server


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """Serve it meanwhile; its address."""
    thread = Thread("127.0.0.1", lambda _django_s_own: application)
    thread.daemon = True  # it ends with the process at the latest
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()
