"""A kind of work that a room registers is in the queue, is taken, released, referred and given by
"take next" like the review, and leaves the request's status to the review.
"""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.take import Take, TakeInput
from precert.cases.models import RequestState
from precert.cases.queries.queue import QueueFilters, next_to_take, queue
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.work import items, kinds
from precert.work import queries as work
from precert.work.models import WorkItem
from tests import world as w
from tests.doing.cases import asking as a
from tests.harness import kinds_of_work as k


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    k.register(monkeypatch)


def listed(actor: Actor, now: datetime, **filters: str) -> list[tuple[str, str, UUID, UUID]]:
    rows = queue(actor, now, QueueFilters(**filters)).rows
    return [(row.work, row.page, row.subject, row.request) for row in rows]


def worker(kind: str, subject: UUID) -> int | None:
    found = work.item(kind, subject)
    assert found is not None
    return found.worker_id


@pytest.mark.req("REV-02", part="kinds of work")
def test_the_queue_lists_work_of_every_registered_kind_by_due_time(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    k.recheck(request_id, now)
    appeal = k.appeal(request_id, now)
    review = ("Review", "review", request_id, request_id)
    second = ("Second look", "review", request_id, request_id)
    third = ("Appeal", "queue_preview", appeal, request_id)
    assert listed(world.grace, now) == [second, third, review]
    assert listed(world.grace, now, kind="appeal") == [third]
    assert listed(world.grace, now, level="nurse") == [second, review]
    assert listed(world.grace, now, contract=w.MS) == []
    assert WorkItem.objects.get(subject=appeal).subject_kind == "appeal"
    assert w.review().subject_kind == "request"


def test_work_of_a_kind_that_no_room_registers_cannot_be_put_and_is_not_listed(
    world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    k.recheck(request_id, now)
    monkeypatch.delitem(kinds._kinds, "recheck")
    assert [row[0] for row in listed(world.grace, now)] == ["Review"]
    found = next_to_take(world.grace, QueueFilters())
    assert found
    assert found.kind == "review"
    with pytest.raises(KeyError):
        k.recheck(uuid4(), now)


@pytest.mark.req("REV-02", part="kinds of work")
def test_other_work_is_taken_and_released_and_the_request_stays_as_its_review_is(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    k.recheck(request_id, now)
    perform(Take, TakeInput(request_id, "recheck"), world.grace, now)
    assert worker("recheck", request_id) == world.accounts["grace"]
    assert (worker("review", request_id), RequestState.objects.get().status) == (None, "submitted")
    held = a.refused(Take, TakeInput(request_id, "recheck"), world.actor("nora"), now)
    assert a.told(held) == ("conflict", [("held", "")])
    w.take(request_id, world.actor("nora"), now)
    assert RequestState.objects.get().status == "active-review"
    perform(Release, ReleaseInput(request_id, "recheck"), world.grace, now)
    assert (worker("recheck", request_id), worker("review", request_id)) == (
        None,
        world.accounts["nora"],
    )
    assert RequestState.objects.get().status == "active-review"
    [taken], [released] = a.events("work.taken"), a.events("work.released")
    about = {"work": "recheck", "subject": str(request_id)}
    assert (taken.data, taken.subject_id, released.data) == (about, str(request_id), about)
    assert len(a.events("request.taken")) == 1
    assert a.events("request.released") == []


@pytest.mark.req("REV-02", part="kinds of work")
def test_other_work_goes_on_after_the_request_is_decided_until_it_is_done(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    appeal = k.appeal(request_id, now)
    w.issue(request_id, world.grace, now)
    perform(Take, TakeInput(appeal, "appeal"), world.paul, now)
    assert RequestState.objects.get().status == "completed"
    assert items.finish("appeal", appeal, now)
    done = a.refused(Release, ReleaseInput(appeal, "appeal"), world.paul, now)
    assert a.told(done) == ("conflict", [("done", "")])
    assert a.told(a.refused(Take, TakeInput(appeal, "appeal"), world.paul, now)) == (
        "conflict",
        [("done", "")],
    )
    assert listed(world.grace, now) == []


@pytest.mark.req("REV-03", part="levels of a kind of work")
def test_referring_goes_to_the_next_level_that_the_kind_has(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    k.recheck(request_id, now)
    refer = ReferToPhysicianInput(request_id, "Is it necessary?", "recheck")
    not_mine = a.refused(ReferToPhysician, refer, world.grace, now)
    assert a.told(not_mine) == ("conflict", [("not-yours", "")])
    perform(Take, TakeInput(request_id, "recheck"), world.grace, now)
    perform(ReferToPhysician, refer, world.grace, now)
    item = work.item("recheck", request_id)
    assert item
    assert (item.level, item.worker_id, w.review().level) == ("physician", None, "nurse")
    above = a.refused(Take, TakeInput(request_id, "recheck"), world.grace, now)
    assert a.told(above) == ("conflict", [("physician-level", "")])
    perform(Take, TakeInput(request_id, "recheck"), world.paul, now)
    at_the_top = a.refused(ReferToPhysician, refer, world.paul, now)
    assert a.told(at_the_top) == ("conflict", [("already", "")])


@pytest.mark.req("REV-02", part="kinds of work")
def test_take_next_gives_the_most_urgent_of_any_kind_that_one_may_take(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    k.recheck(request_id, now, hours=3)
    appeal = k.appeal(request_id, now, hours=1)
    given = []
    for who in ("grace", "paul", "grace", "grace"):
        actor = world.actor(who)
        found = next_to_take(actor, QueueFilters(who="free"))
        given.append(found and (found.kind, found.subject))
        if found:
            perform(Take, TakeInput(found.subject, found.kind), actor, now)
    assert given == [("recheck", request_id), ("appeal", appeal), ("review", request_id), None]


@pytest.mark.req("REV-01", part="levels of a kind of work")
def test_who_may_take_is_what_the_kind_says_of_its_levels(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    k.recheck(request_id, now)
    appeal = k.appeal(request_id, now)
    assert a.who_may(Take, TakeInput(request_id, "recheck"), world, now) == a.by_table(
        "request.take"
    )
    assert a.who_may(Take, TakeInput(appeal, "appeal"), world, now) == a.by_table("request.deny")


@pytest.mark.req("STA-06", part="kinds of work")
def test_work_on_what_is_not_theirs_is_missing_like_what_is_not_there(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    appeal = k.appeal(request_id, now)
    told = [
        a.refused(kind, data(subject, "appeal"), actor, now)
        for kind, data in ((Take, TakeInput), (Release, ReleaseInput))
        for subject, actor in ((appeal, a.elsewhere(world)), (uuid4(), world.paul))
    ]
    assert {(one.kind, str(one)) for one in told} == {("missing", "Request not found.")}
