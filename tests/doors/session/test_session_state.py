"""What a browser's session remembers: typed, for a while, and never what an earlier release kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from precert.web.session_state import SessionState

LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Plan:
    place: str
    seats: int = 1


PLAN = SessionState("plan", Plan, LASTS)


@pytest.fixture
def session() -> SessionStore:
    """Nothing is stored: it lives in this process only."""
    return SessionStore()


def test_it_is_there_for_its_time_and_to_the_second_no_longer(
    session: SessionStore, now: datetime
) -> None:
    assert PLAN.find(session, now) is None
    PLAN.keep(session, Plan("Denver", 2), now)
    assert PLAN.find(session, now + LASTS - timedelta(seconds=1)) == Plan("Denver", 2)
    assert PLAN.find(session, now + LASTS) is None
    assert PLAN.begun(session)
    PLAN.forget(session)
    assert not PLAN.begun(session)


def test_a_change_does_not_give_more_time(session: SessionStore, now: datetime) -> None:
    PLAN.keep(session, Plan("Denver"), now)
    PLAN.change(session, now + timedelta(minutes=10), seats=3)
    assert PLAN.find(session, now + timedelta(minutes=14)) == Plan("Denver", 3)
    assert PLAN.find(session, now + LASTS) is None
    PLAN.change(session, now + LASTS, seats=4)
    assert PLAN.find(session, now) == Plan("Denver", 3)


def test_what_is_taken_is_gone(session: SessionStore, now: datetime) -> None:
    PLAN.keep(session, Plan("Denver"), now)
    assert PLAN.take(session, now) == Plan("Denver")
    assert PLAN.take(session, now) is None


@pytest.mark.parametrize(
    "held",
    [
        {"place": "Denver", "since": 1.0},
        {"since": 1e12, "values": {"place": "Denver", "rooms": 2}},
        {"since": "then", "values": {}},
        ["Denver"],
        7,
    ],
)
def test_what_an_earlier_release_kept_is_nothing(
    session: SessionStore, now: datetime, held: object
) -> None:
    session["plan"] = held
    assert PLAN.find(session, now) is None


def test_how_long_may_be_asked_each_time(session: SessionStore, now: datetime) -> None:
    life = [timedelta(minutes=1)]
    state = SessionState("plan", Plan, lambda: life[0])
    state.keep(session, Plan("Denver"), now)
    later = now + timedelta(minutes=2)
    assert state.find(session, later) is None
    life[0] = timedelta(minutes=3)
    assert state.find(session, later) == Plan("Denver")
