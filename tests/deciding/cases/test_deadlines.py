"""The clock: business days, holidays, changes of the clocks, pauses, national limits, both
contracts' figures.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.cases.daycount import counted
from precert.cases.deadlines import (
    ClockMoments,
    Due,
    Pause,
    due,
    information_due,
)
from precert.cases.statuses import NOBODY, PROVIDER, REVIEWER
from precert.contracts.schema import Pack
from tests.deciding.cases.building import CHICAGO, CO, DENVER, MS, changed, here, local, smallest


def asked(
    pack: Pack, received: str, *pauses: tuple[str, str | None], zone: ZoneInfo = CHICAGO, **how: Any
) -> Due:
    given: dict[str, Any] = {
        "category": "outpatient",
        "urgency": "standard",
        "kind": "prior-auth",
    } | how
    stops = tuple(Pause(here(a, zone), here(b, zone) if b else None) for a, b in pauses)
    return due(pack, moments=ClockMoments(here(received, zone), stops), **given)


def with_rule(amount: int, unit: str, **more: Any) -> Pack:
    """A pack with one turnaround rule, no hours and no national limits."""
    rule = {"rule": "The rule", "amount": amount, "unit": unit, "citation": "The contract"}
    information = {
        "stops_clock": True,
        "due": {"amount": 3, "unit": "business-days"},
        "on_miss": "decide-on-file",
    }
    return smallest(turnaround=[rule], information=information, time_zone="America/Chicago", **more)


TWO_DAYS, TEN_DAYS, HOURS = (
    with_rule(2, "business-days"),
    with_rule(10, "days"),
    with_rule(72, "hours"),
)


@pytest.mark.req("CON-06")
@pytest.mark.parametrize(
    ("how", "ends", "rule"),
    [
        ({}, "2026-06-11 17:00:00", "Outpatient: 2 business days"),
        (
            {"category": "inpatient", "source": "emergency", "urgency": "expedited"},
            "2026-06-10 17:00:00",
            "Inpatient emergent: 1 business day",
        ),
        (
            {"category": "inpatient", "source": "elective"},
            "2026-06-11 17:00:00",
            "Inpatient elective: 2 business days",
        ),
        (
            {"kind": "retrospective"},
            "2026-07-09 23:59:59",
            "Retrospective review: 30 calendar days",
        ),
        (
            {"category": "inpatient", "kind": "retrospective"},
            "2026-07-09 23:59:59",
            "Retrospective review: 30 calendar days",
        ),
        ({"kind": "appeal"}, "2026-07-09 23:59:59", "Appeal: 30 calendar days"),
    ],
)
def test_mississippis_figures(how: dict[str, Any], ends: str, rule: str) -> None:
    found = asked(MS, "2026-06-09 10:00:00", **how)
    assert (local(found.at), found.rule, found.holder, found.paused) == (
        ends,
        rule,
        REVIEWER,
        False,
    )
    assert found.citation.startswith("MS State UM provider FAQ")


@pytest.mark.req("CON-06")
@pytest.mark.parametrize(
    ("how", "ends", "rule"),
    [
        ({}, "2026-06-16 23:59:59", "Standard: 7 calendar days"),
        ({"urgency": "expedited"}, "2026-06-12 10:00:00", "Expedited: 72 hours"),
        ({"category": "inpatient"}, "2026-06-16 23:59:59", "Standard: 7 calendar days"),
        (
            {"kind": "concurrent", "urgency": "expedited"},
            "2026-06-12 10:00:00",
            "Expedited: 72 hours",
        ),
        (
            {"kind": "retrospective"},
            "2026-07-09 23:59:59",
            "Retrospective review: 30 calendar days",
        ),
    ],
)
def test_colorados_figures(how: dict[str, Any], ends: str, rule: str) -> None:
    found = asked(CO, "2026-06-09 10:00:00", zone=DENVER, **how)
    assert (local(found.at, DENVER), found.rule) == (ends, rule)


@pytest.mark.req("CON-06")
@pytest.mark.parametrize(
    ("how", "ends", "rule"),
    [
        ({}, "2026-06-16 23:59:59", "Standard: 7 calendar days"),
        ({"urgency": "expedited"}, "2026-06-12 10:00:00", "Expedited: 72 hours"),
        (
            {"kind": "concurrent", "urgency": "expedited"},
            "2026-06-10 10:00:00",
            "Urgent concurrent: 24 hours",
        ),
        ({"kind": "retrospective"}, "2026-07-09 23:59:59", "Ours"),
        ({"kind": "appeal"}, "2026-07-09 23:59:59", "Ours"),
    ],
)
def test_the_strictest_of_contract_and_national_rules_counts(
    how: dict[str, Any], ends: str, rule: str
) -> None:
    slow = [{"rule": "Ours", "amount": 30, "unit": "days"}]
    pack = changed(CO, turnaround=slow, federal={"applies": True, "urgent_concurrent_hours": 24})
    found = asked(pack, "2026-06-09 10:00:00", zone=DENVER, **how)
    assert (local(found.at, DENVER), found.rule) == (ends, rule)
    assert bool(found.citation) is (rule != "Ours")
    free = changed(pack, federal={"applies": False})
    assert asked(free, "2026-06-09 10:00:00", zone=DENVER, **how).rule == "Ours"


def test_the_contracts_own_rule_is_named_when_it_is_stricter_or_the_same() -> None:
    pack = changed(CO, turnaround=[{"rule": "Ours", "amount": 2, "unit": "business-days"}])
    assert asked(pack, "2026-06-09 10:00:00", zone=DENVER).rule == "Ours"
    assert (
        asked(CO, "2026-06-09 10:00:00", zone=DENVER).citation == "CMS-0057-F, 42 CFR 440.230(e)(1)"
    )


def test_without_any_rule_there_is_no_due_time() -> None:
    pack = smallest(turnaround=[{"rule": "Appeal", "amount": 30, "unit": "days", "kind": "appeal"}])
    assert asked(pack, "2026-06-09 10:00:00") == Due(None, "", holder=REVIEWER)


@pytest.mark.req("REV-05", part="business days")
@pytest.mark.parametrize(
    ("received", "ends"),
    [
        ("2026-06-09 10:00:00", "2026-06-11 23:59:59"),  # Tuesday
        ("2026-06-11 23:59:00", "2026-06-15 23:59:59"),  # Thursday: Friday, Monday
        ("2026-06-12 10:00:00", "2026-06-16 23:59:59"),  # Friday
        ("2026-06-13 10:00:00", "2026-06-16 23:59:59"),  # Saturday
        ("2026-06-17 10:00:00", "2026-06-22 23:59:59"),  # the Friday is Juneteenth
        (
            "2026-07-01 10:00:00",
            "2026-07-06 23:59:59",
        ),  # 4 July is a Saturday, kept on Friday the 3rd
        ("2026-12-30 10:00:00", "2027-01-04 23:59:59"),  # New Year's Day is a Friday
        (
            "2027-12-30 10:00:00",
            "2028-01-04 23:59:59",
        ),  # New Year's Day 2028 is kept on Friday 31 December 2027
    ],
)
@pytest.mark.req("CON-01", part="holiday calendar")
def test_business_days_leave_out_weekends_and_holidays(received: str, ends: str) -> None:
    assert local(asked(TWO_DAYS, received).at) == ends


@pytest.mark.req("CON-06")
@pytest.mark.req("REV-05", part="business days")
@pytest.mark.parametrize(
    ("received", "ends"),
    [
        ("2026-06-09 17:00:00", "2026-06-11 17:00:00"),  # at closing is in time
        ("2026-06-09 17:00:01", "2026-06-12 17:00:00"),  # later counts as Wednesday
        ("2026-06-09 06:00:00", "2026-06-11 17:00:00"),  # before opening counts as the same day
        ("2026-06-12 18:00:00", "2026-06-17 17:00:00"),  # Friday evening counts as Monday
        ("2026-06-13 09:00:00", "2026-06-17 17:00:00"),  # so does Saturday
        ("2026-06-19 09:00:00", "2026-06-24 17:00:00"),  # Juneteenth counts as Monday
        ("2026-04-27 09:00:00", "2026-04-30 17:00:00"),  # a holiday of Mississippi alone
    ],
)
def test_what_comes_after_closing_or_on_a_holiday_counts_as_the_next_business_day(
    received: str, ends: str
) -> None:
    assert local(asked(MS, received).at) == ends


def test_before_opening_counts_as_opening_for_hours_too() -> None:
    pack = changed(MS, turnaround=[{"rule": "Hours", "amount": 4, "unit": "hours"}])
    assert local(asked(pack, "2026-06-09 06:00:00").at) == "2026-06-09 12:00:00"
    closing_only = changed(pack, calendar={"closing": "17:00:00"})
    assert local(asked(closing_only, "2026-06-13 06:00:00").at) == "2026-06-15 04:00:00"
    assert counted(here("2026-06-09 06:00:00"), closing_only) == here("2026-06-09 06:00:00")


def test_a_contracts_own_days_without_business() -> None:
    pack = with_rule(2, "business-days", calendar={"extra": ["2026-06-10"]})
    assert local(asked(pack, "2026-06-09 10:00:00").at) == "2026-06-12 23:59:59"


@pytest.mark.req("REV-05", part="time zone")
@pytest.mark.parametrize(
    ("received", "hours", "days"),
    [
        (
            "2026-03-06 10:00:00",
            "2026-03-09 11:00:00",
            "2026-03-16 23:59:59",
        ),  # an hour is missing on Sunday 8 March
        (
            "2026-10-30 10:00:00",
            "2026-11-02 09:00:00",
            "2026-11-09 23:59:59",
        ),  # an hour is there twice on Sunday 1 November
        ("2026-06-05 10:00:00", "2026-06-08 10:00:00", "2026-06-15 23:59:59"),
    ],
)
def test_a_change_of_the_clocks_moves_no_limit(received: str, hours: str, days: str) -> None:
    assert local(asked(HOURS, received).at) == hours
    at = asked(HOURS, received).at
    assert at is not None
    assert at - here(received) == timedelta(hours=72)
    assert local(asked(TEN_DAYS, received).at) == days


@pytest.mark.req("CON-01", part="time zone")
def test_days_are_those_of_the_contracts_zone() -> None:
    evening = here("2026-06-09 23:30:00")  # the 10th in UTC
    found = due(
        TWO_DAYS,
        category="outpatient",
        urgency="standard",
        kind="prior-auth",
        moments=ClockMoments(evening),
    )
    assert local(found.at) == "2026-06-11 23:59:59"
    assert found.at == datetime(2026, 6, 12, 4, 59, 59, tzinfo=UTC)


@pytest.mark.req("REV-05", part="pause")
@pytest.mark.parametrize(
    ("pauses", "ends"),
    [
        (
            [("2026-06-10 09:00:00", "2026-06-12 09:00:00")],
            "2026-06-15 23:59:59",
        ),  # a day was left on Wednesday
        (
            [("2026-06-09 11:00:00", "2026-06-09 15:00:00")],
            "2026-06-11 23:59:59",
        ),  # answered the same day
        (
            [("2026-06-11 11:00:00", "2026-06-12 15:00:00")],
            "2026-06-12 23:59:59",
        ),  # none was left: the day of the answer
        (
            [("2026-06-11 11:00:00", "2026-06-13 15:00:00")],
            "2026-06-15 23:59:59",
        ),  # the answer came on a Saturday
        (
            [
                ("2026-06-10 09:00:00", "2026-06-11 09:00:00"),
                ("2026-06-12 09:00:00", "2026-06-16 09:00:00"),
            ],
            "2026-06-16 23:59:59",
        ),
        (
            [("2026-06-12 09:00:00", "2026-06-20 09:00:00")],
            "2026-06-11 23:59:59",
        ),  # asked when it was late already
    ],
)
def test_the_clock_of_business_days_stands_still_from_question_to_answer(
    pauses: list[tuple[str, str | None]], ends: str
) -> None:
    found = asked(TWO_DAYS, "2026-06-09 10:00:00", *pauses)
    assert (local(found.at), found.paused, found.holder) == (ends, False, REVIEWER)


@pytest.mark.req("REV-05", part="pause")
def test_the_clock_of_hours_is_put_off_by_exactly_the_pause() -> None:
    found = asked(HOURS, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", "2026-06-12 09:30:00"))
    assert local(found.at) == "2026-06-14 10:30:00"
    overlapping = asked(
        HOURS,
        "2026-06-09 10:00:00",
        ("2026-06-10 10:00:00", "2026-06-10 14:00:00"),
        ("2026-06-10 12:00:00", "2026-06-10 16:00:00"),
    )
    assert local(overlapping.at) == "2026-06-12 16:00:00"
    nothing = asked(
        HOURS,
        "2026-06-09 10:00:00",
        ("2026-06-10 10:00:00", "2026-06-10 10:00:00"),
        ("2026-06-01 10:00:00", "2026-06-02 10:00:00"),
    )
    assert local(nothing.at) == "2026-06-12 10:00:00"


def test_the_clock_of_calendar_days_keeps_the_days_that_were_left() -> None:
    assert (
        local(
            asked(
                TEN_DAYS, "2026-06-09 10:00:00", ("2026-06-12 09:00:00", "2026-06-20 09:00:00")
            ).at
        )
        == "2026-06-27 23:59:59"
    )


def test_an_answer_after_closing_counts_as_the_next_business_day() -> None:
    in_time = asked(MS, "2026-06-09 10:00:00", ("2026-06-11 11:00:00", "2026-06-12 17:00:00"))
    late = asked(MS, "2026-06-09 10:00:00", ("2026-06-11 11:00:00", "2026-06-12 17:00:01"))
    assert (local(in_time.at), local(late.at)) == ("2026-06-12 17:00:00", "2026-06-15 17:00:00")


@pytest.mark.req("REV-05", part="pause")
def test_while_an_answer_is_awaited_the_clock_stands_and_the_provider_has_the_ball() -> None:
    found = asked(MS, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", None))
    assert (found.at, found.paused, found.holder, found.rule) == (
        None,
        True,
        PROVIDER,
        "Outpatient: 2 business days",
    )
    assert found.remaining == timedelta(days=1, hours=8)
    assert (local(found.answer_by), found.on_miss) == (
        "2026-06-15 17:00:00",
        "deny-lack-of-information",
    )
    assert found.answer_by == information_due(MS, here("2026-06-10 09:00:00"), None)


@pytest.mark.req("REV-05", part="pause")
def test_where_questions_dont_stop_the_clock_it_runs_on_while_the_provider_has_the_ball() -> None:
    running = asked(CO, "2026-06-09 10:00:00", zone=DENVER)
    found = asked(CO, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", None), zone=DENVER)
    assert (found.at, found.paused, found.holder, found.on_miss) == (
        running.at,
        False,
        PROVIDER,
        "decide-on-file",
    )
    assert (
        asked(
            CO, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", "2026-06-12 09:00:00"), zone=DENVER
        ).at
        == running.at
    )


@pytest.mark.req("ACT-11", part="clock")
@pytest.mark.req("REV-05", part="answer due")
def test_where_the_clock_runs_on_an_answer_is_due_no_later_than_the_decision() -> None:
    urgent = {"zone": DENVER, "urgency": "expedited"}
    short = asked(CO, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", None), **urgent)
    assert (short.answer_by, local(short.answer_by, DENVER)) == (short.at, "2026-06-12 10:00:00")
    late = asked(CO, "2026-06-09 10:00:00", ("2026-06-15 09:00:00", None), **urgent)
    assert (
        local(late.answer_by, DENVER) == "2026-06-18 23:59:59"
    )  # nothing is left to keep: the whole window
    stopped = asked(MS, "2026-06-09 10:00:00", ("2026-06-11 09:00:00", None))
    assert local(stopped.answer_by) == "2026-06-16 17:00:00"


@pytest.mark.req("REV-05", part="answer due")
@pytest.mark.parametrize(
    ("received", "question", "answer", "ends"),
    [
        (
            "2026-11-23 10:00:00",
            "2026-11-23 18:00:00",
            "2026-11-23 19:00:00",
            "2026-11-25 17:00:00",
        ),  # an evening
        (
            "2026-11-20 18:00:00",
            "2026-11-20 19:00:00",
            "2026-11-21 12:00:00",
            "2026-11-25 17:00:00",
        ),  # before it counts as received
        (
            "2026-11-23 10:00:00",
            "2026-11-23 18:00:00",
            "2026-11-24 09:00:00",
            "2026-11-25 17:00:00",
        ),  # answered on the day it counts
        (
            "2026-11-23 10:00:00",
            "2026-11-23 18:00:00",
            "2026-11-25 09:00:00",
            "2026-11-27 17:00:00",
        ),  # a day later; Thursday is a holiday
        (
            "2026-11-23 10:00:00",
            "2026-11-25 16:00:00",
            "2026-11-25 18:00:00",
            "2026-11-27 17:00:00",
        ),  # the answer alone came too late
    ],
)
def test_a_question_outside_business_hours_gives_no_day(
    received: str, question: str, answer: str, ends: str
) -> None:
    assert local(asked(MS, received, (question, answer)).at) == ends


def test_a_question_on_the_last_evening_of_calendar_days_still_leaves_the_day_of_the_answer() -> (
    None
):
    found = asked(
        MS,
        "2026-06-09 10:00:00",
        ("2026-07-09 18:00:00", "2026-07-14 09:00:00"),
        kind="retrospective",
    )
    assert local(found.at) == "2026-07-14 23:59:59"


def test_a_national_limit_stops_for_fourteen_days_at_most() -> None:
    pack = changed(
        CO,
        information={
            "stops_clock": True,
            "due": {"amount": 3, "unit": "business-days"},
            "on_miss": "nothing",
        },
    )
    open_one = asked(pack, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", None), zone=DENVER)
    assert (local(open_one.at, DENVER), open_one.paused, open_one.rule) == (
        "2026-06-30 23:59:59",
        True,
        "Standard: 7 calendar days",
    )
    assert open_one.citation.startswith("CMS-0057-F, 42 CFR 438.210(d)(1)")
    short = asked(
        pack, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", "2026-06-12 09:00:00"), zone=DENVER
    )
    assert local(short.at, DENVER) == "2026-06-18 23:59:59"
    long = asked(
        pack, "2026-06-09 10:00:00", ("2026-06-10 09:00:00", "2026-07-20 09:00:00"), zone=DENVER
    )
    assert local(long.at, DENVER) == "2026-06-30 23:59:59"
    urgent = asked(
        pack, "2026-06-09 10:00:00", ("2026-06-10 10:00:00", None), zone=DENVER, urgency="expedited"
    )
    assert local(urgent.at, DENVER) == "2026-06-26 10:00:00"


def test_an_extension_moves_the_limit_but_no_national_one_beyond_fourteen_days() -> None:
    moments = ClockMoments(here("2026-06-09 10:00:00"), extended_until=here("2026-06-20 12:00:00"))
    how = {"category": "outpatient", "urgency": "standard", "kind": "prior-auth"}
    assert local(due(TWO_DAYS, moments=moments, **how).at) == "2026-06-20 12:00:00"  # type: ignore[arg-type]
    far = replace(moments, extended_until=here("2026-12-01 12:00:00"))
    assert local(due(CO, moments=far, **how).at, DENVER) == "2026-06-30 23:59:59"  # type: ignore[arg-type]


def test_after_the_decision_nobody_has_the_ball_and_nothing_waits() -> None:
    moments = ClockMoments(
        here("2026-06-09 10:00:00"),
        (Pause(here("2026-06-10 09:00:00")),),
        decided=here("2026-06-10 15:00:00"),
    )
    found = due(MS, category="outpatient", urgency="standard", kind="prior-auth", moments=moments)
    assert (local(found.at), found.paused, found.holder, found.answer_by, found.on_miss) == (
        "2026-06-11 17:00:00",
        False,
        NOBODY,
        None,
        "",
    )


MINUTES = st.integers(0, 60 * 24 * 40)


@settings(max_examples=60)
@given(
    st.integers(0, 60 * 24 * 365),
    st.lists(st.tuples(MINUTES, MINUTES), max_size=4),
    st.sampled_from([TWO_DAYS, TEN_DAYS, HOURS, MS, CO]),
)
def test_a_pause_never_brings_a_limit_forward_and_a_limit_is_never_before_receipt(
    minute: int, pauses: list[tuple[int, int]], pack: Pack
) -> None:
    received = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    stops = tuple(
        Pause(received + timedelta(minutes=a), received + timedelta(minutes=a + b))
        for a, b in pauses
    )
    how: dict[str, Any] = {"category": "outpatient", "urgency": "standard", "kind": "prior-auth"}
    plain, paused = (
        due(pack, moments=ClockMoments(received), **how),
        due(pack, moments=ClockMoments(received, stops), **how),
    )
    assert plain.at is not None
    assert paused.at is not None
    assert received < plain.at <= paused.at
