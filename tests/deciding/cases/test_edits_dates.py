"""Dates, durations, look-back, codes, amounts, modifiers, choices that are no longer offered."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from precert.cases.edits._run import run
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack
from tests.deciding.cases.building import (
    BACK_PAIN,
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    D,
    changed,
    code,
    procedure,
    provider,
    smallest,
    stay,
)

pytestmark = pytest.mark.req("EDT-07")


def with_line(**line: Any) -> list[Finding]:
    return run(replace(OUTPATIENT, lines=(procedure(**line),)), CO)


def test_an_end_before_the_start_is_refused() -> None:
    [finding] = with_line(start="2026-07-14", end="2026-06-15")
    assert finding.text.startswith(
        "97110: the end date, 06/15/2026, is before the start date, 07/14/2026."
    )
    assert (finding.path, finding.severity) == ("line/k1/end", "error")


def test_one_day_is_a_span() -> None:
    assert with_line(start="2026-06-15", end="2026-06-15", duration=1) == []
    assert run(replace(INPATIENT, lines=(stay(end="2026-06-10", duration=1),)), CO) == []


@pytest.mark.req("CON-03", part="durations")
@pytest.mark.parametrize(("pack", "facts", "right"), [(CO, INPATIENT, 3), (MS, MS_INPATIENT, 4)])
def test_a_stay_is_counted_the_contracts_way(pack: Pack, facts: Facts, right: int) -> None:
    for days in (2, 3, 4, 5):
        findings = run(replace(facts, lines=(stay("2026-06-10", "2026-06-13", days),)), pack)
        assert [f.path for f in findings] == ([] if days == right else ["line/los/duration"])


@pytest.mark.req("CON-03", part="durations")
def test_procedures_and_stays_may_be_counted_differently() -> None:
    assert [f.code for f in with_line(duration=29)] == ["duration"]
    pack = smallest(duration={"los_counts_last_day": True, "procedures_count_last_day": False})
    assert run(replace(OUTPATIENT, lines=(procedure(duration=29),)), pack) == []
    [finding] = run(replace(OUTPATIENT, lines=(procedure(duration=30),)), pack)
    assert (
        "is 29 days, not counting the last day, but the duration is 30 days, which ends on"
        " 07/15/2026." in finding.text
    )


@pytest.mark.parametrize(
    ("start", "refused"), [("2025-06-09", False), ("2025-06-08", True), ("2025-07-01", False)]
)
def test_a_service_is_refused_beyond_the_look_back_of_twelve_months(
    start: str, refused: bool
) -> None:
    findings = run(
        replace(
            MS_OUTPATIENT,
            request_type="retrospective",
            lines=(procedure("64483", start, start, duration=1),),
        ),
        MS,
    )
    assert [f.code for f in findings] == (["look_back"] if refused else [])


def test_a_contract_without_look_back_takes_any_day_since_birth() -> None:
    covered_ever = replace(
        OUTPATIENT.consumer,
        coverage=(replace(OUTPATIENT.consumer.coverage[0], start=D("1960-01-01")),),
    )
    old = replace(
        OUTPATIENT, consumer=covered_ever, lines=(procedure(start="2001-01-01", end="2001-01-30"),)
    )
    assert run(old, CO) == []
    [finding] = run(replace(old, lines=(procedure(start="1960-02-28", end="1960-03-28"),)), CO)
    assert "before the date of birth" in finding.text


def test_a_stay_may_not_start_before_the_admission() -> None:
    [finding] = run(replace(INPATIENT, admit_date=D("2026-06-11")), CO)
    assert finding.text.startswith(
        "Length of Stay starts on 06/10/2026, before the admit date, 06/11/2026."
    )
    assert run(replace(INPATIENT, admit_date=D("2026-06-01")), CO) == []


@pytest.mark.parametrize(("start", "refused"), [("2028-06-09", False), ("2028-06-10", True)])
def test_a_start_years_ahead_is_a_slip(start: str, refused: bool) -> None:
    assert [f.code for f in with_line(start=start, end=start, duration=1)] == (
        ["dates"] if refused else []
    )


def test_an_admission_years_ahead_is_a_slip() -> None:
    findings = run(
        replace(INPATIENT, admit_date=D("2062-06-10"), lines=(stay("2062-06-10", "2062-06-13"),)),
        CO,
    )
    assert [f.path for f in findings] == ["service/admit_date", "line/los/start"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [("start", "13/45/2026", "is not a date"), ("end", "tomorrow", "is not a date"), ("quantity", "a dozen", "is not a valid number"),
     ("duration", "4.5", "is not a valid number"), ("rate", "1e99", "is not a valid number")],
)  # fmt: skip
def test_what_can_not_be_read_is_told_at_its_field(field: str, typed: str, words: str) -> None:
    [finding] = with_line(**{field: None, "unreadable": ((field, typed),)})
    assert f"“{typed}”" in finding.text
    assert words in finding.text
    assert finding.path == f"line/k1/{field}"


def test_an_admit_date_that_is_none_is_told() -> None:
    [finding] = run(
        replace(INPATIENT, admit_date=None, unreadable=(("service/admit_date", "x" * 4000),)), CO
    )
    assert finding.text.startswith("Admit Date: “xxx")
    assert finding.text.endswith("is not a date. Enter the date as MM/DD/YYYY.")
    assert len(finding.text) < 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", Decimal(0)),
        ("quantity", Decimal(-1)),
        ("rate", Decimal(0)),
        ("duration", 0),
        ("duration", -3),
    ],
)
def test_amounts_are_above_zero(field: str, value: Decimal | int) -> None:
    [finding] = with_line(**{field: value})
    assert (finding.code, finding.path) == ("amounts", f"line/k1/{field}")


def test_the_least_amounts_pass() -> None:
    assert with_line(quantity=Decimal("0.01"), rate=Decimal("0.01")) == []


@pytest.mark.parametrize("modifiers", [("RT",), ("59", "GP", "kx", "JZ"), ("95",)])
def test_known_modifiers_pass(modifiers: tuple[str, ...]) -> None:
    assert with_line(modifiers=modifiers) == []


@pytest.mark.parametrize(
    ("modifiers", "field"),
    [(("RTX",), 1), (("R",), 1), (("RT", "!!"), 2), (("RT", "GP", "rt"), 3), (("59", "00"), 2)],
)
def test_unknown_malformed_and_repeated_modifiers_are_refused(
    modifiers: tuple[str, ...], field: int
) -> None:
    [finding] = with_line(modifiers=modifiers)
    assert (finding.code, finding.path, finding.severity) == (
        "modifiers",
        f"line/k1/modifier{field}",
        "error",
    )


@pytest.mark.parametrize(
    ("limits", "words", "path"),
    [
        (
            {"valid_to": D("2026-06-14")},
            "ended on 06/14/2026 and cannot be used for 06/15/2026",
            "start",
        ),
        ({"valid_to": D("2026-07-14")}, None, ""),
        (
            {"valid_from": D("2026-06-16")},
            "begins on 06/16/2026 and cannot be used for 06/15/2026",
            "start",
        ),
        ({"valid_from": D("2026-06-15")}, None, ""),
        ({"known": False}, "is not in CPT", "code"),
        ({"billable": False}, "is a category in CPT", "code"),
    ],
)
def test_a_procedure_code_is_valid_on_the_date_of_service(
    limits: dict[str, Any], words: str | None, path: str
) -> None:
    findings = with_line(fact=code("cpt", "97110", **limits))
    assert [(f.path, f.severity) for f in findings] == (
        [(f"line/k1/{path}", "error")] if words else []
    )
    assert all(words and words in f.text for f in findings)


def test_a_code_may_be_used_on_its_last_day() -> None:
    last_day = code("cpt", "97110", valid_to=D("2026-06-15"))
    assert with_line(fact=last_day, end="2026-06-15", duration=1) == []


def test_a_procedure_code_that_ends_on_the_way_is_a_warning() -> None:
    [finding] = with_line(fact=code("cpt", "97110", valid_to=D("2026-06-30")))
    assert (finding.path, finding.severity) == ("line/k1/end", "warning")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"valid_to": D("2026-06-14")}, "ended on"),
        ({"billable": False}, "category in ICD-10-CM"),
        ({"known": False}, "is not in ICD-10-CM"),
    ],
)
def test_a_diagnosis_is_known_billable_and_valid_on_the_first_day(
    limits: dict[str, Any], words: str
) -> None:
    second = replace(BACK_PAIN, position=2, code=code("icd10cm", "M54.2", **limits))
    [finding] = run(replace(OUTPATIENT, diagnoses=(BACK_PAIN, second)), CO)
    assert words in finding.text
    assert finding.path == "diagnosis/icd10cm/M54.2"


def test_a_code_is_looked_at_today_as_long_as_there_is_no_date() -> None:
    line = procedure(start=None, end=None, fact=code("cpt", "97110", valid_to=D("2026-06-08")))
    assert [f.path for f in run(replace(OUTPATIENT, lines=(line,)), CO) if f.code == "codes"] == [
        "line/k1/code"
    ]


@pytest.mark.parametrize(
    ("field", "path"),
    [({"place_of_service": "99"}, "service/place"), ({"service_type": "999"}, "service/type"),
     ({"request_type": "concurrent"}, "request/type"),
     ({"admission_source": "stork"}, "service/admission_source"), ({"urgency": "yesterday"}, "request/urgency")],
)  # fmt: skip
def test_what_is_not_on_the_contracts_lists_is_refused(field: dict[str, Any], path: str) -> None:
    facts = replace(
        INPATIENT, urgency="standard", **{k: v for k, v in field.items() if k != "urgency"}
    )
    [finding] = run(replace(facts, **field), CO)
    assert (finding.code, finding.path, finding.severity) == ("not_offered", path, "error")


def test_an_extension_offers_its_own_request_types() -> None:
    facts = replace(OUTPATIENT, request_type="concurrent", extension=True)
    assert run(facts, CO) == []
    assert [f.path for f in run(replace(MS_OUTPATIENT, extension=True), MS)] == ["request/type"]


def test_line_choices_code_systems_and_roles_are_those_of_the_contract() -> None:
    line = procedure(unit_qualifier="XX", frequency="hourly", fact=code("icd10pcs", "0SG00A0"))
    facts = replace(
        OUTPATIENT, lines=(line,), diagnoses=(replace(BACK_PAIN, code=code("icd9cm", "724.2")),)
    )
    facts = replace(facts, providers=(*facts.providers, provider("facility", "acute-hospital")))
    assert [f.path for f in run(facts, CO) if f.code == "not_offered"] == [
        "provider/facility", "diagnosis/icd9cm/724.2", "line/k1/code", "line/k1/unit_qualifier", "line/k1/frequency",
    ]  # fmt: skip
    assert [f.path for f in run(replace(INPATIENT, lines=(stay(unit_qualifier="VS"),)), CO)] == [
        "line/los/unit_qualifier"
    ]


@pytest.mark.req("CON-11", part="draft")
def test_a_draft_lists_what_no_longer_fits_a_newer_version_of_its_contract() -> None:
    line = procedure(frequency="weekly-3")
    facts = replace(
        OUTPATIENT,
        providers=(*OUTPATIENT.providers, provider("pcp", "acute-hospital")),
        lines=(line,),
    )
    lists = CO.outpatient.model_dump(mode="json")
    newer = changed(
        CO,
        outpatient__service_types=[one for one in lists["service_types"] if one["code"] != "111"],
        outpatient__places_of_service=[
            one for one in lists["places_of_service"] if one["code"] != "11"
        ],
        outpatient__frequencies=[one for one in lists["frequencies"] if one["code"] != "weekly-3"],
        outpatient__roles=[one for one in lists["roles"] if one["role"] != "pcp"],
        outpatient__code_types={"diagnosis": ["icd9cm"], "procedure": ["hcpcs"]},
    )
    assert [f.path for f in run(facts, CO) if f.code == "not_offered"] == []
    assert [f.path for f in run(facts, newer) if f.code == "not_offered"] == [
        "provider/pcp", "service/place", "service/type", "diagnosis/icd10cm/M54.50", "line/k1/code", "line/k1/frequency",
    ]  # fmt: skip
