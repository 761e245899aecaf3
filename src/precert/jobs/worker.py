"""The worker: delivers what the journal holds, and ticks the clocks. Embedded in the server as a
thread, or a process of its own.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections

from precert.cases import enclosures
from precert.cases.actions.miss_information import MissInformation, MissInformationInput
from precert.cases.queries import overdue
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.jobs import access, audit
from precert.journal import delivery
from precert.journal.recording import wait
from precert.kit import clock
from precert.people import tries
from precert.people.actions.drop_old_text import DropOldText, DropOldTextInput
from precert.people.queries.typed_text import old_text

PAUSE = 2.0  # seconds between two looks when nothing wakes the worker
TICK = timedelta(minutes=1)

log = logging.getLogger(__name__)


def run_once(now: datetime) -> int:
    """Deliver everything that is due; returns how many deliveries were made."""
    total = 0
    while made := delivery.deliver(now):
        total += made
    return total


def tick(now: datetime) -> None:
    """What happens because time passed: unanswered requests for information, unused accounts, old
    locks; sealing the journal.
    """
    for information_request in overdue.information(now):
        try:
            perform(
                MissInformation, MissInformationInput(information_request), worker("clock"), now
            )
        except Refusal as refusal:
            log.info("clock", extra={"refused": refusal.kind})
    access.tick(now)
    audit.tick(now)
    if (
        now.minute == 0
    ):  # hourly; one left out when a delivery took longer than a minute does no harm
        tries.purge(now)
        enclosures.drop_unsent(now)
        if old_text(now):
            perform(DropOldText, DropOldTextInput(), worker("clock"), now)


def run(stop: threading.Event) -> None:
    """Until stopped: deliver, tick, wait. An error is logged and tried again; nothing due is ever
    dropped.
    """
    ticked = clock.now() - TICK
    while not stop.is_set():
        now = clock.now()
        try:
            close_old_connections()
            while not stop.is_set() and delivery.deliver(clock.now()):
                continue  # the clock is read for each batch: a lease counts from when it is taken
            if now - ticked >= TICK:
                tick(now)
                ticked = now
        except Exception:
            log.exception("the worker failed and goes on")
        wait(PAUSE)


def start_thread() -> threading.Event:
    """Run the worker inside this process; returns the event that stops it."""
    stop = threading.Event()
    threading.Thread(target=run, args=(stop,), name="worker", daemon=True).start()
    return stop
