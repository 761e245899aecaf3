"""What the contract, as it stands now, doesn’t offer."""

from dataclasses import replace

import pytest

from precert.cases.edits.not_offered import NotOffered
from tests.deciding.cases.building import (
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    procedure,
    provider,
)


@pytest.mark.req("CON-11", part="draft")
def test_what_is_offered_passes() -> None:
    for facts, pack in ((OUTPATIENT, CO), (INPATIENT, CO), (MS_OUTPATIENT, MS), (MS_INPATIENT, MS)):
        assert NotOffered().find(facts, pack) == []


@pytest.mark.req("CON-11", part="draft")
def test_each_choice_that_is_gone_is_named_with_its_path() -> None:
    facts = replace(
        OUTPATIENT,
        place_of_service="99",
        service_type="999",
        request_type="concurrent",
        urgency="soon",
    )
    assert [f.path for f in NotOffered().find(facts, CO)] == [
        "service/place",
        "service/type",
        "request/type",
        "request/urgency",
    ]


@pytest.mark.req("CON-11", part="draft")
def test_a_line_is_judged_by_system_unit_and_frequency() -> None:
    line = procedure(system="icd10pcs", unit_qualifier="XX", frequency="hourly")
    assert [f.path for f in NotOffered().find(replace(OUTPATIENT, lines=(line,)), CO)] == [
        "line/k1/code", "line/k1/unit_qualifier", "line/k1/frequency",
    ]  # fmt: skip


@pytest.mark.req("CON-11", part="draft")
def test_a_role_that_the_contract_does_not_ask_for() -> None:
    facts = replace(INPATIENT, providers=(*INPATIENT.providers, provider("pcp")))
    assert [f.path for f in NotOffered().find(facts, CO)] == ["provider/pcp"]
