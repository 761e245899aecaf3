"""Provider types, eligibility, duplicates, no authorization needed."""

from dataclasses import replace
from datetime import date

import pytest

from precert.cases.edits._run import run
from precert.cases.edits.member_ineligible import uncovered
from precert.cases.facts import Facts
from precert.contracts.schema import Pack
from tests.deciding.cases.building import (
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    PERSON,
    D,
    code,
    covered,
    found,
    other,
    procedure,
    provider,
    smallest,
    stay,
)


@pytest.mark.req("EDT-02", "CON-07")
@pytest.mark.parametrize(
    ("pack", "facts", "role", "bad"),
    [(CO, OUTPATIENT, "servicing", "laboratory"), (CO, INPATIENT, "facility", "clinic"),
     (MS, MS_OUTPATIENT, "servicing", "hospice"), (MS, MS_INPATIENT, "facility", "nursing-facility")],
)  # fmt: skip
def test_a_servicing_provider_of_the_wrong_type_is_refused(
    pack: Pack, facts: Facts, role: str, bad: str
) -> None:
    wrong = replace(facts, providers=(facts.providers[0], provider(role, bad)))
    [finding] = run(wrong, pack)
    assert finding.text.startswith(
        "Servicing Provider Type Not Allowed for Service Type: Larkspur Clinic is registered as"
    )
    assert (finding.code, finding.path, finding.severity) == (
        "servicing_provider_type",
        f"provider/{role}",
        "error",
    )


@pytest.mark.req("CON-07")
def test_a_service_type_without_a_rule_is_open_to_every_type() -> None:
    facts = replace(
        MS_OUTPATIENT,
        service_type="diabetic-care",
        providers=(provider("requesting"), provider("servicing", "transport")),
    )
    assert run(facts, MS) == []
    assert found(replace(OUTPATIENT, service_type=None), CO, "servicing_provider_type") == []


@pytest.mark.req("EDT-03", "CON-07")
@pytest.mark.parametrize(
    ("pack", "facts", "bad"),
    [
        (CO, INPATIENT, "laboratory"),
        (MS, replace(MS_INPATIENT, service_type="transplant"), "hospice"),
    ],
)
def test_a_requesting_provider_of_the_wrong_type_is_refused(
    pack: Pack, facts: Facts, bad: str
) -> None:
    [finding] = run(
        replace(facts, providers=(provider("requesting", bad), facts.providers[1])), pack
    )
    assert finding.text.startswith(
        "Requesting Provider Not Allowed: Larkspur Clinic is registered as"
    )
    assert (finding.path, finding.severity) == ("provider/requesting", "error")


@pytest.mark.req("EDT-03")
def test_a_requesting_provider_that_is_not_enrolled_is_refused() -> None:
    [finding] = run(
        replace(
            OUTPATIENT, providers=(provider("requesting", enrolled=False), provider("servicing"))
        ),
        CO,
    )
    assert finding.text.startswith(
        "Requesting Provider Not Allowed: Larkspur Clinic is not enrolled with CO UM"
    )


@pytest.mark.req("EDT-04")
@pytest.mark.parametrize(
    ("spans", "named"),
    [
        ([], "06/15/2026 to 07/14/2026"),
        ([("2026-06-16", None)], "06/15/2026"),
        ([("2020-01-01", "2026-07-13")], "07/14/2026"),
        ([("2020-01-01", "2026-06-20"), ("2026-06-22", None)], "06/21/2026"),
        (
            [("2020-01-01", "2026-06-20"), ("2026-06-22", "2026-06-30")],
            "06/21/2026, 07/01/2026 to 07/14/2026",
        ),
        ([("2020-01-01", "2026-06-14"), ("2026-07-15", None)], "06/15/2026 to 07/14/2026"),
    ],
)
def test_days_without_coverage_are_named(spans: list[tuple[str, str | None]], named: str) -> None:
    [finding] = run(replace(OUTPATIENT, consumer=replace(PERSON, coverage=covered(*spans))), CO)
    assert finding.text.startswith(f"Member Ineligible: no active coverage on {named}. ")
    assert (finding.path, finding.line, finding.severity) == ("line/k1/start", "k1", "error")


@pytest.mark.req("EDT-04")
@pytest.mark.parametrize(
    "spans",
    [
        [("2026-06-15", "2026-07-14")],
        [("2026-06-15", "2026-06-30"), ("2026-07-01", None)],
        [("2026-06-25", None), ("2020-01-01", "2026-06-24")],
        [("2020-01-01", None), ("2021-01-01", "2021-02-01")],
    ],
)
def test_coverage_of_every_day_passes_whatever_its_spans(
    spans: list[tuple[str, str | None]],
) -> None:
    assert run(replace(OUTPATIENT, consumer=replace(PERSON, coverage=covered(*spans))), CO) == []


def test_eligibility_leads_to_the_line_that_asks_for_the_uncovered_day() -> None:
    lines = (procedure(), procedure("97112", "2026-08-01", "2026-08-30", key="k2"))
    gap = replace(PERSON, coverage=covered(("2020-01-01", "2026-07-31")))
    [finding] = run(replace(OUTPATIENT, consumer=gap, lines=lines), CO)
    assert finding.line == "k2"


@pytest.mark.req("CON-07")
def test_eligibility_is_left_out_where_the_contract_says_so_or_nothing_is_known_yet() -> None:
    nobody = replace(OUTPATIENT, consumer=replace(PERSON, coverage=()))
    assert (
        found(nobody, smallest(rules={"eligibility": {"applies": False}}), "member_ineligible")
        == []
    )
    assert (
        found(
            replace(nobody, consumer=replace(nobody.consumer, temporary=True)),
            CO,
            "member_ineligible",
        )
        == []
    )
    assert (
        found(replace(nobody, lines=(procedure(start=None, end=None),)), CO, "member_ineligible")
        == []
    )
    assert (
        found(
            replace(nobody, lines=(procedure(start="2026-07-01", end="2026-06-01"),)),
            CO,
            "member_ineligible",
        )
        == []
    )


def test_uncovered_days_at_the_edges() -> None:
    a, b = date(2026, 1, 1), date(2026, 1, 3)
    assert uncovered(covered(("2026-01-02", "2026-01-02")), a, b) == [(a, a), (b, b)]
    assert uncovered(covered(("2025-01-01", "2025-12-31"), ("2026-01-04", None)), a, b) == [(a, b)]
    assert uncovered(covered(("2026-01-01", "2026-01-03")), a, b) == []


@pytest.mark.req("EDT-05")
@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [
        ("2026-06-15", "2026-07-14", True),
        ("2026-07-14", "2026-08-01", True),
        ("2026-07-15", "2026-08-01", False),
        ("2026-05-01", "2026-06-15", True),
        ("2026-05-01", "2026-06-14", False),
        ("2026-06-20", None, True),
        (None, None, False),
    ],
)
def test_the_same_service_is_a_duplicate_when_the_dates_share_a_day(
    start: str | None, end: str | None, touches: bool
) -> None:
    twin = other(procedure(), start=start and D(start), end=end and D(end))
    assert bool(run(replace(OUTPATIENT, others=(twin,)), CO)) is touches


@pytest.mark.req("EDT-05")
def test_a_duplicate_is_named_and_linked_only_to_those_who_may_see_it() -> None:
    [seen] = run(replace(OUTPATIENT, others=(other(procedure()),)), CO)
    assert seen.text.startswith(
        "Duplication of Services: 97110 was already requested in case 261600001 for 06/15/2026 to"
        " 07/14/2026."
    )
    assert (seen.link, seen.path, seen.severity) == ("case/261600001", "line/k1/start", "error")
    hidden = other(procedure(), visible=False, start=D("2026-07-01"))
    [unseen] = run(
        replace(OUTPATIENT, others=(hidden, replace(hidden, case_number="261600002"))), CO
    )
    assert unseen.text.startswith("Duplication of Services: 97110")
    assert "2616" not in unseen.text
    assert "07/01" not in unseen.text
    assert unseen.link == ""


@pytest.mark.req("EDT-05")
def test_another_code_system_or_kind_is_no_duplicate() -> None:
    line = procedure()
    others = (other(line, code="97112"), other(line, system="hcpcs"), other(line, kind="los"))
    assert run(replace(OUTPATIENT, others=others), CO) == []


@pytest.mark.req("EDT-05")
def test_a_stay_is_a_duplicate_of_a_stay_under_the_same_service_type() -> None:
    same, different = other(stay(), service_type="363"), other(stay(), service_type="361")
    assert run(replace(INPATIENT, others=(different,)), CO) == []
    [finding] = run(replace(INPATIENT, others=(same,)), CO)
    assert finding.text.startswith("Duplication of Services: Length of Stay")
    assert finding.path == "line/los/start"


@pytest.mark.req("CON-07")
def test_duplicates_are_not_looked_for_where_the_contract_says_so() -> None:
    pack = smallest(rules={"duplicate": {"applies": False}})
    assert run(replace(OUTPATIENT, others=(other(procedure()),)), pack) == []


@pytest.mark.req("EDT-06", "CON-07")
def test_no_authorization_needed_is_a_warning_for_each_such_line() -> None:
    imaging = replace(
        OUTPATIENT, service_type="117b", providers=(provider("requesting"), provider("servicing", "imaging-center")),
        lines=(procedure("71046"), procedure("70551", key="k2"), procedure("76700", key="k3")),
    )  # fmt: skip
    findings = run(imaging, CO)
    assert [(f.line, f.severity, f.path) for f in findings] == [
        ("k1", "warning", "line/k1/code"),
        ("k3", "warning", "line/k3/code"),
    ]
    assert findings[0].text.startswith(
        "Auth Not Required: 71046. Plain films and ultrasound need no authorization."
    )


@pytest.mark.req("EDT-06", "CON-07")
def test_mississippi_needs_none_for_maternity_diagnostics_and_therapy_but_does_for_home_health_and_behavioural_stays() -> (
    None
):
    birth = replace(
        MS_INPATIENT,
        service_type="inpatient-hospital",
        diagnoses=(replace(OUTPATIENT.diagnoses[0], code=code("icd10cm", "O80")),),
    )
    [maternity] = run(birth, MS)
    assert maternity.text.startswith("Auth Not Required: Length of Stay. A routine maternity stay")
    diagnostic = replace(MS_OUTPATIENT, lines=(procedure("70551"),))
    therapy = replace(
        MS_OUTPATIENT, service_type="medical-consultation-outpatient", lines=(procedure("97110"),)
    )
    assert [f.code for facts in (diagnostic, therapy) for f in run(facts, MS)] == [
        "auth_not_required"
    ] * 2
    at_home = replace(
        MS_OUTPATIENT,
        service_type="home-health",
        providers=(provider("requesting"), provider("servicing", "home-health")),
    )
    assert run(replace(at_home, lines=(procedure("97110"),)), MS) == []
    beds = (
        provider("requesting", "psychiatric-facility"),
        provider("facility", "psychiatric-facility"),
    )
    assert (
        run(
            replace(MS_INPATIENT, service_type="residential-treatment-facility", providers=beds), MS
        )
        == []
    )
