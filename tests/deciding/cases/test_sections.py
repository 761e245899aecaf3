"""The sections of the draft: where a path belongs, and what the closed ribbon says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from precert.cases.draft.naming import label_of
from precert.cases.draft.outline import findings_by_section, section, section_of, sections
from precert.cases.edits._run import run
from precert.cases.facts import Facts, QuestionnaireFact
from precert.contracts.schema import Pack
from tests.deciding.cases.building import CO, INPATIENT, MS, MS_INPATIENT, OUTPATIENT, WHOLE


def test_sections_are_the_steps_of_the_wizard() -> None:
    assert [(s.step, s.label) for s in sections()] == [
        (4, "Additional Providers"), (5, "Service Details"), (6, "Diagnoses"), (7, "Requests"),
        (8, "Questionnaires"), (9, "Attachments"), (10, "Communications"),
    ]  # fmt: skip
    assert section("requests").step == 7
    with pytest.raises(LookupError, match="no section 'ribbons'"):
        section("ribbons")


def test_no_two_sections_share_a_path() -> None:
    prefixes = [prefix for one in sections() for prefix in one.prefixes]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize(
    ("path", "key"),
    [("provider/servicing", "providers"), ("service/type", "service"), ("diagnosis", "diagnoses"),
     ("diagnosis/icd10cm/M54.50", "diagnoses"),
     ("request/type", "requests"), ("line", "requests"), ("line/k1/start", "requests"), ("questionnaire/imaging", "questionnaires"),
     ("attachment", "attachments"), ("note", "communications")],
)  # fmt: skip
def test_a_path_belongs_to_its_section(path: str, key: str) -> None:
    found = section_of(path)
    assert found is not None
    assert found.key == key


def test_a_path_of_no_section_belongs_nowhere() -> None:
    assert section_of("weather/today") is None
    assert section_of("") is None
    assert section_of("lines/k1") is None


def test_findings_stand_under_their_sections() -> None:
    found = findings_by_section(run(replace(OUTPATIENT, service_type=None, diagnoses=()), CO))
    assert {key: len(some) for key, some in found.items() if some} == {"service": 1, "diagnoses": 2}
    assert set(found) == {one.key for one in sections()}


@pytest.mark.parametrize(("pack", "facts"), WHOLE)
def test_every_section_sums_itself_up(pack: Pack, facts: Facts) -> None:
    for one in sections():
        for label, text in one.summary(facts, pack):
            assert label
            assert text
    empty = Facts(facts.request_id, facts.category, facts.today, facts.received_at, facts.consumer)
    assert [one.summary(empty, pack) for one in sections()][:4] == [(), (), (), ()]


def test_summaries_say_what_ribbons_need() -> None:
    said = {s.key: dict(s.summary(OUTPATIENT, CO)) for s in sections()}
    assert said["providers"] == {
        "Requesting": "Larkspur Clinic/1234567893",
        "Servicing": "Larkspur Clinic/1234567893",
    }
    assert said["service"] == {
        "Service Type": "111 - Physical Therapy",
        "Place of Service": "Office",
    }
    assert said["diagnoses"] == {"Primary Diagnosis": "M54.50 Low back pain, unspecified"}
    assert said["requests"] == {
        "Request Type": "Prior Auth", "Urgency": "Standard", "Requested": "97110", "Service Dates": "06/15/2026 to 07/14/2026",
    }  # fmt: skip
    stay = dict(section("service").summary(INPATIENT, CO))
    assert (stay["Admission Source"], stay["Admit Date"]) == ("Elective", "06/10/2026")
    assert dict(section("requests").summary(MS_INPATIENT, MS))["Requested"] == "Length of Stay"


def test_questionnaires_are_counted() -> None:
    done = QuestionnaireFact("a", "A", complete=True, score=Decimal(3))
    facts = replace(
        OUTPATIENT,
        questionnaires=(done, replace(done, url="b", complete=False)),
        documents=2,
        notes=3,
    )
    assert section("questionnaires").summary(facts, CO) == (("Complete", "1"), ("Incomplete", "1"))
    assert section("questionnaires").summary(OUTPATIENT, CO) == (("Questionnaires", "None needed"),)
    assert section("attachments").summary(facts, CO) == (("Documents", "2"),)
    assert section("communications").summary(facts, CO) == (("Notes", "3"),)


def test_fields_are_called_the_same_everywhere() -> None:
    assert label_of("service/admit_date") == "Admit Date"
    assert label_of("line/k1/start") == "Requested Start Date"
    assert label_of("line/los/start", "los") == "Start Date"
    assert label_of("line/k1/modifier3") == "Modifier"
    assert label_of("somewhere/else") == "somewhere/else"
