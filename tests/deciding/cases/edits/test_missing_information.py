"""Everything that is required and not there, by name."""

from dataclasses import replace

import pytest

from precert.cases.draft.missing import MOST, Names, paths
from precert.cases.edits.missing_information import MissingInformation
from precert.cases.facts import Facts, QuestionnaireFact
from precert.contracts.schema import Pack
from tests.deciding.cases.building import (
    CO,
    INPATIENT,
    MS,
    MS_INPATIENT,
    MS_OUTPATIENT,
    OUTPATIENT,
    procedure,
    stay,
)


def names(facts: Facts, pack: Pack = CO) -> list[str]:
    return [
        f.text.removeprefix("Missing Information: ") for f in MissingInformation().find(facts, pack)
    ]


@pytest.mark.req("EDT-01")
def test_a_whole_request_lacks_nothing() -> None:
    assert [
        names(f, p)
        for f, p in ((OUTPATIENT, CO), (INPATIENT, CO), (MS_OUTPATIENT, MS), (MS_INPATIENT, MS))
    ] == [[]] * 4


@pytest.mark.req("EDT-01")
def test_each_thing_is_asked_for_by_name_with_its_path() -> None:
    bare = replace(
        INPATIENT,
        providers=(),
        service_type=None,
        admit_date=None,
        request_type=None,
        diagnoses=(),
        lines=(),
    )
    found = {
        f.path: f.text.removeprefix("Missing Information: ")
        for f in MissingInformation().find(bare, CO)
    }
    assert {
        "provider/facility",
        "service/type",
        "service/admit_date",
        "request/type",
        "diagnosis",
        "line/los/start",
    } <= set(found)
    assert found["line/los/start"] == "Length of Stay - Start Date"
    assert "Primary Diagnosis Code" in names(bare)


@pytest.mark.req("EDT-01")
@pytest.mark.req("CON-03", part="required fields")
def test_what_a_code_asks_for_besides() -> None:
    assert names(replace(OUTPATIENT, lines=(procedure("E1399", system="hcpcs"),))) == [
        "Attachment",
        "E1399 - Requested Rate",
    ]


@pytest.mark.req("EDT-01", "WIZ-08")
def test_a_questionnaire_that_is_not_complete() -> None:
    facts = replace(
        OUTPATIENT,
        questionnaires=(QuestionnaireFact("imaging", "Advanced Imaging", complete=False),),
    )
    assert names(facts) == ["Advanced Imaging (questionnaire)"]
    assert (
        names(
            replace(
                facts,
                questionnaires=(QuestionnaireFact("imaging", "Advanced Imaging", complete=True),),
            )
        )
        == []
    )


def test_what_was_typed_and_cannot_be_read_is_not_called_missing() -> None:
    assert names(replace(INPATIENT, lines=(stay(end=None, unreadable=(("end", "soon"),)),))) == []


def test_a_list_keeps_paths_and_calls_them_as_the_edit_does() -> None:
    twice = (procedure(start=None), procedure(end=None, key="k2"))
    bare = replace(
        OUTPATIENT,
        providers=(),
        service_type=None,
        lines=(*twice, procedure("", key="k3")),
        questionnaires=(QuestionnaireFact("chair", "Wheelchair", complete=False),),
    )
    found = MissingInformation().find(bare, CO)
    kept = paths(found)
    assert kept
    assert all(" " not in path for path in kept)
    values = {
        f"line/{line.key}/{name}": value
        for line in bare.lines
        for name, value in (("kind", "procedure"), ("code", line.code.code))
    }
    rules = CO.category("outpatient")
    said = {one.path: one.text.removeprefix("Missing Information: ") for one in reversed(found)}
    assert Names(values, rules, {"chair": "Wheelchair"}).of(kept) == [said[path] for path in kept]


def test_a_list_keeps_the_first_ones_and_names_what_no_contract_names() -> None:
    found = MissingInformation().find(replace(OUTPATIENT, providers=()), CO)
    assert len(paths(found * 50)) <= MOST
    words = Names({}, None).of(["provider/servicing", "questionnaire/chair", "line/k9/start", "x"])
    assert words == ["servicing", "chair (questionnaire)", "Procedure - Requested Start Date", "x"]
