"""An event at which the worker dies each time: the others go on, and after a few attempts the
worker is left in peace.
"""

import os
import signal
import sys
import traceback
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from precert.journal import delivery, recording
from precert.journal.models import Entry, Errand
from precert.journal.recording import By
from tests.conftest import disconnect

BY = By("person", "7", "Ada Tester")


def killed(entry: Entry, now: datetime) -> None:
    """What the kernel does to a process that asks for too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def quiet(entry: Entry, now: datetime) -> None:
    """A consumer that has nothing to do."""


def worker_dies(now: datetime) -> bool:
    """Deliver what is due in a process of its own; whether it was killed. One that fails in another
    way, because it got no connection, say, neither died of the event nor survived it: that ends the
    test.
    """
    disconnect()  # a pool's threads don't survive a fork
    child = os.fork()
    if not child:
        failed = True
        try:
            # one connection, waited for as long as it takes: a pool gives up after a while
            connection.settings_dict["OPTIONS"].pop("pool", None)
            delivery.deliver(now)
            failed = False
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(failed)
    status = os.waitpid(child, 0)[1]
    assert status in {0, signal.SIGKILL}, "the worker came to no end of its own"
    return os.WIFSIGNALED(status)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.req("REV-04")
@pytest.mark.req("COM-06", part="none lost")
def test_what_kills_every_worker_is_set_aside_and_shown_and_everything_behind_it_goes_on(
    committed: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        recording,
        "_handlers",
        {"poison": {"test.killed": killed}, "thing.done": {"test.quiet": quiet}},
    )
    for n, verb in enumerate(("poison", "thing.done", "thing.done")):
        recording.record(verb, "thing", str(n), by=BY, at=now)
    assert worker_dies(now)
    assert not worker_dies(now)
    told = Errand.objects.filter(entry__verb="thing.done").values_list("done_at", "attempts")
    assert list(told) == [(now, 1)] * 2
    assert [worker_dies(now + n * delivery.LEASE) for n in range(1, delivery.MOST_CUT_OFF)] == [
        True
    ] * (delivery.MOST_CUT_OFF - 1)
    [row] = delivery.failing()
    assert (row.consumer, row.attempts, row.error) == (
        "test.killed",
        delivery.MOST_CUT_OFF,
        delivery.CUT_OFF,
    )
    assert delivery.set_aside(row)
    assert not worker_dies(now + timedelta(days=30))
