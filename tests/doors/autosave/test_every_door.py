"""Autosave: five pages, one protocol."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.conduct.perform import perform
from precert.people.models import Account, GroupProvider, Membership
from precert.web.wizard import questionnaire, shell
from tests import world as w

pytestmark = pytest.mark.django_db
SHAPE = {
    "state", "message", "saved_at", "version", "values", "conflicts", "findings", "refused", "all_findings", "fragments",
}  # fmt: skip
UNKNOWN = {"nonsense": [None, "x"]}
CHAIR = {"service/type": "032", "line/k1/system": "hcpcs", "line/k1/code": "K0823"}
STATES = {
    200: {"saved", "conflict"}, 400: {"refused"}, 422: {"refused"}, 503: {"busy"},
    403: {"overtaken"}, 409: {"overtaken"}, 410: {"overtaken"},
}  # fmt: skip


@dataclass
class Door:
    """An address that saves; a change it takes, the one after, and one that conflicts then."""

    client: Client
    address: str
    first: dict[str, list[Any]]
    other: dict[str, list[Any]]
    overtake: Callable[[], object]
    status: int
    conflict: str = "conflict"

    def send(self, changes: dict[str, list[Any]]) -> tuple[int, dict[str, Any]]:
        answer = self.client.post(
            self.address, json.dumps({"changes": changes}), content_type="application/json"
        )
        body = answer.json()
        assert set(body) == SHAPE, "one shape"
        assert body["state"] in STATES[answer.status_code]
        return answer.status_code, body


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


def _draft(world: w.World, now: datetime) -> Door:
    draft = w.draft(world, now)
    path = "service/place"
    return Door(
        w.signed_in(world, "ada", "denver"), f"/drafts/{draft}/save",
        {path: [None, "22"]}, {path: [None, "11"]},
        lambda: perform(CancelDraft, CancelDraftInput(draft), world.ada, now), 410,
    )  # fmt: skip


def _submitted(world: w.World, now: datetime) -> Door:
    door = _draft(world, now)
    draft = UUID(door.address.split("/")[2])
    w.fill(world, draft, w.OUTPATIENT | {"service/place": None}, world.ada, now)

    def submit() -> None:
        w.fill(world, draft, {"service/place": "22"}, world.ada, now)
        w.submit(draft, world.ada, now)

    door.overtake, door.status = submit, 409
    return door


def _questionnaire(world: w.World, now: datetime) -> Door:
    door = _draft(world, now)
    draft = door.address.split("/")[2]
    w.fill(world, UUID(draft), w.OUTPATIENT | CHAIR | {"line/k1/frequency": None}, world.ada, now)
    door.address = f"/drafts/{draft}/questionnaires/wheelchair/save"
    door.first, door.other = {"condition": [None, "ALS"]}, {"condition": [None, "MS"]}
    return door


def _desk(world: w.World, now: datetime) -> Door:
    request = UUID(w.submitted(world, now)["request"])
    w.take(request, world.grace, now)
    path = "line/k1/outcome"
    return Door(
        w.signed_in(world, "grace"), f"/review/{request}/save",
        {path: [None, "approved"]}, {path: [None, "denied"]},
        lambda: perform(Release, ReleaseInput(request), world.grace, now), 409,
    )  # fmt: skip


def _user(world: w.World, now: datetime) -> Door:
    ben = world.accounts["ben"]
    return Door(
        w.signed_in(world, "ada", "denver"), f"/setup/users/{ben}/save",
        {"city": [None, "Aurora"]}, {"city": [None, "Boulder"]},
        lambda: Account.objects.filter(pk=ben).update(removed_at=now), 410,
    )  # fmt: skip


def _roles(world: w.World, now: datetime) -> Door:
    at = GroupProvider.objects.get(provider=world.providers["denver"]).pk
    row = Membership.objects.get(account=world.accounts["ben"], provider=world.providers["denver"])
    path = f"role/{row.pk}/{at}"
    return Door(
        w.signed_in(world, "ada", "denver"), "/setup/roles",
        {path: ["provider-staff", "provider-admin"]},
        {path: ["provider-staff", "provider-admin-reports"]},
        row.delete, 422, "refused",
    )  # fmt: skip


DOORS = [_draft, _submitted, _questionnaire, _desk, _user, _roles]


@pytest.fixture(params=DOORS, ids=[one.__name__.strip("_") for one in DOORS])
def door(request: pytest.FixtureRequest, world: w.World, now: datetime) -> Door:
    return request.param(world, now)


def test_a_change_is_saved_and_said_by_the_contracts_clock(door: Door) -> None:
    status, body = door.send(door.first)
    assert (status, body["state"], body["saved_at"]) == (200, "saved", "09:00")
    assert body["values"] == {path: new for path, (_, new) in door.first.items()}
    assert (body["conflicts"], body["refused"], body["message"]) == ({}, [], "")


def test_another_value_than_the_one_seen_is_not_written_over(door: Door) -> None:
    door.send(door.first)
    _, body = door.send(door.other)
    assert body["state"] == door.conflict
    (path,) = door.other
    assert path not in body["values"]
    if door.conflict == "conflict":
        found = body["conflicts"][path]
        assert (found["theirs"], found["mine"]) == (door.first[path][1], door.other[path][1])
        assert "by" in found


def test_what_is_no_field_is_refused_by_name(door: Door) -> None:
    status, body = door.send(UNKNOWN)
    if "users" in door.address:  # what is no contact information is left alone
        assert (status, body["values"]) == (200, {})
        return
    assert (status, body["state"], body["refused"]) == (422, "refused", ["nonsense"])
    assert body["findings"]["nonsense"]
    assert body["message"] == "Not saved: see the marked fields"


@pytest.mark.parametrize("sent", ["[]", '{"changes": {"a": 1}}', "{"])
def test_what_cannot_be_read_is_refused_with_words(door: Door, sent: str) -> None:
    answer = door.client.post(door.address, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")
    assert set(answer.json()) == SHAPE
    assert answer.json()["message"] == "We could not read this change. Reload the page."


@pytest.mark.req("WIZ-11", part="autosave after cancel")
def test_what_was_overtaken_says_so_in_words(door: Door) -> None:
    door.overtake()
    status, body = door.send(door.first)
    assert status == door.status
    if status == 422:  # one role of many
        assert "no longer exists" in next(iter(body["findings"].values()))
        return
    assert body["state"] == "overtaken"
    assert len(body["message"]) > 20
    assert body["values"] == {}


@pytest.mark.parametrize("made", [_draft, _questionnaire], ids=["draft", "questionnaire"])
def test_a_cancel_between_the_look_and_the_write_answers_as_one_before_it(
    world: w.World, now: datetime, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = made(world, now)
    where = shell if made is _draft else questionnaire
    run = where.run

    def late(*args: Any, **more: Any) -> Any:
        door.overtake()
        return run(*args, **more)

    monkeypatch.setattr(where, "run", late)
    status, body = door.send(door.first)
    assert (status, body["state"]) == (410, "overtaken")
    assert "canceled" in body["message"]
