"""Missing Information: every required item by name."""

from dataclasses import replace
from typing import Any

import pytest

from precert.cases.edits._run import run
from precert.cases.facts import Facts, QuestionnaireFact
from precert.contracts.schema import Pack
from tests.deciding.cases.building import (
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    WHOLE,
    code,
    found,
    missing,
    procedure,
    provider,
    smallest,
    stay,
)


@pytest.mark.parametrize(("pack", "facts"), WHOLE)
def test_a_whole_request_has_no_findings(pack: Pack, facts: Facts) -> None:
    assert run(facts, pack) == []


@pytest.mark.req("EDT-01")
@pytest.mark.req("CON-03", part="required fields")
@pytest.mark.parametrize(
    ("pack", "facts", "field", "label", "path"),
    [
        (CO, OUTPATIENT, {"place_of_service": None}, "Place of Service", "service/place"),
        (CO, OUTPATIENT, {"service_type": None}, "Service Type", "service/type"),
        (CO, OUTPATIENT, {"request_type": None}, "Request Type", "request/type"),
        (CO, OUTPATIENT, {"urgency": None}, "Urgency", "request/urgency"),
        (CO, OUTPATIENT, {"urgency": "expedited"}, "Reason for Urgency", "request/urgency_reason"),
        (CO, OUTPATIENT, {"lines": ()}, "Procedure Code(s)", "line"),
        (
            CO,
            OUTPATIENT,
            {"providers": (provider("requesting"),)},
            "Servicing Provider",
            "provider/servicing",
        ),
        (CO, INPATIENT, {"admit_date": None}, "Admit Date", "service/admit_date"),
        (
            MS,
            MS_INPATIENT,
            {"admission_source": None},
            "Admission Source",
            "service/admission_source",
        ),
        (MS, MS_INPATIENT, {"place_of_service": None}, "Place of Service", "service/place"),
        (
            MS,
            MS_INPATIENT,
            {"providers": (provider("requesting", "clinic"),)},
            "Facility",
            "provider/facility",
        ),
        (
            MS,
            MS_OUTPATIENT,
            {"lines": (procedure("64483", quantity=None),)},
            "64483 - Requested Quantity",
            "line/k1/quantity",
        ),
        (
            CO,
            OUTPATIENT,
            {"lines": (procedure(start=None),)},
            "97110 - Requested Start Date",
            "line/k1/start",
        ),
        (
            CO,
            OUTPATIENT,
            {"lines": (procedure(end=None),)},
            "97110 - Requested End Date",
            "line/k1/end",
        ),
        (
            CO,
            OUTPATIENT,
            {"lines": (procedure(duration=None),)},
            "97110 - Requested Duration",
            "line/k1/duration",
        ),
        (
            CO,
            OUTPATIENT,
            {"lines": (procedure(frequency=None),)},
            "97110 - Frequency",
            "line/k1/frequency",
        ),
        (CO, INPATIENT, {"lines": (stay(end=None),)}, "Length of Stay - End Date", "line/los/end"),
        (
            CO,
            INPATIENT,
            {"lines": (stay(duration=None),)},
            "Length of Stay - Duration",
            "line/los/duration",
        ),
    ],
)
def test_one_thing_that_is_missing_is_named_and_linked(
    pack: Pack, facts: Facts, field: dict[str, Any], label: str, path: str
) -> None:
    findings = run(replace(facts, **field), pack)
    assert [(f.text, f.path, f.severity) for f in findings] == [
        (f"Missing Information: {label}", path, "error")
    ]


@pytest.mark.req("EDT-01")
def test_an_empty_inpatient_request_lists_everything_in_the_order_of_the_wizard() -> None:
    empty = Facts(
        OUTPATIENT.request_id,
        "inpatient",
        OUTPATIENT.today,
        OUTPATIENT.received_at,
        OUTPATIENT.consumer,
    )
    assert missing(empty, MS) == [
        "Facility", "Place of Service", "Service Type", "Admission Source", "Admit Date", "Diagnosis Code(s)", "Primary Diagnosis Code",
        "Request Type", "Length of Stay - Start Date", "Length of Stay - End Date", "Length of Stay - Duration",
    ]  # fmt: skip


@pytest.mark.req("WIZ-06", part="primary")
def test_the_primary_diagnosis_is_missing_only_when_there_is_none() -> None:
    assert missing(replace(OUTPATIENT, diagnoses=()), CO) == [
        "Diagnosis Code(s)",
        "Primary Diagnosis Code",
    ]
    assert missing(OUTPATIENT, CO) == []


@pytest.mark.req("CON-03", part="required fields")
def test_required_fields_follow_service_type_and_procedure_code() -> None:
    equipment = replace(
        OUTPATIENT,
        service_type="032",
        providers=(provider("requesting"), provider("servicing", "dme-supplier")),
    )
    wheelchair = replace(equipment, lines=(procedure("E0100", system="hcpcs", frequency=None),))
    unlisted = replace(equipment, lines=(procedure("E1399", system="hcpcs", frequency=None),))
    assert missing(wheelchair, CO) == []
    assert missing(unlisted, CO) == ["E1399 - Requested Rate", "Attachment"]
    assert (
        missing(
            replace(unlisted, documents=1, lines=(procedure("E1399", system="hcpcs", rate=1),)), CO
        )
        == []
    )
    home = replace(
        MS_OUTPATIENT, service_type="home-health", lines=(procedure("99500", frequency=None),)
    )
    assert missing(home, MS) == ["99500 - Frequency"]


def test_urgency_and_reason_are_asked_only_where_the_contract_asks() -> None:
    assert missing(replace(MS_INPATIENT, urgency="expedited"), MS) == []
    assert (
        missing(
            replace(OUTPATIENT, urgency="expedited", urgency_reason="Losing strength by the day"),
            CO,
        )
        == []
    )


def test_lines_of_the_same_code_are_told_apart() -> None:
    lines = (procedure(), procedure(key="k2", start=None))
    assert missing(replace(OUTPATIENT, lines=lines), CO) == ["97110 (2) - Requested Start Date"]


def test_a_line_without_a_code_asks_for_one() -> None:
    assert missing(replace(OUTPATIENT, lines=(procedure("", fact=code("cpt", "")),)), CO) == [
        "Procedure Code"
    ]


def test_what_is_typed_but_unreadable_is_not_called_missing() -> None:
    line = procedure(start=None, unreadable=(("start", "13/45/2026"),))
    assert missing(replace(OUTPATIENT, lines=(line,)), CO) == []
    assert (
        missing(
            replace(INPATIENT, admit_date=None, unreadable=(("service/admit_date", "soon"),)), CO
        )
        == []
    )


@pytest.mark.req("EDT-01")
def test_a_questionnaire_is_missing_until_it_is_complete() -> None:
    asked = QuestionnaireFact("imaging", "Advanced imaging", complete=False)
    [finding] = found(replace(OUTPATIENT, questionnaires=(asked,)), CO, "missing_information")
    assert (finding.text, finding.path) == (
        "Missing Information: Advanced imaging (questionnaire)",
        "questionnaire/imaging",
    )
    assert missing(replace(OUTPATIENT, questionnaires=(replace(asked, complete=True),)), CO) == []


@pytest.mark.req("CON-03", part="required fields")
def test_a_pack_may_ask_for_a_note_a_fips_code_and_line_fields_of_its_own() -> None:
    required = {
        "case": ["note", "fips_code"],
        "procedure": ["unit_qualifier", "modifiers", "rate"],
        "los": [],
    }
    pack = smallest(outpatient__required=required)
    assert missing(OUTPATIENT, pack) == [
        "FIPS Code",
        "97110 - Modifier",
        "97110 - Unit Qualifier",
        "97110 - Requested Rate",
        "Note",
    ]
    line = procedure(unit_qualifier="VS", modifiers=("GP",), rate=10)
    assert missing(replace(OUTPATIENT, fips="08031", notes=1, lines=(line,)), pack) == []


@pytest.mark.req("CON-03", part="length of stay")
def test_length_of_stay_is_asked_only_where_it_comes_by_itself() -> None:
    types = [one.model_dump(mode="json") for one in CO.outpatient.service_types]
    types[1]["los_automatic"] = True  # 111
    pack = smallest(
        outpatient__service_types=types, outpatient__required={"case": [], "los": ["start"]}
    )
    assert missing(replace(OUTPATIENT, lines=()), pack) == ["Length of Stay - Start Date"]
    assert missing(replace(OUTPATIENT, lines=(), service_type="112"), pack) == ["Procedure Code(s)"]
    assert missing(replace(INPATIENT, lines=()), smallest()) == ["Procedure Code(s)"]
