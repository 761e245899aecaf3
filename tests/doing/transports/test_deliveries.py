"""One row a thing, begun anew until a service took it. Reports, late, twice and in any order, move it
forward only.
"""

import itertools
from datetime import datetime, timedelta

import pytest

from precert.transports import deliveries as states
from precert.transports.models import Delivery
from precert.transports.queries import SAID, telephone_state
from precert.transports.transport import Taken
from tests.harness.telephone import begun

pytestmark = pytest.mark.django_db
SM = "SM" + "1" * 32


@pytest.fixture
def row(now: datetime) -> int:
    return begun(7, "sms", now)


@pytest.mark.parametrize("order", [*itertools.permutations(["queued", "sent", "delivered"])])
def test_in_any_order_the_furthest_state_stays(
    row: int, now: datetime, order: tuple[str, ...]
) -> None:
    for status in order:
        assert states.note(row, SM, status, now)
    assert Delivery.objects.get().state == "delivered"


@pytest.mark.parametrize(
    "last", ["delivered", "undelivered", "failed", "busy", "no-answer", "completed", "canceled"]
)
def test_what_is_over_stays_over(row: int, now: datetime, last: str) -> None:
    states.note(row, SM, last, now, "30003")
    for status in states.RANKS:
        states.note(row, SM, status, now + timedelta(minutes=1))
    found = Delivery.objects.get()
    assert (found.state, found.error, found.at) == (last, "30003", now)


def test_a_report_may_come_before_the_answer_and_after_a_lost_one(row: int, now: datetime) -> None:
    states.note(row, "", "unreached", now, "timed out")
    assert states.note(row, SM, "sent", now)
    found = Delivery.objects.get()
    assert (found.references, found.state, found.error) == (SM, "sent", "")


def test_another_name_an_unknown_state_and_an_unknown_message_change_nothing(
    row: int, now: datetime
) -> None:
    states.note(row, SM, "queued", now)
    assert not states.note(row, "SM" + "2" * 32, "failed", now)
    assert not states.note(row, SM, "on the moon", now)
    assert not states.note(row + 1, SM, "failed", now)
    assert Delivery.objects.get().state == "queued"
    assert states.subject_of(row, SM) == ("challenge", "7")
    assert states.subject_of(row, "SM" + "2" * 32) is None
    assert states.subject_of(row, "") is None


def test_the_newest_try_is_told_in_a_sentence(row: int, now: datetime) -> None:
    assert telephone_state(8) is None
    states.release(row, "timed out", now)
    again = begun(7, "sms", now + timedelta(seconds=15))
    states.note(again, SM, "undelivered", now + timedelta(seconds=20), "30003")
    found = telephone_state(7)
    assert found
    assert (found.status, found.error, found.lost, found.said) == (
        "undelivered",
        "30003",
        True,
        SAID["undelivered"],
    )
    begun(9, "voice", now)
    call = telephone_state(9)
    assert call
    assert call.said == "The call is being placed."


def test_what_was_taken_is_not_begun_again(row: int, now: datetime) -> None:
    states.settle(row, Taken(SM, "queued"), now)
    with pytest.raises(AssertionError):
        begun(7, "sms", now + timedelta(minutes=1))
    found = Delivery.objects.get()
    assert (found.attempts, found.sent_at, found.references) == (1, now, SM)


def test_of_several_attempts_the_newest_one_counts(row: int, now: datetime) -> None:
    """The answer to the first was lost: its own reports are known, and say nothing of the second."""
    states.release(row, "timed out", now)
    assert begun(7, "sms", now + timedelta(seconds=15)) == row
    second = "SM" + "2" * 32
    assert states.note(row, SM, "queued", now)  # so the first had come through
    states.settle(row, Taken(second, "queued"), now)
    assert states.note(row, SM, "undelivered", now, "30003")
    assert Delivery.objects.get().state == "queued"
    assert states.note(row, second, "delivered", now)
    assert not states.note(row, "SM" + "3" * 32, "failed", now)
    found = Delivery.objects.get()
    assert (found.state, found.attempts, found.references) == ("delivered", 2, f"{SM} {second}")


def test_a_number_is_not_kept(row: int) -> None:
    assert Delivery.objects.get().address == "22"
