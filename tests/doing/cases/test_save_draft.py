"""Autosave of a draft: what nobody else changed is applied, the rest is told; the journal knows
paths, never values.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.models import Content, Draft
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


def save(
    world: w.World,
    draft: UUID,
    now: datetime,
    changes: dict[str, tuple[Any, Any]],
    who: str = "ada",
) -> dict[str, Any]:
    return perform(
        SaveDraft, SaveDraftInput(draft, changes), world.actor(who, "denver"), now
    ).answer  # type: ignore[no-any-return]


@pytest.mark.req("WIZ-07", part="durations")
def test_what_is_typed_is_saved_with_what_follows_from_it(world: w.World, now: datetime) -> None:
    draft, later = w.draft(world, now), now + timedelta(minutes=1)
    before = Draft.objects.get().version
    changes = {
        "line/k1/kind": (None, "procedure"),
        "line/k1/start": (None, "2026-06-15"),
        "line/k1/duration": (None, "30"),
    }
    answer = save(world, draft, later, changes)
    assert answer["values"]["line/k1/end"] == "2026-07-14"
    assert (answer["version"], answer["saved_at"]) == (before + 1, later.isoformat())
    row = Draft.objects.get()
    assert (row.values["line/k1/end"], row.version, row.modified_at) == (
        "2026-07-14",
        before + 1,
        later,
    )
    assert (answer["conflicts"], answer["refused"]) == ({}, {})


@pytest.mark.req("WIZ-05")
def test_columns_for_lists_are_written_with_the_document(world: w.World, now: datetime) -> None:
    draft = w.draft(world, now)
    save(world, draft, now, {"service/type": (None, "111")})
    row = Draft.objects.get()
    assert row.service_type == "111"
    assert "service/type" not in row.missing
    assert "service/place" in row.missing


def test_the_journal_holds_draft_version_and_paths_and_no_value(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    save(world, draft_id, now, {"request/urgency_reason": (None, "Carol can't wait")})
    event = a.events("draft.saved")[-1]
    assert (event.subject_id, event.data) == (
        str(draft_id),
        {"version": Draft.objects.get().version, "paths": ["request/urgency_reason"]},
    )


def test_two_people_meet_in_one_field_only(world: w.World, draft_id: UUID, now: datetime) -> None:
    save(world, draft_id, now, {"line/k1/quantity": ("12", "6")}, who="ben")
    answer = save(
        world, draft_id, now, {"line/k1/quantity": ("12", "8"), "service/place": ("22", "11")}
    )
    assert answer["conflicts"] == {"line/k1/quantity": {"theirs": "6", "mine": "8"}}
    assert (answer["by"], answer["applied"]) == ("Ben Tester", ["service/place"])
    values = Draft.objects.get().values
    assert (values["line/k1/quantity"], values["service/place"]) == ("6", "11")


def test_a_conflict_alone_names_who_changed_the_field(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    save(world, draft_id, now, {"line/k1/quantity": ("12", "6")}, who="ben")
    version = Draft.objects.get().version
    answer = save(world, draft_id, now, {"line/k1/quantity": ("12", "8")})
    assert (answer["by"], answer["applied"], answer["version"]) == ("Ben Tester", [], version)
    assert len(a.events("draft.saved")) == 2  # filling it in, and Ben's


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("consumer/name", "x"),
        ("line/k1/quantity", "1\x00"),
        ("service/place", "\ud800"),
        ("service/type", "x" * 4001),
        ("service/place", []),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name_and_the_rest_goes_in(
    world: w.World, draft_id: UUID, now: datetime, path: str, value: Any
) -> None:
    answer = save(world, draft_id, now, {path: (None, value), "request/fips": (None, "08031")})
    assert list(answer["refused"]) == [path]
    assert answer["applied"] == ["request/fips"]


def test_the_same_save_again_changes_nothing_that_is_seen(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    changes = {"service/place": ("22", "11")}
    first = perform(SaveDraft, SaveDraftInput(draft_id, changes), world.ada, now, key="k")
    again = perform(SaveDraft, SaveDraftInput(draft_id, changes), world.ada, now, key="k")
    assert (again.answer, again.repeated) == (first.answer, True)
    assert Draft.objects.get().version == first.answer["version"]


def test_a_draft_of_a_newer_format_is_not_touched(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    Draft.objects.update(format=99)
    refusal = a.refused(
        SaveDraft, SaveDraftInput(draft_id, {"service/place": ("22", "11")}), world.ada, now
    )
    assert a.told(refusal) == ("invalid", [("draft-format", "")])
    assert (Draft.objects.get().format, Draft.objects.get().values["service/place"]) == (99, "22")


@pytest.mark.req("STA-04", part="provider")
def test_autosave_after_submit_is_refused_and_changes_nothing(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    before = Draft.objects.values().get()
    refusal = a.refused(
        SaveDraft, SaveDraftInput(request_id, {"service/place": ("22", "11")}), world.ada, now
    )
    assert a.told(refusal) == ("conflict", [("already-submitted", "")])
    assert Draft.objects.values().get() == before
    assert Content.objects.get().place_of_service == "22"


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_save(world: w.World, draft_id: UUID, now: datetime) -> None:
    data = SaveDraftInput(draft_id, {"service/place": ("22", "11")})
    assert a.who_may(SaveDraft, data, world, now) == a.by_table("draft.edit", draft=True)
    foreign = a.refused(SaveDraft, data, world.mallory, now)
    nothing = a.refused(SaveDraft, SaveDraftInput(uuid4(), data.changes), world.ada, now)
    assert (foreign.kind, foreign.findings) == ("missing", nothing.findings)


@pytest.mark.req("STA-06", part="drafts")
def test_drafts_are_for_the_provider_acted_for_and_group_wide_admins(
    world: w.World, now: datetime
) -> None:
    at_aurora = w.draft(world, now, provider="aurora")
    data = SaveDraftInput(at_aurora, {"service/place": (None, "11")})
    assert a.refused(SaveDraft, data, world.actor("ben", "denver"), now).kind == "missing"
    assert perform(SaveDraft, data, world.ada, now).answer["applied"] == ["service/place"]
