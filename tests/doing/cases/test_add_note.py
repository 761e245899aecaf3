"""Add a Note: on a draft or a submitted request; never changed, internal ones for staff only."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.digests import digest
from precert.cases.models import Case, Note
from precert.cases.queries.case_file import case_file
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("WIZ-10", "COM-01")
def test_a_note_on_a_draft_keeps_author_time_step_and_goes_with_the_request(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    perform(
        AddNote, AddNoteInput(draft_id, "external", "Please\x00 call. ", step="7"), world.ada, now
    )
    note = Note.objects.get()
    assert (note.text, note.internal, note.by_name, note.at, note.step) == (
        "Please call. ",
        False,
        "Ada Tester",
        now,
        "7",
    )
    case = case_file(world.grace, w.submit(draft_id, world.ada, now)["case"])
    assert case
    assert [n.text for n in case.current.notes] == ["Please call. "]
    [event] = a.events("note.added")
    assert (event.subject_id, event.data) == (
        str(draft_id),
        {"note": note.pk, "internal": False, "digest": digest([note])},
    )


@pytest.mark.req("COM-01")
def test_external_notes_are_read_by_both_sides_and_internal_ones_by_staff(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    for kind, text in (("external", "To both"), ("internal", "To us")):
        perform(AddNote, AddNoteInput(request_id, kind, text), world.grace, now)
    perform(AddNote, AddNoteInput(request_id, "external", "From Ada"), world.ada, now)
    number = Case.objects.get().number
    assert [n.text for n in notes(world.grace, number)] == ["To both", "To us", "From Ada"]
    assert [n.text for n in notes(world.ada, number)] == ["To both", "From Ada"]


def notes(actor: Actor, number: str) -> tuple[Note, ...]:
    found = case_file(actor, number)
    assert found
    return found.current.notes


@pytest.mark.req("COM-01")
@pytest.mark.parametrize("kind", ["internal", "referral", ""])
def test_a_provider_writes_no_internal_note_and_no_unknown_kind(
    world: w.World, request_id: UUID, now: datetime, kind: str
) -> None:
    assert a.told(a.refused(AddNote, AddNoteInput(request_id, kind, "x"), world.ada, now)) == (
        "invalid",
        [("note-type", "type")],
    )
    assert not Note.objects.exists()


@pytest.mark.req("WIZ-10")
def test_an_empty_note_is_refused_and_a_long_one_is_kept_whole(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    for empty in (" \n", "\u200b", "\u2060\u3164"):
        refused = a.refused(AddNote, AddNoteInput(draft_id, "external", empty), world.ada, now)
        assert a.told(refused) == ("invalid", [("note-text", "text")])
    perform(AddNote, AddNoteInput(draft_id, "external", "äλ🙂 " * 25_000), world.ada, now)
    assert Note.objects.get().text == "äλ🙂 " * 25_000


def test_characters_that_no_database_takes_are_left_out(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    perform(AddNote, AddNoteInput(draft_id, "external", "a\x00b\ud800c"), world.ada, now)
    assert Note.objects.get().text == "abc"
    assert a.told(
        a.refused(AddNote, AddNoteInput(draft_id, "external", "\x00"), world.ada, now)
    ) == ("invalid", [("note-text", "text")])


def test_a_note_is_still_added_after_the_determination_and_none_to_a_cancelled_draft(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.issue(request_id, world.grace, now)
    perform(AddNote, AddNoteInput(request_id, "external", "Thank you."), world.ada, now)
    gone = w.draft(world, now)
    perform(CancelDraft, CancelDraftInput(gone), world.ada, now)
    assert a.refused(AddNote, AddNoteInput(gone, "external", "x"), world.ada, now).kind == "missing"
    assert Note.objects.count() == 1


def test_the_same_key_adds_one_note(world: w.World, draft_id: UUID, now: datetime) -> None:
    data = AddNoteInput(draft_id, "external", "Once.")
    first = perform(AddNote, data, world.ada, now, key="k").answer
    assert perform(AddNote, data, world.ada, now, key="k").answer == first
    assert Note.objects.count() == len(a.events("note.added")) == 1


@pytest.mark.req("ORG-01", "REV-01")
@pytest.mark.req("STA-06", part="cases")
def test_who_may_add_a_note(world: w.World, request_id: UUID, now: datetime) -> None:
    data = AddNoteInput(request_id, "external", "x")
    assert a.who_may(AddNote, data, world, now) == a.by_table("note.add")
    foreign = a.refused(AddNote, data, world.mallory, now)
    nothing = a.refused(AddNote, AddNoteInput(uuid4(), "external", "x"), world.ada, now)
    assert (foreign.kind, foreign.findings) == ("missing", nothing.findings)
