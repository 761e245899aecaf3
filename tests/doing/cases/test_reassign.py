"""Reassign: a supervisor gives work to a reviewer who may take it; what was typed stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.reassign import Reassign, ReassignInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.dialog import DialogInput
from precert.cases.models import CaseState, Note, RequestState, WorkingDecision
from precert.cases.offers import offered
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.people import setup
from precert.people.models import Account, StaffRole
from precert.work.models import WorkItem
from tests import world as w
from tests.doing.cases import asking as a
from tests.harness import kinds_of_work as k


@pytest.fixture
def sam(world: w.World) -> Actor:
    return world.actor("sam")


def to(world: w.World, request: UUID, who: str, before: str = "", **more: Any) -> ReassignInput:
    """The input that gives it to `who`, of whom it was held by then."""
    held = world.accounts[before] if before else None
    return ReassignInput(request, world.accounts[who], held, **more)


def choices(actor: Actor, request: UUID, now: datetime) -> list[str]:
    """The names that the dialog offers."""
    [one] = [one for one in offered(actor, [request], now)[request] if one.verb == "reassign"]
    [field] = [field for field in one.dialog.fields if field.name == "reviewer"]
    return [name for _, name in field.choices]


@pytest.mark.req("REV-02", part="reassign")
def test_what_one_reviewer_holds_is_given_to_another_with_what_was_typed(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    w.decide(held_id, world.grace, now, w.APPROVE)
    perform(Reassign, to(world, held_id, "nora", "grace", reason=" On leave. "), sam, now)
    assert w.review().worker_id == world.accounts["nora"]
    assert RequestState.objects.get().status == CaseState.objects.get().status == "active-review"
    assert WorkingDecision.objects.get().values == w.APPROVE
    [note] = Note.objects.all()
    assert (note.type, note.text, note.internal, note.by_name) == (
        "reassignment",
        "On leave.",
        True,
        "Sam Tester",
    )
    [event] = a.events("request.reassigned")
    assert (event.subject_id, event.actor_name, event.data) == (
        str(held_id),
        "Sam Tester",
        {"reviewer": world.accounts["nora"], "before": world.accounts["grace"]},
    )
    assert a.events("request.assigned") == []


@pytest.mark.req("REV-02", part="reassign")
def test_what_nobody_holds_is_given_and_its_review_starts(
    world: w.World, sam: Actor, request_id: UUID, now: datetime
) -> None:
    perform(Reassign, to(world, request_id, "grace"), sam, now)
    assert w.review().worker_id == world.accounts["grace"]
    assert RequestState.objects.get().status == CaseState.objects.get().status == "active-review"
    assert not Note.objects.exists()
    [event] = a.events("request.assigned")
    assert event.data == {"reviewer": world.accounts["grace"], "before": None}
    assert a.events("request.reassigned") == []


@pytest.mark.req("REV-02", part="reassign")
def test_only_those_who_may_take_it_are_offered(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    for who, role, contract in (("olga", "nurse", w.MS), ("ivan", "intake", "")):
        world.accounts[who] = setup.create_account(
            who, first_name=who.capitalize(), last_name="Tester", email=f"{who}@example.org",
            password=w.PASSWORD, now=now, staff=True,
        )  # fmt: skip
        setup.grant_staff_role(world.accounts[who], role, now, contract)
    assert choices(sam, held_id, now) == ["Nora Tester", "Paul Tester"]
    perform(ReferToPhysician, ReferToPhysicianInput(held_id, "Is it?"), world.grace, now)
    assert choices(sam, held_id, now) == ["Paul Tester"]
    for who in ("nora", "olga", "ivan", "sam", "ada"):
        refusal = a.refused(Reassign, to(world, held_id, who), sam, now)
        assert a.told(refusal) == ("invalid", [("reviewer", "reviewer")])
    assert w.review().worker_id is None


@pytest.mark.req("REV-02", part="reassign")
@pytest.mark.parametrize("how", ["role", "inactive", "removed"])
def test_who_lost_the_role_since_the_page_was_opened_is_refused(
    world: w.World, sam: Actor, held_id: UUID, now: datetime, how: str
) -> None:
    nora = Account.objects.filter(pk=world.accounts["nora"])
    if how == "role":
        StaffRole.objects.filter(account__in=nora).delete()
    else:
        nora.update(**({"is_active": False} if how == "inactive" else {"removed_at": now}))
    refusal = a.refused(Reassign, to(world, held_id, "nora", "grace"), sam, now)
    assert a.told(refusal) == ("invalid", [("reviewer", "reviewer")])
    assert "cannot take this request" in str(refusal)
    assert w.review().worker_id == world.accounts["grace"]


@pytest.mark.req("REV-02", part="reassign")
def test_what_changed_hands_since_the_page_was_opened_stays_where_it_is(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    refusal = a.refused(Reassign, to(world, held_id, "nora"), sam, now)
    assert a.told(refusal) == ("invalid", [("changed", "")])
    assert "Grace Tester holds this request now." in str(refusal)
    assert w.review().worker_id == world.accounts["grace"]


def test_it_needs_a_reviewer_other_than_who_has_it(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    grace = world.accounts["grace"]
    nobody = a.refused(Reassign, ReassignInput(held_id, None, grace), sam, now)
    assert a.told(nobody) == ("invalid", [("required", "reviewer")])
    same = a.refused(Reassign, to(world, held_id, "grace", "grace"), sam, now)
    assert a.told(same) == ("invalid", [("reviewer", "reviewer")])


@pytest.mark.parametrize("typed", ["", "x", "-1", "²", "1e3", "9" * 40])
def test_what_is_no_account_is_nobody(request_id: UUID, typed: str) -> None:
    sent = DialogInput(request_id, {"reviewer": typed, "before": typed, "reason": "Why"})
    assert Reassign.read(sent) == ReassignInput(request_id, None, None, "Why")


def test_a_reason_that_is_too_long_is_refused(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    data = to(world, held_id, "nora", "grace", reason="x" * 20_001)
    assert a.told(a.refused(Reassign, data, sam, now)) == ("invalid", [("too-long", "reason")])
    assert w.review().worker_id == world.accounts["grace"]


@pytest.mark.req("STA-01", part="completed")
def test_what_is_decided_is_given_to_nobody(
    world: w.World, sam: Actor, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    refusal = a.refused(Reassign, to(world, request_id, "nora"), sam, now)
    assert a.told(refusal) == ("conflict", [("wrong-status", "")])


@pytest.mark.req("REV-02", part="reassign")
def test_other_work_is_given_and_the_request_stays_as_its_review_is(
    world: w.World, sam: Actor, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    k.register(monkeypatch)
    appeal = k.appeal(request_id, now)
    nurse = a.refused(Reassign, to(world, appeal, "grace", kind="appeal"), sam, now)
    assert a.told(nurse) == ("invalid", [("reviewer", "reviewer")])
    perform(Reassign, to(world, appeal, "paul", kind="appeal"), sam, now)
    assert WorkItem.objects.get(subject=appeal).worker_id == world.accounts["paul"]
    assert (w.review().worker_id, RequestState.objects.get().status) == (None, "submitted")
    [event] = a.events("work.assigned")
    assert event.data == {
        "work": "appeal",
        "subject": str(appeal),
        "reviewer": world.accounts["paul"],
        "before": None,
    }


def test_the_same_key_gives_it_once(
    world: w.World, sam: Actor, held_id: UUID, now: datetime
) -> None:
    data = to(world, held_id, "nora", "grace", reason="Leave")
    perform(Reassign, data, sam, now, key="k")
    assert perform(Reassign, data, sam, now, key="k").repeated
    assert (len(a.events("request.reassigned")), Note.objects.count()) == (1, 1)


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_reassign(world: w.World, held_id: UUID, now: datetime) -> None:
    data = to(world, held_id, "nora", "grace")
    assert a.who_may(Reassign, data, world, now) == a.by_table("request.assign")
    assert a.refused(Reassign, data, a.elsewhere(world), now).kind == "missing"
