"""Refer to physician: the request goes to the physicians' queue."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.models import Note, RequestState
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("REV-03")
@pytest.mark.req("REV-02", part="level")
def test_a_referred_request_is_free_for_a_physician_and_its_clock_runs_on(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    due = w.review().due_at
    perform(
        ReferToPhysician,
        ReferToPhysicianInput(held_id, "Is it necessary?"),
        world.grace,
        now + timedelta(hours=2),
    )
    state = RequestState.objects.get()
    assert (state.status, w.review().level, w.review().worker_id, w.review().due_at) == (
        "active-review",
        "physician",
        None,
        due,
    )
    [event] = a.events("request.referred")
    assert (event.subject_id, event.data) == (str(held_id), {})


@pytest.mark.req("COM-01")
def test_its_reason_is_a_note_that_only_staff_reads(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    perform(
        ReferToPhysician, ReferToPhysicianInput(held_id, "Is it\x00 necessary?"), world.grace, now
    )
    note = Note.objects.get()
    assert (note.text, note.internal, note.by_name) == (
        "Is it necessary?",
        True,
        "Grace Tester",
    )
    number = RequestState.objects.get().request.case.number
    mine, theirs = case_file(world.paul, number), case_file(world.ada, number)
    assert mine
    assert theirs
    assert [n.text for n in mine.current.notes] == ["Is it necessary?"]
    assert theirs.current.notes == ()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_must_be_given(world: w.World, held_id: UUID, now: datetime, reason: str) -> None:
    refusal = a.refused(ReferToPhysician, ReferToPhysicianInput(held_id, reason), world.grace, now)
    assert a.told(refusal) == ("invalid", [("reason", "reason")])
    assert not Note.objects.exists()


def test_only_the_holder_refers_and_only_once(world: w.World, held_id: UUID, now: datetime) -> None:
    data = ReferToPhysicianInput(held_id, "Why?")
    assert a.told(a.refused(ReferToPhysician, data, world.actor("nora"), now)) == (
        "conflict",
        [("not-yours", "")],
    )
    perform(ReferToPhysician, data, world.grace, now, key="k")
    assert perform(ReferToPhysician, data, world.grace, now, key="k").repeated
    w.take(held_id, world.paul, now)
    assert a.told(a.refused(ReferToPhysician, data, world.paul, now)) == (
        "conflict",
        [("already", "")],
    )
    assert len(a.events("request.referred")) == Note.objects.count() == 1


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_refer(world: w.World, held_id: UUID, now: datetime) -> None:
    data = ReferToPhysicianInput(held_id, "Why?")
    assert a.who_may(ReferToPhysician, data, world, now) == a.by_table("request.determine")
    assert a.refused(ReferToPhysician, data, a.elsewhere(world), now).kind == "missing"
