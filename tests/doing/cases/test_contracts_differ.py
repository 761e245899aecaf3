"""Both contracts, inpatient and outpatient, through submit: what each asks for, its clock, its way
of counting days.
"""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import (
    Case,
    Content,
    Determination,
    Draft,
    Line,
    Party,
    Request,
)
from precert.cases.queries.case_file import case_file
from precert.cases.queries.home import home
from tests import world as w
from tests.doing.cases import asking as a

CHICAGO, DENVER = ZoneInfo("America/Chicago"), ZoneInfo("America/Denver")


def stay() -> tuple[date | None, date | None, int | None]:
    line = Line.objects.get(kind="los")
    return line.start, line.end, line.duration


def due(zone: ZoneInfo) -> tuple[str, str]:
    assert w.review().due_at
    return f"{w.review().due_at.astimezone(zone):%Y-%m-%d %H:%M:%S}", w.review().due_rule


@pytest.mark.req("CON-06")
@pytest.mark.req("REV-05", part="due time")
@pytest.mark.req("WIZ-07", part="length of stay")
@pytest.mark.req("CON-03", part="urgency")
@pytest.mark.parametrize(
    ("source", "urgency", "at", "rule"),
    [
        ("elective", "standard", "2026-06-11 17:00:00", "Inpatient elective: 2 business days"),
        ("emergency", "expedited", "2026-06-10 17:00:00", "Inpatient emergent: 1 business day"),
    ],
)
def test_ms_inpatient_has_facility_stay_and_urgency_by_admission_source(
    world: w.World, now: datetime, source: str, urgency: str, at: str, rule: str
) -> None:
    a.submitted_by_jill(
        world, now, "inpatient", a.MS_INPATIENT | {"service/admission_source": source}
    )
    content, request = Content.objects.get(), Request.objects.get()
    assert (content.admission_source, content.admit_date, content.place_of_service) == (
        source,
        date(2026, 6, 15),
        "21",
    )
    assert request.urgency == urgency
    assert stay() == (date(2026, 6, 15), date(2026, 6, 18), 4)  # the last day counts
    assert sorted(Party.objects.values_list("role", flat=True)) == ["facility", "requesting"]
    assert due(CHICAGO) == (at, rule)


@pytest.mark.req("CON-06")
@pytest.mark.req("REV-05", part="due time")
@pytest.mark.req("CON-03", part="urgency")
def test_co_inpatient_counts_nights_and_asks_for_the_urgency(world: w.World, now: datetime) -> None:
    draft = w.draft(world, now, category="inpatient")
    w.fill(world, draft, a.CO_INPATIENT | {"request/urgency": ""}, world.ada, now)
    version = Draft.objects.get().version
    refusal = a.refused(Submit, SubmitInput(draft, version, agreed=True), world.ada, now)
    assert a.told(refusal) == ("invalid", [("missing_information", "request/urgency")])
    w.fill(
        world,
        draft,
        {"request/urgency": "expedited", "request/urgency_reason": "Pain"},
        world.ada,
        now,
    )
    w.submit(draft, world.ada, now)
    assert stay() == (date(2026, 6, 15), date(2026, 6, 18), 3)  # the last day doesn't
    assert (Request.objects.get().urgency, Request.objects.get().urgency_reason) == (
        "expedited",
        "Pain",
    )
    assert due(DENVER) == ("2026-06-12 09:00:00", "Expedited: 72 hours")


@pytest.mark.req("CON-06")
@pytest.mark.req("CON-03", part="urgency")
def test_ms_outpatient_goes_in_without_urgency_and_is_due_in_two_business_days(
    world: w.World, now: datetime
) -> None:
    a.submitted_by_jill(world, now)
    assert due(CHICAGO) == ("2026-06-11 17:00:00", "Outpatient: 2 business days")
    assert Request.objects.get().urgency in {"", "standard"}


@pytest.mark.req("CON-07", "EDT-06")
def test_ms_waives_outpatient_imaging_which_co_wants_reviewed(
    world: w.World, now: datetime
) -> None:
    draft = a.draft_of_jill(world, now, "outpatient", a.MS_OUTPATIENT | {"line/k1/code": "72148"})
    version = Draft.objects.get().version
    refusal = a.refused(Submit, SubmitInput(draft, version, agreed=True), world.jill, now)
    assert a.told(refusal) == ("confirm", [("auth_not_required", "line/k1/code")])


@pytest.mark.req("WIZ-07", part="length of stay")
@pytest.mark.req("STA-02", part="partial")
@pytest.mark.req("CON-03", part="required fields")
def test_a_stay_lacks_its_days_by_name_and_is_approved_for_fewer(
    world: w.World, now: datetime
) -> None:
    draft = a.draft_of_jill(
        world,
        now,
        "inpatient",
        a.MS_INPATIENT | {"line/los/duration": "", "service/admit_date": ""},
    )
    (listed,) = home(world.jill).drafts
    assert listed.missing == [
        "Admit Date", "Length of Stay - Start Date", "Length of Stay - End Date", "Length of Stay - Duration",
    ]  # fmt: skip
    w.fill(
        world,
        draft,
        {"service/admit_date": "2026-06-15", "line/los/duration": "4"},
        world.jill,
        now,
    )
    request = UUID(w.submit(draft, world.jill, now)["request"])
    part = {
        "outcome": "partial",
        "reason": "partly-necessary",
        "end": "2026-06-16",
        "duration": "2",
        "rationale": "Two days.",
    }
    w.issue(request, world.grace, now, {f"line/los/{name}": value for name, value in part.items()})
    made = Determination.objects.get()
    assert (made.outcome, made.start, made.end, made.duration) == (
        "partial",
        date(2026, 6, 15),
        date(2026, 6, 16),
        2,
    )
    found = case_file(world.jill, Case.objects.get().number)
    assert found
    assert found.current.lines[0].status_label == "Approved in part"


@pytest.mark.req("CON-08", "WIZ-08", "EDT-01")
def test_ms_asks_for_a_questionnaire_by_service_type(world: w.World, now: datetime) -> None:
    draft = a.draft_of_jill(
        world,
        now,
        "inpatient",
        a.MS_INPATIENT | {"service/type": "inpatient-rehab", "service/place": "61"},
    )
    version = Draft.objects.get().version
    refusal = a.refused(Submit, SubmitInput(draft, version, agreed=True), world.jill, now)
    assert a.told(refusal) == (
        "invalid",
        [("missing_information", "questionnaire/inpatient-rehabilitation")],
    )


@pytest.mark.req("ORG-07")
@pytest.mark.req("STA-06", part="cases")
@pytest.mark.req("CON-10", part="visibility")
def test_ms_shows_a_case_to_the_whole_group_and_co_to_the_context_only(
    world: w.World, now: datetime
) -> None:
    number = w.submitted(world, now)["case"]
    assert case_file(world.ada, number)
    assert (
        case_file(world.actor("ada", "aurora"), number) is None
    )  # the same person, acting for the group's other provider
    w.setup.add_membership(
        world.accounts["ada"], second_group(world, now), None, "provider-group-admin", now
    )
    a.submitted_by_jill(world, now)
    ms = Case.objects.get(contract=w.MS).number
    assert case_file(world.actor("ada", "doctor"), ms)
    assert case_file(world.mallory, ms) is None


def second_group(world: w.World, now: datetime) -> int:
    """A group that owns Jackson General too, with a physician's practice."""
    p = world.providers
    return w.setup.create_group("Jackson Physicians", [p["jackson"], p["doctor"]], now)
