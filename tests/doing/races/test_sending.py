"""Workers that send the same thing at once: its service is given it once."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from precert.transports import deliveries, sending
from precert.transports.deliveries import LEASE, Underway
from precert.transports.models import Delivery
from precert.transports.transport import Outgoing, Taken, Transport
from tests.doing.races.racing import at_once, without

WORKERS = 4
MAIL = Outgoing(None, "desk@example.org", "Done", "It is done.")
ABOUT = ("thing", "1")


class Slow(Transport):
    """A service that takes its time."""

    def __init__(self) -> None:
        self.given = 0
        self.lock = threading.Lock()

    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        with self.lock:
            self.given += 1
        time.sleep(0.3)
        return Taken("", "sent")


@pytest.fixture
def service(committed: object, monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    also: dict[Any, Any] = {**sending.TRANSPORTS, "email": made}
    monkeypatch.setattr(sending, "TRANSPORTS", also)
    return made


def told(now: datetime) -> str:
    try:
        sending.send("one-thing", "several", MAIL, ABOUT, now)
    except Underway:
        return "later"
    return "done"


@pytest.mark.req("COM-06", part="sent once")
def test_one_hands_it_over_and_the_others_come_back_later(service: Slow, now: datetime) -> None:
    found = at_once(WORKERS, lambda n: told(now))
    assert (service.given, found.count("done") >= 1) == (1, True)
    assert told(now + LEASE) == "done"
    row = Delivery.objects.get()
    assert (service.given, row.state, row.attempts) == (1, "sent", 1)


def test_without_the_lease_it_is_handed_over_again(
    service: Slow, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, deliveries, "Delivery", "leased_until__lte")
    at_once(WORKERS, lambda n: told(now))
    assert service.given > 1


@pytest.mark.req("COM-06", part="sent once")
def test_what_a_killed_worker_had_begun_goes_out_when_its_lease_is_over(
    service: Slow, now: datetime
) -> None:
    deliveries.begin("one-thing", "several", MAIL, ABOUT, now)
    assert told(now + LEASE - timedelta(seconds=1)) == "later"
    assert told(now + LEASE) == "done"
    assert (service.given, Delivery.objects.get().attempts) == (1, 2)
