"""Autosave of a reviewer's decision: by the holder only, conflicts told, what keeps it from being
issued answered at once.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from precert.cases.actions.issue_determination import IssueDetermination
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.save_decision import SaveDecision, SaveDecisionInput
from precert.cases.models import Determination, WorkingDecision
from precert.cases.queries.review import desk
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


def save(
    request: UUID, actor: Actor, now: datetime, changes: dict[str, Any], key: str = ""
) -> dict[str, Any]:
    return perform(SaveDecision, SaveDecisionInput(request, changes), actor, now, key=key).answer  # type: ignore[no-any-return]


@pytest.mark.req("REV-04")
def test_what_is_ticked_and_typed_is_kept(world: w.World, held_id: UUID, now: datetime) -> None:
    answer = save(
        held_id,
        world.grace,
        now,
        {"line/k1/outcome": (None, "partial"), "line/k1/quantity": (None, "6")},
    )
    assert answer["values"] == {"line/k1/outcome": "partial", "line/k1/quantity": "6"}
    assert WorkingDecision.objects.get().values == answer["values"]
    assert not Determination.objects.exists()


def test_the_journal_holds_paths_and_no_value(world: w.World, held_id: UUID, now: datetime) -> None:
    save(held_id, world.grace, now, {"line/k1/rationale": (None, "Carol walks again")})
    [event] = a.events("decision.saved")
    assert (event.subject_id, event.data) == (
        str(held_id),
        {"version": 1, "paths": ["line/k1/rationale"]},
    )


@pytest.mark.req("REV-04")
def test_two_windows_meet_in_one_field_only(world: w.World, held_id: UUID, now: datetime) -> None:
    save(held_id, world.grace, now, {"line/k1/quantity": (None, "6")})
    answer = save(
        held_id,
        world.grace,
        now,
        {"line/k1/quantity": (None, "8"), "line/k1/outcome": (None, "partial")},
    )
    assert answer["conflicts"] == {"line/k1/quantity": {"theirs": "6", "mine": "8"}}
    assert WorkingDecision.objects.get().values == {
        "line/k1/quantity": "6",
        "line/k1/outcome": "partial",
    }


def test_each_save_is_one_version_on_from_the_page_that_showed_nothing_yet(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    found = desk(world.grace, held_id)
    assert found is not None
    versions = [
        save(held_id, world.grace, now, {"line/k1/quantity": (None, "6")})["version"]
        for _ in range(2)
    ]
    assert (found.version, versions) == (0, [1, 2])


@pytest.mark.parametrize(
    "path",
    [
        "service/place",
        "line/k1/kind",
        "line/k1/criterion/",
        "line/K1/outcome",
        "line/k2/outcome",
        "line/k1/criterion/none.1",
    ],
)
def test_a_path_that_is_no_part_of_a_decision_is_refused_by_name(
    world: w.World, held_id: UUID, now: datetime, path: str
) -> None:
    answer = save(
        held_id, world.grace, now, {path: (None, "x"), "line/k1/outcome": (None, "approved")}
    )
    assert (list(answer["refused"]), answer["applied"]) == ([path], ["line/k1/outcome"])


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("line/k1/outcome", True, "cannot be saved"),
        ("line/k1/quantity", 6, "cannot be saved"),
        ("line/k1/outcome", "perhaps", "Choose one"),
        ("line/k1/rationale", "x" * 4001, "at most 4,000 characters; this text has 4,001"),
        ("line/k1/rationale", "a\x00b", "cannot be saved"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_left_as_it_is(
    world: w.World, held_id: UUID, now: datetime, path: str, value: Any, why: str
) -> None:
    answer = save(held_id, world.grace, now, {path: (None, value)})
    assert why in answer["refused"][path]
    assert (answer["applied"], answer["values"], WorkingDecision.objects.get().values) == (
        [],
        {},
        {},
    )


@pytest.mark.req("REV-04", part="on what was shown")
def test_an_amount_that_was_not_asked_for_is_refused_and_what_was_saved_of_one_is_not_issued(
    world: w.World, held_id: UUID, now: datetime
) -> None:
    path = "line/k1/rate"
    answer = save(held_id, world.grace, now, {path: (None, "777777.77")})
    assert answer["refused"] == {path: "This was not requested, so it cannot be approved."}
    row = WorkingDecision.objects.get()
    WorkingDecision.objects.update(values=w.APPROVE | {path: "777777.77"})
    perform(Release, ReleaseInput(held_id), world.grace, now)
    w.take(held_id, world.paul, now)
    perform(IssueDetermination, w.to_issue(held_id, row.version), world.paul, now)
    assert Determination.objects.get().rate is None


@pytest.mark.req("REV-02", part="holder")
def test_only_the_holder_saves(world: w.World, held_id: UUID, now: datetime) -> None:
    data = SaveDecisionInput(held_id, {"line/k1/outcome": (None, "approved")})
    assert a.told(a.refused(SaveDecision, data, world.actor("nora"), now)) == (
        "conflict",
        [("not-yours", "")],
    )
    perform(Release, ReleaseInput(held_id), world.grace, now)
    assert a.told(a.refused(SaveDecision, data, world.grace, now)) == (
        "conflict",
        [("not-yours", "")],
    )
    assert not WorkingDecision.objects.exists()


@pytest.mark.req("STA-01", part="completed")
def test_after_the_determination_nothing_is_saved(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    refusal = a.refused(
        SaveDecision,
        SaveDecisionInput(request_id, {"line/k1/outcome": (None, "denied")}),
        world.grace,
        now,
    )
    assert refusal.kind in {"invalid", "conflict"}
    assert not WorkingDecision.objects.exists()


def test_the_same_key_saves_once(world: w.World, held_id: UUID, now: datetime) -> None:
    first = save(held_id, world.grace, now, {"line/k1/quantity": (None, "6")}, key="k")
    assert save(held_id, world.grace, now, {"line/k1/quantity": (None, "6")}, key="k") == first
    assert WorkingDecision.objects.get().version == first["version"]


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_save(world: w.World, held_id: UUID, now: datetime) -> None:
    data = SaveDecisionInput(held_id, {"line/k1/outcome": (None, "approved")})
    assert a.who_may(SaveDecision, data, world, now) == a.by_table("request.determine")
    assert a.refused(SaveDecision, data, a.elsewhere(world), now).kind == "missing"
