"""Codes are known, can be billed, and are valid on the date of service."""

from dataclasses import replace
from typing import Any

import pytest

from precert.cases.edits.codes import Codes
from tests.deciding.cases.building import BACK_PAIN, CO, OUTPATIENT, D, code, procedure


def of_line(**fact: Any) -> list[tuple[str, str]]:
    line = procedure(fact=code("hcpcs", "E0143", **fact))
    return [(f.path, f.severity) for f in Codes().find(replace(OUTPATIENT, lines=(line,)), CO)]


@pytest.mark.req("EDT-07")
@pytest.mark.parametrize(
    ("fact", "path"),
    [
        ({"known": False}, "line/k1/code"),
        ({"billable": False}, "line/k1/code"),
        ({"valid_to": D("2026-06-14")}, "line/k1/start"),
        ({"valid_from": D("2026-06-16")}, "line/k1/start"),
    ],
    ids=["unknown", "heading", "ended the day before", "begins the day after"],
)
def test_a_procedure_code_that_cannot_be_used_on_its_first_day(
    fact: dict[str, Any], path: str
) -> None:
    assert of_line(**fact) == [(path, "error")]


@pytest.mark.req("EDT-07")
def test_a_code_that_ends_within_the_time_asked_for_is_a_warning() -> None:
    assert of_line(valid_to=D("2026-06-15")) == [("line/k1/end", "warning")]
    assert of_line(valid_from=D("2026-06-15"), valid_to=D("2026-07-14")) == []


@pytest.mark.req("EDT-07")
def test_a_diagnosis_is_looked_at_on_the_first_day() -> None:
    ended = replace(BACK_PAIN, code=code("icd10cm", "M54.5", valid_to=D("2021-09-30")))
    [found] = Codes().find(replace(OUTPATIENT, diagnoses=(ended,)), CO)
    assert found.path == "diagnosis/icd10cm/M54.5"
    assert "ended on 09/30/2021" in found.text


def test_without_a_date_a_code_is_looked_at_today() -> None:
    line = procedure(fact=code("cpt", "99441", valid_to=D("2024-12-31")), start=None, end=None)
    assert [f.path for f in Codes().find(replace(OUTPATIENT, lines=(line,)), CO)] == [
        "line/k1/code"
    ]
