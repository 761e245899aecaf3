"""Reading what was typed into a draft: dates, amounts, durations; never an exception."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precert.cases.draft.document import Value, merge
from precert.cases.draft.parse import amount, day, days, money, parse
from tests.deciding.cases.building import PATHS, TYPED

HARD = st.sampled_from(
    [
        "²",
        "٣",
        "1e999999",
        "-0",
        "nan",
        "9" * 4000,
        "1/2/3/4",
        "99999999999999999999/1/1",
        "2026-W01-1",
        "½",
        "1_000",
        "$ 1,0",
        "∞",
    ]
)
STORABLE = st.dictionaries(st.sampled_from(PATHS), TYPED | HARD)


@settings(max_examples=60)
@given(STORABLE)
def test_reading_never_raises_on_what_can_be_stored(typed: dict[str, Any]) -> None:
    values = merge({}, {path: (None, value) for path, value in typed.items()}).values
    found = parse(values)
    for line in found.lines:
        unread = {name for name, _ in line.unreadable}
        for name in ("start", "end", "duration", "quantity", "rate"):
            typed_there = values.get(f"line/{line.key}/{name}") is not None
            assert typed_there is (getattr(line, name) is not None or name in unread)
    assert (values.get("service/admit_date") is not None) is (
        found.admit_date is not None or bool(found.unreadable)
    )
    assert parse(values) == found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-15", date(2026, 6, 15)),
        ("06/15/2026", date(2026, 6, 15)),
        ("6/5/2026", date(2026, 6, 5)),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_typed(typed: str | None, meant: date | None) -> None:
    assert day(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "13/01/2026", "02/30/2026", "2026-02-30", "06/15/26", "1899-12-31", "2200-01-01", "tomorrow", "1/2", "99999999999/1/1",
        "20261201", "2026-W49-1", "２０２６-06-15", "06/1５/2026", "06/15/2026 ", "+6/5/2026", "1_2/01/2026",
    ],
)  # fmt: skip
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        day(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1,234.5", Decimal("1234.5")), ("1234567", Decimal(1234567)), (".5", Decimal("0.5")), (7, Decimal(7)), (2.5, Decimal("2.5")),
     ("-1", Decimal(-1)), ("", None)],
)  # fmt: skip
def test_amounts_as_typed(typed: Value, meant: Decimal | None) -> None:
    assert amount(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "1.234",
        "a dozen",
        "NaN",
        "inf",
        "1e5",
        1e22,
        True,
        "1 2",
        "2,5",
        "1,00",
        "1234,567",
        "1_0",
        "٣",
        "２",
        "$5",
        "5.",
        "99999999999",
    ],
)
def test_what_is_no_amount(typed: Value) -> None:
    with pytest.raises(ValueError, match="number"):
        amount(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("$12.30", Decimal("12.3")),
        ("$ 1,250", Decimal(1250)),
        ("7", Decimal(7)),
        ("$-1", Decimal(-1)),
        (None, None),
    ],
)
def test_money_may_say_dollars(typed: Value, meant: Decimal | None) -> None:
    assert money(typed) == meant


@pytest.mark.parametrize("typed", ["$", "$$5", "5$", "€5", "$2,5"])
def test_what_is_no_money(typed: Value) -> None:
    with pytest.raises(ValueError, match="number"):
        money(typed)


def test_durations_are_whole_days() -> None:
    assert days("30") == days(30) == 30
    assert days("") is None
    for typed in ("4.5", "30.0", "1,0", "36501", "1e1"):
        with pytest.raises(ValueError, match="number"):
            days(typed)


def test_only_the_key_makes_a_line_the_stay() -> None:
    found = parse(
        {
            "line/k1/kind": "x" * 99,
            "line/k1/code": "97110",
            "line/k2/kind": "los",
            "line/los/start": "2026-06-15",
        }
    )
    assert [(line.key, line.kind) for line in found.lines] == [
        ("los", "los"),
        ("k1", "procedure"),
        ("k2", "procedure"),
    ]


def test_a_document_is_read_whole() -> None:
    values: dict[str, Value] = {
        "provider/servicing": "12", "provider/facility": "²", "provider/pcp": "9" * 30, "provider/attending/7": True,
        "service/type": "111", "service/admit_date": "soon", "diagnosis/icd10cm/M54.50": 2, "diagnosis/icd10cm/E11.9": 1,
        "line/k2/code": "97112", "line/k2/position": 2, "line/k1/code": "97110", "line/k1/position": 1, "line/k1/start": "06/15/2026",
        "line/k1/modifier1": "gp", "line/k1/modifier3": "59", "line/k1/quantity": "twelve", "line/los/kind": "los", "line/los/position": 9,
    }  # fmt: skip
    found = parse(values)
    assert found.providers == (("servicing", 12), ("attending", 7))
    assert found.diagnoses == (("icd10cm", "E11.9"), ("icd10cm", "M54.50"))
    assert [line.key for line in found.lines] == ["los", "k1", "k2"]
    assert found.unreadable == (("service/admit_date", "soon"),)
    line = found.lines[1]
    assert (line.start, line.modifiers, line.unreadable) == (
        date(2026, 6, 15),
        ("GP", "59"),
        (("quantity", "twelve"),),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "99999999999999999999/1/1",
        "1/99999999999999999999/2026",
        "²/1/2026",
        "2026-W01-1",
        "9" * 4000,
    ],
)
def test_a_date_out_of_any_range_is_unreadable_and_kept(typed: str) -> None:
    found = parse({"service/admit_date": typed, "line/k1/start": typed})
    assert found.unreadable == (("service/admit_date", typed),)
    assert found.lines[0].unreadable == (("start", typed),)
