"""Messages: who sees which, and what each account hasn't read yet."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from precert.conduct import reading_list
from precert.conduct.actor import Actor, worker
from precert.conversations.models import Message, Thread
from precert.conversations.queries import counts, messages_of, unread, unread_count
from tests import world as w
from tests.doing.conversations.writing import read, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def request_id(world: w.World, now: datetime) -> UUID:
    return UUID(w.submitted(world, now)["request"])


@pytest.mark.req("COM-02", part="who reads")
def test_both_sides_read_the_thread_and_nobody_else(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    asked = write(request_id, world.grace, now, cause_kind="information_request", cause_id="7")
    write(request_id, world.ada, now, "RE: Question", answers=asked)
    for actor in (world.ada, world.grace):
        rows = messages_of(actor, [request_id])[request_id]
        assert [(row.side, row.by_name, row.subject, row.request) for row in rows] == [
            ("review", world.grace.name, "Question", 1),
            ("provider", world.ada.name, "RE: Question", 1),
        ]
        assert rows[0].cause == ("information_request", "7")
        assert (rows[1].answers, rows[1].cause) == (asked.pk, None)
        assert counts(actor, [request_id, uuid4()]) == {request_id: 2}
    assert messages_of(world.mallory, [request_id]) == {}
    assert counts(world.mallory, [request_id]) == {}
    assert (unread(world.mallory), unread_count(world.mallory).n) == ([], 0)


@pytest.mark.req("COM-02", part="unread")
def test_unread_is_each_accounts_own_and_of_the_other_side(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    first, second = write(request_id, world.grace, now), write(request_id, world.grace, now)
    write(request_id, world.ada, now)
    ben = world.actor("ben", "denver")
    assert [row.id for row in unread(world.ada)] == [second.pk, first.pk]
    read(first, world.ada, now)
    assert [row.id for row in unread(world.ada)] == [second.pk]
    assert (unread_count(world.ada).n, unread_count(ben).n, unread_count(world.grace).n) == (
        1,
        2,
        1,
    )
    seen = {row.id: row.read for row in messages_of(world.ada, [request_id])[request_id]}
    assert list(seen.values()) == [True, False, True]


def test_who_may_not_answer_and_who_is_no_person_have_nothing_unread(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    write(request_id, world.grace, now)
    silent = replace(world.ada, permissions=world.ada.permissions - {"message.send"})
    assert len(messages_of(silent, [request_id])[request_id]) == 1
    assert (unread(silent), unread(worker())) == ([], [])


def test_a_message_needs_no_account(world: w.World, request_id: UUID, now: datetime) -> None:
    client = Actor("client", "payer-1", "Payer", stands_for="review")
    write(request_id, client, now)
    row = Message.objects.get()
    assert (row.by_kind, row.by_id, row.by_account_id, row.side) == (
        "client",
        "payer-1",
        None,
        "review",
    )
    assert [one.by_name for one in unread(world.ada)] == ["Payer"]


def test_a_request_has_one_thread_and_a_thread_each_number_once(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    message = write(request_id, world.grace, now)
    thread = Thread.objects.get()
    values = Message.objects.values().get(pk=message.pk)
    del values["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(**values)
    assert thread.request_id == request_id


@pytest.mark.parametrize("number", [1, 20])
def test_lists_take_as_many_queries_however_long(
    world: w.World, request_id: UUID, now: datetime, number: int
) -> None:
    for _ in range(number):
        write(request_id, world.grace, now)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(unread(world.ada)) == number
        assert messages_of(world.ada, [request_id])
        assert unread_count(world.ada).n == number
    selects = [one for one in seen.captured_queries if "conversations_message" in one["sql"]]
    assert len(selects) == 3


def test_what_is_read_is_noted(world: w.World, request_id: UUID, now: datetime) -> None:
    message = write(request_id, world.grace, now)
    seen = reading_list.ReadingList()
    token = reading_list.current.set(seen)
    try:
        messages_of(world.ada, [request_id])
    finally:
        reading_list.current.reset(token)
    assert seen.subjects == {"message": {str(message.pk)}}
