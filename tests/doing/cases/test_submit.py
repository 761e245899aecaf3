"""Submit: edits, disclaimer, then the case with its content, once and whole."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.digests import digest
from precert.cases.models import (
    Case,
    CaseState,
    Content,
    Diagnosis,
    Draft,
    Line,
    Party,
    Request,
    RequestState,
)
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from precert.registry.models import Consumer
from tests import world as w
from tests.doing.cases import asking as a


def data(draft: UUID, *, agreed: bool = True, confirmed: bool = False) -> SubmitInput:
    return SubmitInput(
        draft, Draft.objects.get(pk=draft).version, agreed=agreed, confirmed=confirmed
    )


@pytest.mark.req("WIZ-12")
@pytest.mark.req("STA-01", part="submitted")
@pytest.mark.req("STA-04", part="provider")
@pytest.mark.req("WIZ-11", part="submit")
def test_what_was_typed_becomes_rows_under_the_same_id(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    answer = perform(Submit, data(draft_id), world.ada, now).answer
    assert answer == {"case": "261600001", "request": str(draft_id)}
    case, request, content = Case.objects.get(), Request.objects.get(), Content.objects.get()
    assert (
        case.number,
        case.contract,
        case.category,
        case.requests.get().origin,
        case.submitted_at,
    ) == (
        "261600001",
        w.CO,
        "outpatient",
        "portal",
        now,
    )
    assert (request.pk, request.number, request.kind, request.urgency, request.notification_at) == (
        draft_id,
        1,
        "prior-auth",
        "standard",
        now,
    )
    assert (request.by_account_id, request.submitted_for_id) == (
        world.accounts["ada"],
        world.providers["denver"],
    )
    assert (content.n, content.service_type, content.start, content.end) == (
        1,
        "111",
        date(2026, 6, 15),
        date(2026, 7, 14),
    )
    line, diagnosis = Line.objects.get(), Diagnosis.objects.get()
    assert (line.key, line.code, line.duration, line.quantity, line.frequency) == (
        "k1",
        "97110",
        30,
        Decimal(12),
        "weekly-3",
    )
    assert (diagnosis.position, diagnosis.code, diagnosis.text) == (
        1,
        "M54.50",
        "Low back pain, unspecified",
    )
    assert sorted(Party.objects.values_list("role", flat=True)) == ["requesting", "servicing"]
    state = RequestState.objects.get()
    assert (state.status, state.holder, w.review().level, w.review().due_rule) == (
        "submitted",
        "review-organisation",
        "nurse",
        "Standard: 7 calendar days",
    )
    assert (CaseState.objects.get().status, Draft.objects.get().state) == ("submitted", "submitted")
    [event] = a.events("request.submitted")
    rows = [case, request, content, *content.diagnoses.all(), *content.lines.all()]
    rows += Party.objects.filter(request=request)
    assert (event.subject_id, event.case_id, event.data) == (
        str(draft_id),
        case.pk,
        {"request": str(draft_id), "digest": digest(rows)},
    )


@pytest.mark.req("STA-04", part="provider")
def test_the_copies_are_of_that_moment(world: w.World, request_id: UUID, now: datetime) -> None:
    Consumer.objects.filter(pk=world.consumers["carol"]).update(last_name="Newname", city="Boulder")
    found = case_file(world.ada, Case.objects.get().number)
    assert found
    assert (found.consumer["last_name"], found.consumer["city"]) == (w.CANARY, "Denver")
    assert found.consumer["coverage"] == "Medicaid 01/01/2024 to open"
    assert {(p["role"], p["name"], p["npi"]) for p in found.providers} == {
        ("requesting", "Denver Hospital", "1234567893"), ("servicing", "Denver Hospital", "1234567893"),
    }  # fmt: skip


@pytest.mark.req("EDT-01", "EDT-02", "EDT-07")
def test_everything_that_is_wrong_is_listed_at_once(world: w.World, now: datetime) -> None:
    draft = w.draft(world, now, consumer="lena")
    values = w.OUTPATIENT | {
        "service/place": "",
        "line/k1/end": "2026-06-01",
        "line/k1/quantity": "none",
        "provider/servicing": world.providers["dme"],
    }
    w.fill(
        world,
        draft,
        values | {"request/urgency": "expedited", "line/k1/modifier1": "??"},
        world.ada,
        now,
    )
    refusal = a.refused(Submit, data(draft), world.ada, now)
    assert refusal.kind == "invalid"
    assert {(f.code, f.path) for f in refusal.findings} == {
        ("missing_information", "service/place"),
        ("missing_information", "request/urgency_reason"),
        ("servicing_provider_type", "provider/servicing"),
        ("dates", "line/k1/end"),  # and so there is no day whose coverage could be asked for
        ("amounts", "line/k1/quantity"),
        ("modifiers", "line/k1/modifier1"),
    }
    assert not Case.objects.exists()
    assert Draft.objects.get().state == "open"


@pytest.mark.req("EDT-04")
def test_a_person_whose_coverage_ended_is_ineligible(world: w.World, now: datetime) -> None:
    draft = w.draft(world, now, consumer="lena")
    w.fill(world, draft, w.OUTPATIENT, world.ada, now)
    assert a.told(a.refused(Submit, data(draft), world.ada, now)) == (
        "invalid",
        [("member_ineligible", "line/k1/start")],
    )


@pytest.mark.req("EDT-06")
def test_a_warning_asks_once_and_the_same_request_goes_in_when_confirmed(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    w.fill(world, draft_id, {"line/k1/code": "97165"}, world.ada, now)
    refusal = a.refused(Submit, data(draft_id), world.ada, now)
    assert (a.told(refusal), refusal.findings[0].severity) == (
        ("confirm", [("auth_not_required", "line/k1/code")]),
        "warning",
    )
    assert not Case.objects.exists()
    perform(Submit, data(draft_id, confirmed=True), world.ada, now)
    assert Case.objects.count() == 1


def test_confirming_warnings_confirms_no_error(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    w.fill(world, draft_id, {"line/k1/code": "97165", "service/place": ""}, world.ada, now)
    refusal = a.refused(Submit, data(draft_id, confirmed=True), world.ada, now)
    assert refusal.kind == "invalid"
    assert [f.code for f in refusal.findings] == ["missing_information", "auth_not_required"]


@pytest.mark.req("WIZ-11", part="disclaimer")
def test_without_agreeing_to_the_disclaimer_there_is_no_case(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    assert a.told(a.refused(Submit, data(draft_id, agreed=False), world.ada, now)) == (
        "invalid",
        [("disclaimer", "agreed")],
    )
    assert not Case.objects.exists()


@pytest.mark.req("WIZ-11", part="review")
def test_what_changed_after_the_review_is_not_submitted(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    reviewed = data(draft_id)
    w.fill(world, draft_id, {"line/k1/quantity": "20"}, world.actor("ben", "denver"), now)
    refusal = a.refused(Submit, reviewed, world.ada, now)
    assert a.told(refusal) == ("conflict", [("changed", "")])
    assert "Ben Tester" in str(refusal)


@pytest.mark.req("WIZ-12")
def test_submitting_twice_makes_one_case_and_the_key_gives_the_first_answer(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    once = data(draft_id)
    first = perform(Submit, once, world.ada, now, key="k")
    again = perform(Submit, once, world.ada, now + timedelta(hours=1), key="k")
    assert (again.answer, again.repeated) == (first.answer, True)
    assert a.told(a.refused(Submit, once, world.ada, now)) == (
        "conflict",
        [("already-submitted", "")],
    )
    assert Case.objects.count() == len(a.events("request.submitted")) == 1


@pytest.mark.req("WIZ-12")
def test_the_case_id_counts_the_day_of_the_contracts_time_zone(
    world: w.World, now: datetime
) -> None:
    night = datetime(
        2026, 6, 10, 5, 30, tzinfo=UTC
    )  # half past eleven in the evening of the 9th in Denver, half past midnight in Jackson
    assert w.submitted(world, night)["case"] == "261600001"
    a.submitted_by_jill(world, night)
    assert Case.objects.get(contract=w.MS).number == "261610001"


@pytest.mark.req("EDT-05")
@pytest.mark.req("STA-06", part="same bytes")
def test_a_duplicate_names_the_other_case_to_those_who_may_see_it_only(
    world: w.World, now: datetime
) -> None:
    number = w.submitted(world, now)["case"]
    mine = a.refused(Submit, data(filled(world, now, "ada", "denver")), world.ada, now).findings
    assert [(f.code, f.path, f.link, number in f.text) for f in mine] == [
        ("duplicate_services", "line/k1/start", f"case/{number}", True)
    ]
    theirs = a.refused(
        Submit, data(filled(world, now, "mallory", "mallory")), world.mallory, now
    ).findings
    assert [(f.code, f.link, number in f.text) for f in theirs] == [
        ("duplicate_services", "", False)
    ]
    assert "in another case" in theirs[0].text


def filled(world: w.World, now: datetime, who: str, provider: str) -> UUID:
    draft = w.draft(world, now, who=who, provider=provider)
    w.fill(world, draft, w.OUTPATIENT, world.actor(who, provider), now)
    return draft


@pytest.mark.req("EDT-05")
def test_what_was_denied_or_does_not_touch_may_be_asked_again(
    world: w.World, now: datetime
) -> None:
    first = w.submitted(world, now)
    later = {"line/k1/start": "2026-07-15", "line/k1/end": "2026-08-13"}
    assert w.submitted(world, now, **later)["case"] == "261600002"
    w.issue(UUID(first["request"]), world.paul, now, a.DENY)
    assert w.submitted(world, now)["case"] == "261600003"


@pytest.mark.req("EDT-07")
@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        (
            {"line/k1/system": "hcpcs", "line/k1/code": "G2012"},
            "line/k1/start",
            "ended on 12/31/2024",
        ),
        ({"line/k1/code": "99999"}, "line/k1/code", "is not in CPT"),
        (
            {"diagnosis/icd10cm/M54.50": "", "diagnosis/icd10cm/A01.0": 1},
            "diagnosis/icd10cm/A01.0",
            "is a category in ICD-10-CM",
        ),
        ({"diagnosis/icd10cm/Z99.ZZ": 2}, "diagnosis/icd10cm/Z99.ZZ", "is not in ICD-10-CM"),
    ],
    ids=["ended", "unknown", "heading", "unknown-diagnosis"],
)
def test_a_code_that_cannot_be_used_is_refused(
    world: w.World, draft_id: UUID, now: datetime, changes: dict[str, object], path: str, words: str
) -> None:
    w.fill(world, draft_id, changes, world.ada, now)
    refusal = a.refused(Submit, data(draft_id), world.ada, now)
    assert a.told(refusal) == ("invalid", [("codes", path)])
    assert words in str(refusal)


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_submit(world: w.World, draft_id: UUID, now: datetime) -> None:
    expected = a.by_table("draft.submit", draft=True)
    assert a.who_may(Submit, data(draft_id), world, now) == expected
    foreign = a.refused(Submit, data(draft_id), world.mallory, now)
    nothing = a.refused(Submit, SubmitInput(uuid4(), 1, agreed=True), world.ada, now)
    assert (foreign.kind, foreign.findings) == ("missing", nothing.findings)
