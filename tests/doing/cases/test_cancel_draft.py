"""Cancel Request: the draft is gone for good; its journal stays."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.models import Draft, Note
from precert.cases.queries import drafts
from precert.conduct.perform import perform
from precert.journal.models import Entry
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("WIZ-10")
@pytest.mark.req("WIZ-11", part="cancel")
def test_a_cancelled_draft_is_empty_and_out_of_reach_and_its_note_and_journal_stay(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    perform(AddNote, AddNoteInput(draft_id, "external", "Please call."), world.ada, now)
    perform(CancelDraft, CancelDraftInput(draft_id), world.ada, now)
    row = Draft.objects.get()
    assert (row.state, row.values, row.missing) == ("cancelled", {}, [])
    assert drafts.draft_file(world.ada, draft_id, now) is None
    assert Note.objects.get().text == "Please call."
    verbs = (
        Entry.objects.filter(subject_id=str(draft_id)).order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["draft.created", "draft.saved", "note.added", "draft.cancelled"]


@pytest.mark.req("WIZ-11", part="cancel")
def test_after_it_nothing_can_be_done_with_the_draft(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    version = Draft.objects.get().version
    perform(CancelDraft, CancelDraftInput(draft_id), world.ada, now)
    assert (
        a.refused(
            SaveDraft, SaveDraftInput(draft_id, {"service/place": (None, "11")}), world.ada, now
        ).kind
        == "missing"
    )
    assert (
        a.refused(Submit, SubmitInput(draft_id, version + 1, agreed=True), world.ada, now).kind
        == "missing"
    )
    assert a.refused(CancelDraft, CancelDraftInput(draft_id), world.ada, now).kind == "missing"


@pytest.mark.req("STA-04", part="provider")
def test_a_submitted_request_is_not_cancelled(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    assert a.told(a.refused(CancelDraft, CancelDraftInput(request_id), world.ada, now)) == (
        "conflict",
        [("already-submitted", "")],
    )
    assert Draft.objects.get().state == "submitted"


def test_the_same_key_cancels_once(world: w.World, draft_id: UUID, now: datetime) -> None:
    perform(CancelDraft, CancelDraftInput(draft_id), world.ada, now, key="k")
    assert perform(CancelDraft, CancelDraftInput(draft_id), world.ada, now, key="k").repeated
    assert len(a.events("draft.cancelled")) == 1


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_cancel(world: w.World, draft_id: UUID, now: datetime) -> None:
    data = CancelDraftInput(draft_id)
    assert a.who_may(CancelDraft, data, world, now) == a.by_table("draft.edit", draft=True)
    foreign = a.refused(CancelDraft, data, world.mallory, now)
    assert (foreign.kind, foreign.findings) == (
        "missing",
        a.refused(CancelDraft, CancelDraftInput(uuid4()), world.ada, now).findings,
    )
