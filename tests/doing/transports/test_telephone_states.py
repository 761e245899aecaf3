"""Reports of the telephone service: late, twice and in any order, they move a message forward only."""

import itertools
from datetime import datetime, timedelta

import pytest

from precert.transports import telephone_states as states
from precert.transports.models import TelephoneMessage
from precert.transports.queries import SAID, telephone_state

pytestmark = pytest.mark.django_db
SM = "SM" + "1" * 32


@pytest.fixture
def row(now: datetime) -> int:
    return states.begin(7, "sms", now)


@pytest.mark.parametrize("order", [*itertools.permutations(["queued", "sent", "delivered"])])
def test_in_any_order_the_furthest_state_stays(
    row: int, now: datetime, order: tuple[str, ...]
) -> None:
    for status in order:
        assert states.note(row, SM, status, now)
    assert TelephoneMessage.objects.get().status == "delivered"


@pytest.mark.parametrize(
    "last", ["delivered", "undelivered", "failed", "busy", "no-answer", "completed", "canceled"]
)
def test_what_is_over_stays_over(row: int, now: datetime, last: str) -> None:
    states.note(row, SM, last, now, "30003")
    for status in states.RANKS:
        states.note(row, SM, status, now + timedelta(minutes=1))
    found = TelephoneMessage.objects.get()
    assert (found.status, found.error, found.at) == (last, "30003", now)


def test_a_report_may_come_before_the_answer_and_after_a_lost_one(row: int, now: datetime) -> None:
    states.note(row, "", "unreached", now, "timed out")
    assert states.note(row, SM, "sent", now)
    found = TelephoneMessage.objects.get()
    assert (found.sid, found.status, found.error) == (SM, "sent", "")


def test_another_name_an_unknown_state_and_an_unknown_message_change_nothing(
    row: int, now: datetime
) -> None:
    states.note(row, SM, "queued", now)
    assert not states.note(row, "SM" + "2" * 32, "failed", now)
    assert not states.note(row, SM, "on the moon", now)
    assert not states.note(row + 1, SM, "failed", now)
    assert TelephoneMessage.objects.get().status == "queued"
    assert states.challenge_of(row, SM) == 7
    assert states.challenge_of(row, "SM" + "2" * 32) is None
    assert states.challenge_of(row, "") is None


def test_the_newest_try_is_told_in_a_sentence(row: int, now: datetime) -> None:
    assert telephone_state(8) is None
    states.note(row, "", "unreached", now, "timed out")
    again = states.begin(7, "sms", now + timedelta(seconds=15))
    states.note(again, SM, "undelivered", now + timedelta(seconds=20), "30003")
    found = telephone_state(7)
    assert found
    assert (found.status, found.error, found.lost, found.said) == (
        "undelivered",
        "30003",
        True,
        SAID["undelivered"],
    )
    states.begin(9, "voice", now)
    call = telephone_state(9)
    assert call
    assert call.said == "The call is being placed."
