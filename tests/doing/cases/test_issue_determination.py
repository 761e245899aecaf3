"""Issue: the determination of every line at once, whole, by whoever may decide so."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.issue_determination import IssueDetermination, IssueDeterminationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.digests import digest
from precert.cases.models import (
    CaseState,
    Determination,
    InformationAnswer,
    Issue,
    Request,
    RequestState,
    WorkingDecision,
)
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from precert.jobs import worker as jobs
from precert.letters.queries import for_case
from tests import world as w
from tests.doing.cases import asking as a

SECOND = {
    "line/k2/kind": "procedure", "line/k2/system": "cpt", "line/k2/code": "97112", "line/k2/start": "2026-06-15",
    "line/k2/duration": "30", "line/k2/quantity": "12", "line/k2/frequency": "weekly-3", "line/k2/position": 2,
}  # fmt: skip
PARTIAL = {
    "line/k1/outcome": "partial",
    "line/k1/reason": "partly-necessary",
    "line/k1/quantity": "6",
    "line/k1/rationale": "Six do.",
}


def issue_it(request: UUID, actor: Any, now: datetime, values: dict[str, Any]) -> str:
    version = w.decide(request, actor, now, values)
    return str(
        perform(IssueDetermination, w.to_issue(request, version), actor, now).answer["issue"]
    )


@pytest.mark.req("REV-04", "STA-03")
@pytest.mark.req("STA-01", part="completed")
@pytest.mark.req("STA-02", part="approved")
def test_an_approval_is_for_what_was_asked_and_gives_the_case_its_number(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    issue = issue_it(held_id, world.grace, now, w.APPROVE)
    made = Determination.objects.get()
    assert (made.outcome, made.review_action, made.reason_code, made.n) == (
        "approved",
        "A1",
        "meets-criteria",
        1,
    )
    assert (made.start, made.end, made.duration, made.quantity) == (
        date(2026, 6, 15),
        date(2026, 7, 14),
        30,
        Decimal(12),
    )
    assert (made.by_account_id, made.by_name, made.by_role, made.at) == (
        world.accounts["grace"],
        "Grace Tester",
        "nurse",
        now,
    )
    state = RequestState.objects.get()
    assert (state.status, state.holder, w.review().worker_id, state.issues) == (
        "completed",
        "",
        None,
        1,
    )
    assert CaseState.objects.get().authorization == f"A{state.request.case.number}"
    assert not WorkingDecision.objects.exists()
    [event] = a.events("determination.issued")
    assert (event.subject_id, event.data) == (
        str(held_id),
        {"issue": issue, "digest": digest([made.issue, made])},
    )


@pytest.mark.req("REV-04")
@pytest.mark.req("STA-02", part="partial")
def test_lines_are_decided_differently_and_the_letters_say_in_part(
    world: w.World, now: datetime
) -> None:
    answer = w.submitted(world, now, **SECOND)
    request = UUID(answer["request"])
    w.take(request, world.paul, now)
    denial = {path.replace("k1", "k2"): value for path, value in a.DENY.items()}
    issue_it(request, world.paul, now, {**PARTIAL, **denial})
    made = {d.line_key: d for d in Determination.objects.all()}
    assert (made["k1"].outcome, made["k1"].quantity, made["k1"].review_action) == (
        "partial",
        Decimal(6),
        "A6",
    )
    assert (
        made["k2"].outcome,
        made["k2"].quantity,
        made["k2"].start,
        made["k2"].review_action,
    ) == ("denied", None, None, "A3")
    assert made["k2"].criteria == [
        {
            "code": "other",
            "text": "Measurable progress",
            "met": False,
            "evidence": "Notes of May show none.",
        }
    ]
    found = case_file(world.ada, answer["case"])
    assert found
    assert found.current.counts == {"Approved in part": 1, "Denied": 1}
    assert found.row.state.authorization == f"A{answer['case']}"
    jobs.run_once(now)
    assert sorted(letter.template for letter in for_case(world.ada, found.row.pk)) == [
        "partial-member",
        "partial-provider",
    ]


@pytest.mark.req("STA-03")
def test_a_denial_gives_no_authorization_number(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.paul, now, a.DENY)
    assert CaseState.objects.get().authorization is None
    assert Determination.objects.get().by_role == "physician"


@pytest.mark.req("STA-03")
def test_the_number_is_given_at_the_first_approval_and_stays_for_later_requests(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    number = CaseState.objects.get().authorization
    later = w.another(world, Request.objects.get(), now + timedelta(days=30))
    assert later.number == 2
    w.issue(later.pk, world.grace, now + timedelta(days=31))
    assert CaseState.objects.get().authorization == number


@pytest.mark.req("REV-04")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, [("undecided", "line/k1/outcome")]),
        ({"line/k1/outcome": "approved"}, [("reason", "line/k1/reason")]),
        (
            {"line/k1/outcome": "approved", "line/k1/reason": "not-necessary"},
            [("reason", "line/k1/reason")],
        ),
        ({**w.APPROVE, "line/k1/quantity": "13"}, [("more-than-asked", "line/k1/quantity")]),
        ({**w.APPROVE, "line/k1/quantity": "6"}, [("partial", "line/k1/outcome")]),
        ({**w.APPROVE, "line/k1/quantity": "six"}, [("unreadable", "line/k1/quantity")]),
        ({**PARTIAL, "line/k1/quantity": "12"}, [("not-partial", "line/k1/outcome")]),
        ({**PARTIAL, "line/k1/quantity": "0"}, [("nothing", "line/k1/quantity")]),
        ({**PARTIAL, "line/k1/rationale": " "}, [("rationale", "line/k1/rationale")]),
        ({**PARTIAL, "line/k1/end": "2026-06-01"}, [("dates", "line/k1/end")]),
        ({**w.APPROVE, "line/k1/outcome": "void"}, [("undecided", "line/k1/outcome")]),
    ],
)
def test_what_is_lacking_is_named_with_its_field(
    world: w.World,
    held_id: UUID,
    now: datetime,
    values: dict[str, Any],
    said: list[tuple[str, str]],
) -> None:
    version = w.decide(held_id, world.grace, now, values)
    assert a.told(
        a.refused(IssueDetermination, w.to_issue(held_id, version), world.grace, now)
    ) == ("invalid", said)
    assert not Issue.objects.exists()


@pytest.mark.req("REV-04")
def test_dates_outside_what_was_asked_are_not_approved(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    for name, day in (("start", "2026-06-01"), ("end", "2026-12-31")):
        found = {"start": "2026-06-15", "end": "2026-07-14"} | {name: day}
        values = {**w.APPROVE, **{f"line/k1/{key}": value for key, value in found.items()}}
        version = decide_afresh(held_id, world, now, values)
        refusal = a.refused(IssueDetermination, w.to_issue(held_id, version), world.grace, now)
        assert a.told(refusal) == ("invalid", [("more-than-asked", f"line/k1/{name}")])


def decide_afresh(request: UUID, world: w.World, now: datetime, values: dict[str, Any]) -> int:
    WorkingDecision.objects.filter(request=request).delete()
    return w.decide(request, world.grace, now, values)


@pytest.mark.req("REV-03")
@pytest.mark.parametrize("reason", ["not-necessary", "lack-of-information"])
def test_under_co_um_a_nurse_denies_on_administrative_grounds_only(
    world: w.World, held_id: UUID, now: datetime, reason: str
) -> None:
    version = w.decide(held_id, world.grace, now, {**a.DENY, "line/k1/reason": reason})
    refusal = a.refused(IssueDetermination, w.to_issue(held_id, version), world.grace, now)
    assert a.told(refusal) == ("invalid", [("physician-only", "line/k1/outcome")])
    version = perform_save(held_id, world, now, {"line/k1/reason": (reason, "not-covered")})
    perform(IssueDetermination, w.to_issue(held_id, version), world.grace, now)
    assert Determination.objects.get().reason_code == "not-covered"


@pytest.mark.req("REV-03")
def test_under_ms_state_um_a_nurse_denies_for_lack_of_information_too(
    world: w.World, now: datetime
) -> None:
    request = a.submitted_by_jill(world, now)
    w.take(request, world.grace, now)
    version = w.decide(request, world.grace, now, a.DENY)
    assert (
        a.refused(IssueDetermination, w.to_issue(request, version), world.grace, now)
        .findings[0]
        .code
        == "physician-only"
    )
    changed = perform_save(
        request, world, now, {"line/k1/reason": ("not-necessary", "lack-of-information")}
    )
    perform(IssueDetermination, w.to_issue(request, changed), world.grace, now)
    assert Determination.objects.get().reason_code == "lack-of-information"


def perform_save(request: UUID, world: w.World, now: datetime, changes: dict[str, Any]) -> int:
    return int(
        perform(w.SaveDecision, w.SaveDecisionInput(request, changes), world.grace, now).answer[
            "version"
        ]
    )


@pytest.mark.req("REV-03", "REV-04")
def test_a_physicians_denial_names_criterion_evidence_and_rationale(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.paul, now)
    version = w.decide(
        request_id,
        world.paul,
        now,
        {"line/k1/outcome": "denied", "line/k1/reason": "not-necessary"},
    )
    refusal = a.refused(IssueDetermination, w.to_issue(request_id, version), world.paul, now)
    assert a.told(refusal) == (
        "invalid",
        [("rationale", "line/k1/rationale"), ("criterion", "line/k1/other_criterion")],
    )
    version = w.decide(
        request_id,
        world.paul,
        now,
        {"line/k1/criterion/therapy.TH-1": "unmet", "line/k1/rationale": "Not measured."},
    )
    refusal = a.refused(IssueDetermination, w.to_issue(request_id, version), world.paul, now)
    assert a.told(refusal) == ("invalid", [("evidence", "line/k1/evidence/therapy.TH-1")])


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-05", part="pause")
def test_nothing_is_denied_while_information_is_awaited_and_the_clock_stands(
    world: w.World, now: datetime
) -> None:
    request = a.submitted_by_jill(world, now)
    data = asked_and_denied(world, request, now)
    assert a.told(a.refused(IssueDetermination, data, world.paul, now)) == (
        "invalid",
        [("awaiting", "")],
    )
    perform(IssueDetermination, data, world.paul, now + timedelta(days=5))
    assert Determination.objects.get().outcome == "denied"


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-05", part="pause")
def test_where_the_clock_runs_on_a_denial_waits_for_no_answer(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    due = w.review().due_at
    perform(IssueDetermination, asked_and_denied(world, request_id, now), world.paul, now)
    assert (Determination.objects.get().outcome, w.review().due_at) == (
        "denied",
        due,
    )


def asked_and_denied(world: w.World, request: UUID, now: datetime) -> IssueDeterminationInput:
    """Paul holds it, has asked for notes, and is about to issue a denial."""
    w.take(request, world.paul, now)
    perform(RequestInformation, RequestInformationInput(request, ("Notes",)), world.paul, now)
    return w.to_issue(request, w.decide(request, world.paul, now, a.DENY))


@pytest.mark.req("ACT-11", part="clock")
@pytest.mark.req("REV-05", part="pause")
def test_issue_closes_the_question_that_is_open_and_starts_the_clock_again(
    world: w.World, now: datetime
) -> None:
    request = a.submitted_by_jill(world, now)
    due = w.review().due_at
    w.take(request, world.grace, now)
    perform(RequestInformation, RequestInformationInput(request, ("Notes",)), world.grace, now)
    version = w.decide(request, world.grace, now, w.APPROVE)
    perform(
        IssueDetermination,
        w.to_issue(request, version),
        world.grace,
        now + timedelta(hours=1),
    )
    closed = InformationAnswer.objects.get()
    assert (closed.not_needed, closed.missed, closed.by_account_id, closed.at) == (
        True,
        False,
        world.accounts["grace"],
        now + timedelta(hours=1),
    )
    assert w.review().due_at == due
    [event] = a.events("information.not-needed")
    assert (event.subject_id, event.data) == (str(request), {"information_request": str(closed.pk)})
    jobs.tick(now + timedelta(days=30))
    assert a.events("information.missed") == []


def test_a_decision_that_changed_since_it_was_looked_at_is_not_issued(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    seen = w.decide(held_id, world.grace, now, w.APPROVE)
    w.decide(held_id, world.grace, now, {"line/k1/rationale": "Well shown."})
    refusal = a.refused(IssueDetermination, w.to_issue(held_id, seen), world.grace, now)
    assert a.told(refusal) == ("conflict", [("changed", "")])
    assert not Determination.objects.exists()


@pytest.mark.parametrize(("version", "revision"), [(1, None), (None, 0), (1, -1), (1, 1), (1, 99)])
@pytest.mark.req("REV-04", part="on what was shown")
def test_a_page_that_does_not_say_what_it_showed_issues_nothing(
    world: w.World, held_id: UUID, now: datetime, version: int | None, revision: int | None
) -> None:
    assert w.decide(held_id, world.grace, now, w.APPROVE) == 1
    data = IssueDeterminationInput(held_id, version, revision)
    refusal = a.refused(IssueDetermination, data, world.grace, now)
    assert a.told(refusal) == ("conflict", [("unshown", "")])
    assert "which version of this request you reviewed" in str(refusal)
    assert not Determination.objects.exists()


@pytest.mark.req("STA-01", part="completed")
def test_only_the_holder_issues_only_under_review_and_only_once(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    data = w.to_issue(request_id, 1)
    assert a.told(a.refused(IssueDetermination, data, world.grace, now)) == (
        "conflict",
        [("not-yours", "")],
    )
    w.take(request_id, world.grace, now)
    assert a.told(a.refused(IssueDetermination, data, world.grace, now)) == (
        "invalid",
        [("undecided", "")],
    )
    assert w.decide(request_id, world.grace, now, w.APPROVE) == data.version
    assert a.told(a.refused(IssueDetermination, data, world.actor("nora"), now)) == (
        "conflict",
        [("not-yours", "")],
    )
    first = perform(IssueDetermination, data, world.grace, now, key="k").answer
    assert perform(IssueDetermination, data, world.grace, now, key="k").answer == first
    assert a.told(a.refused(IssueDetermination, data, world.grace, now)) == (
        "conflict",
        [("wrong-status", "")],
    )
    assert (
        Issue.objects.count()
        == Determination.objects.count()
        == len(a.events("determination.issued"))
        == 1
    )


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_issue(world: w.World, held_id: UUID, now: datetime) -> None:
    data = w.to_issue(held_id, w.decide(held_id, world.grace, now, w.APPROVE))
    assert a.who_may(IssueDetermination, data, world, now) == a.by_table("determination.issue")
    assert a.refused(IssueDetermination, data, a.elsewhere(world), now).kind == "missing"
