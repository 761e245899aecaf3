"""Code lists in CSV: good rows kept, bad rows named."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precert.codes import entries
from precert.codes.entries import CodeEntry, CodeListReading, Rejected

SHIPPED = ("system", "code", "text")


def cpt(*lines: str) -> CodeListReading:
    return entries.read_csv(
        [line + "\n" for line in lines], ("code", "description"), entries.licensed
    )


def shipped(*lines: str) -> CodeListReading:
    return entries.read_csv(
        [line + "\n" for line in ("system,code,text,valid_from,valid_to", *lines)],
        SHIPPED,
        entries.shipped,
    )


def test_a_list_is_read_by_its_column_names() -> None:
    reading = cpt("Description, CODE ,note", '"Looking, closely",97999,x', "", "Other,0042t")
    assert list(reading.entries.values()) == [
        CodeEntry("97999", "Looking, closely"),
        CodeEntry("0042T", "Other"),
    ]
    assert reading.rejected == []


def test_bad_rows_are_named_and_good_ones_kept() -> None:
    reading = cpt(
        "code,description",
        "97999,Fine",
        "979,Short",
        "97998,",
        "97999,Again",
        "97997",
        f"97996,{'x' * 2_001}",
        "97995,a\0b",
        "97994,Good",
    )
    assert [entry.code for entry in reading.entries.values()] == ["97999", "97994"]
    assert [(r.row, r.column) for r in reading.rejected] == [
        (3, "code"),
        (4, "description"),
        (5, "code"),
        (6, "description"),
        (7, "description"),
        (8, "description"),
    ]


def test_a_file_without_the_columns_is_refused_as_a_whole() -> None:
    assert cpt("number,what", "97999,x").rejected == [
        Rejected(1, "code", "the first row should name the columns code, description")
    ]
    assert cpt().rejected[0].row == 1


def test_shipped_rows_carry_their_days() -> None:
    reading = shipped("hcpcs,E9990,Thing,2027-01-01,", "cpt,97999,Other,,2025-12-31")
    assert reading.entries["hcpcs", "E9990"].valid_from == date(2027, 1, 1)
    assert reading.entries["cpt", "97999"].valid_to == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("hcpcs,E9990,x,2027-1-1,", "valid_from"),
        ("hcpcs,E9990,x,,2025-02-30", "valid_to"),
        ("hcpcs,E9990,x,2026-01-01,2025-01-01", "valid_to"),
        ("nubc,0120,x,,", "system"),
    ],
)
def test_a_wrong_day_or_system_is_named(line: str, column: str) -> None:
    (rejected,) = shipped(line).rejected
    assert (rejected.row, rejected.column) == (2, column)
    assert rejected.reason


def test_a_field_too_large_for_the_reader_is_a_bad_row_not_a_crash() -> None:
    reading = cpt("code,description", "97999," + "x" * 200_000, "97998,Good")
    assert [r.row for r in reading.rejected] == [2]
    assert ("cpt", "97998") in reading.entries


@given(st.lists(st.text(max_size=40), max_size=10))
def test_no_file_raises(lines: list[str]) -> None:
    readers: list[Callable[[], CodeListReading]] = [
        lambda: cpt("code,description", *lines),
        lambda: cpt(*lines),
        lambda: shipped(*lines),
    ]
    for reader in readers:
        assert all(rejected.reason for rejected in reader().rejected)
