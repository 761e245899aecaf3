"""What the contract pays without authorization is a warning, line by line."""

from dataclasses import replace

import pytest

from precert.cases.edits.auth_not_required import AuthNotRequired
from tests.deciding.cases.building import (
    BACK_PAIN,
    CO,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    code,
    procedure,
)


@pytest.mark.req("EDT-06", "CON-07")
def test_a_code_of_the_contracts_list_is_a_warning_with_its_reason() -> None:
    lines = (procedure("97161"), procedure("97110", key="k2"))
    [found] = AuthNotRequired().find(replace(OUTPATIENT, lines=lines), CO)
    assert (found.path, found.severity) == ("line/k1/code", "warning")
    assert "The first evaluation for a therapy needs no authorization." in found.text


@pytest.mark.req("EDT-06", "CON-07")
def test_it_depends_on_the_service_type() -> None:
    imaging = replace(MS_OUTPATIENT, lines=(procedure("97110"),))
    assert len(AuthNotRequired().find(imaging, MS)) == 1
    assert AuthNotRequired().find(replace(imaging, service_type="home-health"), MS) == []


@pytest.mark.req("EDT-06", "CON-07")
@pytest.mark.parametrize(("primary", "found"), [("O80", 1), ("Z38.00", 1), ("M54.50", 0)])
def test_a_routine_maternity_stay_is_known_by_its_primary_diagnosis(
    primary: str, found: int
) -> None:
    diagnosis = replace(BACK_PAIN, code=code("icd10cm", primary))
    assert len(AuthNotRequired().find(replace(MS_INPATIENT, diagnoses=(diagnosis,)), MS)) == found


def test_a_line_without_a_code_is_not_judged() -> None:
    assert (
        AuthNotRequired().find(replace(OUTPATIENT, lines=(procedure(""),), diagnoses=()), CO) == []
    )
