"""`precert worker`: deliver letters and notices and tick the clocks, until interrupted."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from precert.jobs import worker


class Command(BaseCommand):
    help = "Deliver letters and notices and run the clocks, until interrupted."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("worker running")
        worker.run(stop)
