"""Remove a document from a draft: it leaves the screen, not the house."""

from datetime import datetime
from uuid import UUID

import pytest

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.remove_document import RemoveDocument, RemoveDocumentInput
from precert.cases.models import Attachment, Draft
from precert.cases.queries import drafts
from precert.cases.queries.attachments import attachment
from precert.conduct.perform import perform
from precert.documents import store
from tests import world as w
from tests.doing.cases import asking as a


@pytest.fixture
def attached(world: w.World, draft_id: UUID, now: datetime) -> UUID:
    data = AttachDocumentInput(draft_id, a.stored(world.ada, now), "medical-record")
    return UUID(perform(AttachDocument, data, world.ada, now).answer["attachment"])


@pytest.mark.req("WIZ-10")
@pytest.mark.req("WIZ-09", part="remove")
def test_what_is_removed_leaves_the_draft_and_stays_stored_and_journaled(
    world: w.World, draft_id: UUID, attached: UUID, now: datetime
) -> None:
    version = Draft.objects.get().version
    perform(RemoveDocument, RemoveDocumentInput(draft_id, attached), world.ada, now)
    assert drafts.attachments(draft_id) == []
    assert attachment(world.ada, attached) is None
    row = Attachment.objects.get()
    assert row.removed_at == now
    assert store.find(row.file_id) is not None
    assert Draft.objects.get().version == version + 1
    assert [e.data for e in a.events("document.attached")] == [{"attachment": str(attached)}]
    assert [e.data for e in a.events("document.removed")] == [{"attachment": str(attached)}]


@pytest.mark.req("EDT-01")
@pytest.mark.req("CON-03", part="required fields")
def test_a_code_that_needs_a_document_lacks_it_until_it_is_attached_and_after_it_is_removed(
    world: w.World, now: datetime
) -> None:
    draft = w.draft(world, now)
    w.fill(
        world,
        draft,
        {"line/k1/kind": "procedure", "line/k1/system": "hcpcs", "line/k1/code": "E1399"},
        world.ada,
        now,
    )
    lacking = "attachment"
    assert lacking in Draft.objects.get().missing
    data = AttachDocumentInput(draft, a.stored(world.ada, now), "price-quote")
    attached = UUID(perform(AttachDocument, data, world.ada, now).answer["attachment"])
    assert lacking not in Draft.objects.get().missing
    perform(RemoveDocument, RemoveDocumentInput(draft, attached), world.ada, now)
    assert lacking in Draft.objects.get().missing


def test_it_is_removed_once(world: w.World, draft_id: UUID, attached: UUID, now: datetime) -> None:
    data = RemoveDocumentInput(draft_id, attached)
    perform(RemoveDocument, data, world.ada, now, key="k")
    assert perform(RemoveDocument, data, world.ada, now, key="k").repeated
    assert a.told(a.refused(RemoveDocument, data, world.ada, now)) == (
        "missing",
        [("no-such-document", "")],
    )
    assert len(a.events("document.removed")) == 1


def test_a_document_of_another_draft_is_missing(
    world: w.World, attached: UUID, now: datetime
) -> None:
    other = w.draft(world, now)
    assert (
        a.refused(RemoveDocument, RemoveDocumentInput(other, attached), world.ada, now).kind
        == "missing"
    )
    assert Attachment.objects.get().removed_at is None


@pytest.mark.req("STA-04", part="provider")
def test_after_submission_nothing_is_removed(
    world: w.World, draft_id: UUID, attached: UUID, now: datetime
) -> None:
    w.submit(draft_id, world.ada, now)
    refusal = a.refused(RemoveDocument, RemoveDocumentInput(draft_id, attached), world.ada, now)
    assert a.told(refusal) == ("conflict", [("already-submitted", "")])
    assert Attachment.objects.get().removed_at is None


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_remove(world: w.World, draft_id: UUID, attached: UUID, now: datetime) -> None:
    data = RemoveDocumentInput(draft_id, attached)
    assert a.who_may(RemoveDocument, data, world, now) == a.by_table("document.upload", draft=True)
    assert a.refused(RemoveDocument, data, world.mallory, now).kind == "missing"
