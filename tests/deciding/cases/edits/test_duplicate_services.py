"""The same service for the same person at the same time, in another case."""

from dataclasses import replace
from typing import Any

import pytest

from precert.cases.edits.duplicate_services import DuplicateServices
from tests.deciding.cases.building import CO, INPATIENT, OUTPATIENT, changed, other, procedure, stay


def links(**more: Any) -> list[str]:
    return [
        f.link
        for f in DuplicateServices().find(
            replace(OUTPATIENT, others=(other(procedure(), **more),)), CO
        )
    ]


@pytest.mark.req("EDT-05")
def test_spans_that_share_a_day_touch() -> None:
    from_to = {"start": "2026-07-14", "end": "2026-08-01"}
    touching, beside = procedure(**from_to), procedure(**from_to | {"start": "2026-07-15"})
    assert len(DuplicateServices().find(replace(OUTPATIENT, others=(other(touching),)), CO)) == 1
    assert DuplicateServices().find(replace(OUTPATIENT, others=(other(beside),)), CO) == []


@pytest.mark.req("EDT-05")
def test_the_other_case_is_linked_only_where_it_may_be_seen() -> None:
    assert links() == ["case/261600001"]
    assert links(visible=False) == [""]
    [found] = DuplicateServices().find(
        replace(OUTPATIENT, others=(other(procedure(), visible=False),)), CO
    )
    assert "261600001" not in found.text


@pytest.mark.req("EDT-05")
def test_another_code_or_system_is_another_service() -> None:
    assert links(code="97112") == []
    assert links(system="hcpcs") == []


@pytest.mark.req("EDT-05")
def test_a_stay_is_the_same_under_the_same_service_type() -> None:
    same = replace(INPATIENT, others=(other(stay(), service_type="363"),))
    assert [f.path for f in DuplicateServices().find(same, CO)] == ["line/los/start"]
    assert DuplicateServices().find(replace(same, service_type="361"), CO) == []


@pytest.mark.req("CON-07")
def test_a_contract_may_do_without_the_rule() -> None:
    facts = replace(OUTPATIENT, others=(other(procedure()),))
    assert DuplicateServices().find(facts, changed(CO, rules__duplicate={"applies": False})) == []
