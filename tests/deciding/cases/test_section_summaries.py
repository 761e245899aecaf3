"""What each section's closed ribbon and review card say, section by section."""

from dataclasses import replace

from precert.cases.draft.sections.attachments import Attachments
from precert.cases.draft.sections.communications import Communications
from precert.cases.draft.sections.diagnoses import Diagnoses
from precert.cases.draft.sections.providers import Providers
from precert.cases.draft.sections.questionnaires import Questionnaires
from precert.cases.draft.sections.requests import Requests
from precert.cases.draft.sections.service import Service
from precert.cases.facts import DiagnosisFact, QuestionnaireFact
from tests.deciding.cases.building import (
    BACK_PAIN,
    CO,
    INPATIENT,
    OUTPATIENT,
    code,
    procedure,
    provider,
)


def test_providers_are_shown_by_role_with_their_npi() -> None:
    facts = replace(
        OUTPATIENT,
        providers=(*OUTPATIENT.providers, provider("attending", name="Jane Smith MD", npi="")),
    )
    assert Providers().summary(facts, CO) == (
        ("Requesting", "Larkspur Clinic/1234567893"), ("Servicing", "Larkspur Clinic/1234567893"), ("Attending Physician", "Jane Smith MD"),
    )  # fmt: skip


def test_a_service_is_shown_by_the_contracts_names_and_a_stay_with_its_admission() -> None:
    assert Service().summary(OUTPATIENT, CO) == (
        ("Service Type", "111 - Physical Therapy"),
        ("Place of Service", "Office"),
    )
    assert Service().summary(INPATIENT, CO)[2:] == (
        ("Admission Source", "Elective"),
        ("Admit Date", "06/10/2026"),
    )
    assert (
        Service().summary(replace(OUTPATIENT, service_type=None, place_of_service=None), CO) == ()
    )


def test_diagnoses_show_the_primary_one_and_how_many_others() -> None:
    assert Diagnoses().summary(OUTPATIENT, CO) == (
        ("Primary Diagnosis", "M54.50 Low back pain, unspecified"),
    )
    two = (BACK_PAIN, DiagnosisFact(2, code("icd10cm", "E11.9")))
    assert Diagnoses().summary(replace(OUTPATIENT, diagnoses=two), CO)[1] == (
        "Other Diagnoses",
        "1",
    )
    assert Diagnoses().summary(replace(OUTPATIENT, diagnoses=()), CO) == ()


def test_requests_show_kind_urgency_codes_and_the_whole_span() -> None:
    facts = replace(OUTPATIENT, lines=(procedure(), procedure("97112", end="2026-08-01", key="k2")))
    assert Requests().summary(facts, CO) == (
        ("Request Type", "Prior Auth"), ("Urgency", "Standard"), ("Requested", "97110, 97112"),
        ("Service Dates", "06/15/2026 to 08/01/2026"),
    )  # fmt: skip
    assert ("Requested", "Length of Stay") in Requests().summary(INPATIENT, CO)


def test_questionnaires_show_how_many_are_complete() -> None:
    one, two = (
        QuestionnaireFact("a", "A", complete=True),
        QuestionnaireFact("b", "B", complete=False),
    )
    assert Questionnaires().summary(OUTPATIENT, CO) == (("Questionnaires", "None needed"),)
    assert Questionnaires().summary(replace(OUTPATIENT, questionnaires=(one, two)), CO) == (
        ("Complete", "1"),
        ("Incomplete", "1"),
    )


def test_documents_and_notes_are_counted() -> None:
    facts = replace(OUTPATIENT, documents=3, notes=2)
    assert Attachments().summary(facts, CO) == (("Documents", "3"),)
    assert Communications().summary(facts, CO) == (("Notes", "2"),)
