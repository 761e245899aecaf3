"""Windows of verbs after submission: to the second, over holidays and changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.cases.daycount import is_business_day
from precert.cases.windows import RequestStanding, WindowMoments, window
from precert.contracts.schema import Pack
from tests.deciding.cases import building as b

SECOND = timedelta(seconds=1)
ZONES = ("America/New_York", "America/Denver", "America/Los_Angeles")
OURS = "reconsideration"


def pack(zone: str, amount: int, unit: str, opens: str = "determination", **more: Any) -> Pack:
    rule = {
        "channels": ["action"],
        "window": {"amount": amount, "unit": unit, "from": opens},
    } | more
    return b.changed(b.CO, time_zone=zone, actions={OURS: rule}, external_appeal=None)


def decided(moment: datetime, **more: Any) -> RequestStanding:
    return RequestStanding(
        WindowMoments(moment - timedelta(days=3), determined=moment, denied=moment), **more
    )


def last_second(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("decided_on", "amount", "unit", "last_day"),
    [
        ("2026-11-25T16:30", 1, "business-days", "2026-11-27"),  # Thanksgiving between
        ("2026-11-25T16:30", 2, "business-days", "2026-11-30"),  # and the weekend after it
        ("2026-07-02T09:00", 1, "business-days", "2026-07-06"),  # July 4th on a Saturday: the 3rd
        ("2026-10-31T23:30", 1, "days", "2026-11-01"),  # 25 hours long
        ("2026-03-07T12:00", 1, "days", "2026-03-08"),  # 23 hours long
        ("2026-03-06T12:00", 1, "business-days", "2026-03-09"),
        ("2026-01-31T12:00", 1, "months", "2026-02-28"),
    ],
)
@pytest.mark.req("CON-05", part="windows")
def test_a_window_of_days_is_open_through_the_last_second_of_its_last_day(
    zone: str, decided_on: str, amount: int, unit: str, last_day: str
) -> None:
    contract = pack(zone, amount, unit)
    if contract.calendar.closing is not None:
        contract = b.changed(contract, calendar__opening=None, calendar__closing=None)
    standing = decided(b.here(decided_on, ZoneInfo(zone)))
    end = last_second(date.fromisoformat(last_day), zone)
    found = window(OURS, standing, contract, end)
    assert (found.state, found.until) == ("open", end)
    assert window(OURS, standing, contract, end + SECOND / 2).is_open
    shut = window(OURS, standing, contract, end + SECOND)
    assert (shut.state, shut.since) == ("closed", end)
    assert f"{date.fromisoformat(last_day):%m/%d/%Y}" in shut.why


def slow_end(start: datetime, amount: int, unit: str, contract: Pack) -> datetime:
    """Walk on second by day: the end of the n-th day that counts."""
    zone, day = ZoneInfo(contract.time_zone), start.astimezone(ZoneInfo(contract.time_zone)).date()
    left = amount
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        if unit == "days" or is_business_day(day, contract.calendar):
            left -= 1
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone).astimezone(UTC)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.integers(1, 30),
    st.sampled_from(["days", "business-days"]),
    st.integers(-2, 2),
)
@pytest.mark.req("CON-05", part="windows")
def test_it_ends_where_a_slow_walk_over_the_days_ends(
    zone: str, at: datetime, amount: int, unit: str, off: int
) -> None:
    start = at.replace(tzinfo=UTC, microsecond=0)
    contract = b.changed(pack(zone, amount, unit), calendar__opening=None, calendar__closing=None)
    end = slow_end(start, amount, unit, contract)
    found = window(OURS, decided(start), contract, end + SECOND * off)
    assert found.is_open is (off <= 0)
    assert (found.until or found.since) == end


def test_hours_are_counted_to_the_second_whatever_the_clocks_do() -> None:
    contract = pack("America/Denver", 24, "hours")
    start = b.here("2026-10-31T12:00:30", ZoneInfo("America/Denver"))
    assert window(OURS, decided(start), contract, start + timedelta(hours=24)).is_open
    assert not window(OURS, decided(start), contract, start + timedelta(hours=24) + SECOND).is_open


def test_without_a_window_it_is_open_without_end() -> None:
    contract = b.changed(b.CO, actions={OURS: {"channels": ["action"]}}, external_appeal=None)
    found = window(
        OURS, RequestStanding(WindowMoments(b.NOON)), contract, b.NOON + timedelta(days=900)
    )
    assert (found.is_open, found.until) == (True, None)


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        ("determination", "determination is issued"),
        ("initial-denial", "line is denied"),
        ("service-end", "services have ended"),
    ],
)
@pytest.mark.req("CON-05", part="windows")
def test_what_has_not_happened_opens_nothing(opens: str, words: str) -> None:
    found = window(
        OURS,
        RequestStanding(WindowMoments(b.NOON)),
        pack("America/Denver", 5, "days", opens),
        b.NOON,
    )
    assert found.state == "not-yet"
    assert words in found.why


def test_a_window_after_the_services_opens_with_the_end_of_their_last_day() -> None:
    contract = pack("America/Denver", 2, "days", "service-end")
    standing = RequestStanding(WindowMoments(b.NOON, service_end=date(2026, 6, 10)))
    end = last_second(date(2026, 6, 10), "America/Denver")
    assert window(OURS, standing, contract, end - SECOND).state == "not-yet"
    assert window(OURS, standing, contract, end).until == last_second(
        date(2026, 6, 12), "America/Denver"
    )


@pytest.mark.req("CON-05", part="channels")
def test_a_verb_that_the_contract_has_not_or_takes_another_way_says_so() -> None:
    contract = pack("America/Denver", 5, "days", channels=["note"])
    assert window("appeal", decided(b.NOON), contract, b.NOON).state == "not-offered"
    found = window(OURS, decided(b.NOON), contract, b.NOON)
    assert (found.state, found.why) == ("elsewhere", "Add a note that names the request.")


@pytest.mark.req("CON-05", part="grounds")
def test_the_grounds_of_the_denial_must_qualify() -> None:
    contract = pack("America/Denver", 5, "days", grounds=["lack-of-information"])
    wrong = decided(b.NOON, grounds=frozenset({"medical-necessity"}))
    right = decided(b.NOON, grounds=frozenset({"medical-necessity", "lack-of-information"}))
    assert window(OURS, wrong, contract, b.NOON).state == "no-denial"
    assert window(OURS, right, contract, b.NOON).is_open


def test_a_later_step_waits_for_the_earlier_one() -> None:
    first = {
        "channels": ["action"],
        "window": {"amount": 1, "unit": "days", "from": "determination"},
    }
    contract = b.changed(
        b.CO,
        time_zone="America/Denver",
        actions={OURS: first, "appeal": {"channels": ["action"], "after": [OURS]}},
        external_appeal=None,
    )
    waiting = window("appeal", decided(b.NOON), contract, b.NOON)
    assert (waiting.state, OURS in waiting.why) == ("earlier-step", True)
    assert window("appeal", decided(b.NOON, upheld=frozenset({OURS})), contract, b.NOON).is_open
    assert window("appeal", decided(b.NOON), contract, b.NOON + timedelta(days=3)).is_open
