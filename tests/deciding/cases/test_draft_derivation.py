"""Defaults of a new draft, and what follows by itself from what is typed."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.cases.draft.defaults import defaults
from precert.cases.draft.derivation import follow
from precert.cases.draft.document import Value, merge
from precert.cases.draft.durations import counts_last_day, duration_from, end_from
from precert.contracts.schema import Pack
from tests.deciding.cases.building import CO, MS, changed, smallest


def filled(pack: Pack, category: str) -> dict[str, Value]:
    result = merge({}, defaults(pack, category, 42))
    assert not result.refused
    assert not result.conflicts
    return result.values


def after(
    values: Mapping[str, Value], pack: Pack, category: str, **typed: Value
) -> dict[str, Value]:
    """The document after typing (`__` for a slash) and what follows from it."""
    typing = {path.replace("__", "/"): value for path, value in typed.items()}
    now = merge(values, {path: (values.get(path), new) for path, new in typing.items()}).values
    result = merge(now, follow(now, pack, category, typing))
    assert not result.refused
    assert not result.conflicts
    return result.values


@pytest.mark.req("WIZ-07", part="defaults")
def test_a_new_draft_starts_with_what_is_known() -> None:
    assert filled(CO, "outpatient") == {"provider/servicing": 42, "request/type": "prior-auth"}
    assert filled(CO, "inpatient") == {
        "provider/facility": 42, "request/type": "prior-auth", "line/los/kind": "los",
        "line/los/position": 0, "line/los/unit_qualifier": "DY",
    }  # fmt: skip
    assert filled(MS, "outpatient") == {"provider/servicing": 42, "request/type": "prior-auth"}


def test_a_list_with_one_choice_is_filled_in() -> None:
    lists = CO.inpatient.model_dump(mode="json")
    pack = changed(
        CO,
        inpatient__places_of_service=lists["places_of_service"][:1],
        inpatient__service_types=lists["service_types"][:1],
        inpatient__admission_sources=lists["admission_sources"][:1],
        inpatient__request_types=[
            {"code": "retrospective", "label": "Retro"},
            {"code": "concurrent", "label": "Concurrent", "first": False},
        ],
    )
    found = filled(pack, "inpatient")
    chosen = {
        path: found[path]
        for path in ("service/place", "service/type", "service/admission_source", "request/type")
    }
    assert chosen == {
        "service/place": "21",
        "service/type": "361",
        "service/admission_source": "elective",
        "request/type": "retrospective",
    }


def test_the_length_of_stay_comes_only_where_it_comes_by_itself() -> None:
    assert "line/los/kind" not in filled(smallest(), "inpatient")


@pytest.mark.req("CON-03", part="durations")
@pytest.mark.parametrize(
    ("start", "end", "counted", "not_counted"),
    [("2026-03-07", "2026-03-10", 4, 3), ("2026-03-07", "2026-03-07", 1, 1), ("2026-03-07", "2026-03-08", 2, 1),
     ("2025-09-30", "2025-11-28", 60, 59), ("2028-02-28", "2028-03-01", 3, 2)],
)  # fmt: skip
def test_durations(start: str, end: str, counted: int, not_counted: int) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert duration_from(first, last, True) == counted
    assert duration_from(first, last, False) == not_counted


def test_durations_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="end date is before"):
        duration_from(date(2026, 1, 2), date(2026, 1, 1), True)
    with pytest.raises(ValueError, match="at least one day"):
        end_from(date(2026, 1, 2), 0, True)


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.integers(1, 36_500), st.booleans())
def test_end_and_duration_are_each_others_inverse(start: date, days: int, last: bool) -> None:
    end = end_from(start, days, last)
    assert duration_from(start, end, last) == days


def test_the_contract_says_whether_the_last_day_counts() -> None:
    assert [counts_last_day(CO, kind) for kind in ("los", "procedure")] == [False, True]
    assert [counts_last_day(MS, kind) for kind in ("los", "procedure")] == [True, True]


@pytest.mark.req("WIZ-07", part="durations")
def test_end_follows_duration_and_duration_follows_dates() -> None:
    line = {"line/k1/kind": "procedure", "line/k1/start": "2026-06-15"}
    with_end = after(line, CO, "outpatient", line__k1__duration="30")
    assert with_end["line/k1/end"] == "2026-07-14"
    with_days = after(with_end, CO, "outpatient", line__k1__end="2026-06-20")
    assert with_days["line/k1/duration"] == "6"
    moved = after(with_days, CO, "outpatient", line__k1__start="2026-07-01")
    assert (moved["line/k1/end"], moved["line/k1/duration"]) == ("2026-07-06", "6")


def test_a_pasted_start_and_end_give_the_duration_and_nothing_just_typed_is_changed() -> None:
    line: dict[str, Value] = {"line/k1/kind": "procedure", "line/k1/duration": "3"}
    pasted = after(line, CO, "outpatient", line__k1__start="06/15/2026", line__k1__end="06/20/2026")
    assert pasted["line/k1/duration"] == "6"
    both = after(pasted, CO, "outpatient", line__k1__end="06/21/2026", line__k1__duration="2")
    assert (both["line/k1/end"], both["line/k1/duration"]) == ("06/21/2026", "2")


def test_a_cleared_or_unreadable_duration_is_left_as_it_is() -> None:
    line: dict[str, Value] = {
        "line/k1/kind": "procedure",
        "line/k1/start": "2026-06-15",
        "line/k1/end": "2026-06-20",
        "line/k1/duration": "6",
    }
    assert "line/k1/duration" not in after(line, CO, "outpatient", line__k1__duration=None)
    assert (
        after(line, CO, "outpatient", line__k1__duration="a week")["line/k1/duration"] == "a week"
    )
    assert after(line, CO, "outpatient", line__k1__duration="0")["line/k1/end"] == "2026-06-20"
    assert after(line, CO, "outpatient", line__k1__end="2026-06-01")["line/k1/duration"] == "6"
    assert after(line, CO, "outpatient", line__k1__quantity="4")["line/k1/end"] == "2026-06-20"


def test_dates_are_written_the_way_they_were_typed() -> None:
    line: dict[str, Value] = {"line/k1/kind": "procedure", "line/k1/start": "6/15/2026"}
    assert after(line, CO, "outpatient", line__k1__duration="30")["line/k1/end"] == "07/14/2026"
    assert "line/k1/end" not in after(
        {"line/k1/start": "2199-12-31"}, CO, "outpatient", line__k1__duration="0"
    )


@pytest.mark.req("WIZ-07", part="length of stay")
def test_a_stay_starts_with_the_admission_until_it_has_a_start_of_its_own() -> None:
    draft = filled(CO, "inpatient") | {"line/los/duration": "3"}
    admitted = after(draft, CO, "inpatient", service__admit_date="2026-03-07")
    assert (admitted["line/los/start"], admitted["line/los/end"]) == ("2026-03-07", "2026-03-10")
    assert (
        after(admitted, CO, "inpatient", service__admit_date="2026-03-01")["line/los/start"]
        == "2026-03-07"
    )
    assert "line/los/start" not in after(draft, CO, "inpatient", service__admit_date="soon")
    assert "line/los/start" not in after({}, CO, "outpatient", service__admit_date="2026-03-07")


@pytest.mark.req("CON-03", part="length of stay")
def test_the_stay_line_comes_and_goes_with_the_service_type_but_takes_nothing_typed_along() -> None:
    types = [one.model_dump(mode="json") for one in CO.inpatient.service_types]
    types[2]["los_automatic"] = False  # 363
    pack = changed(CO, inpatient__service_types=types)
    draft = filled(pack, "inpatient")
    without = after(draft, pack, "inpatient", service__type="363")
    assert not [path for path in without if path.startswith("line/")]
    again = after(without, pack, "inpatient", service__type="361")
    assert again["line/los/kind"] == "los"
    typed = again | {"line/los/start": "2026-03-07"}
    assert after(typed, pack, "inpatient", service__type="363")["line/los/start"] == "2026-03-07"
