"""Attach a document to a draft: any number of files, each of a type of the contract."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.models import Attachment, Draft
from precert.cases.queries.case_file import case_file
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


@pytest.mark.req("WIZ-09", part="table")
def test_a_file_is_on_the_draft_and_goes_with_the_request(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    version, file, later = (
        Draft.objects.get().version,
        a.stored(world.ada, now, "Carol Quetz.pdf"),
        now + timedelta(minutes=5),
    )
    answer = perform(
        AttachDocument, AttachDocumentInput(draft_id, file, "medical-record"), world.ada, later
    ).answer
    row = Attachment.objects.get()
    assert (str(row.pk), row.file_id, row.received_at, row.by_account_id) == (
        answer["attachment"],
        file,
        later,
        world.accounts["ada"],
    )
    assert (Draft.objects.get().version, Draft.objects.get().modified_at) == (version + 1, later)
    [event] = a.events("document.attached")
    assert (event.subject_id, event.data) == (str(draft_id), {"attachment": str(row.pk)})
    found = case_file(world.grace, w.submit(draft_id, world.ada, later)["case"])
    assert found
    assert [d.pk for d in found.current.documents] == [row.pk]


@pytest.mark.req("WIZ-09", part="type")
@pytest.mark.parametrize("kind", ["", "menu", "admission-record"])
def test_its_type_is_one_of_the_category(
    world: w.World, draft_id: UUID, now: datetime, kind: str
) -> None:
    data = AttachDocumentInput(draft_id, a.stored(world.ada, now), kind)
    assert a.told(a.refused(AttachDocument, data, world.ada, now)) == (
        "invalid",
        [("document-type", "document_type")],
    )
    assert not Attachment.objects.exists()


def test_a_file_that_is_not_there_or_another_handed_in_is_refused(
    world: w.World, draft_id: UUID, now: datetime
) -> None:
    for strange in (uuid4(), a.stored(world.mallory, now)):
        data = AttachDocumentInput(draft_id, strange, "medical-record")
        assert a.told(a.refused(AttachDocument, data, world.ada, now)) == (
            "invalid",
            [("no-such-file", "files")],
        )
    assert not Attachment.objects.exists()


@pytest.mark.req("STA-04", part="provider")
def test_after_submission_nothing_is_attached(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    data = AttachDocumentInput(request_id, a.stored(world.ada, now), "medical-record")
    assert a.told(a.refused(AttachDocument, data, world.ada, now)) == (
        "conflict",
        [("already-submitted", "")],
    )


def test_the_same_key_attaches_once(world: w.World, draft_id: UUID, now: datetime) -> None:
    data = AttachDocumentInput(draft_id, a.stored(world.ada, now), "medical-record")
    first = perform(AttachDocument, data, world.ada, now, key="k").answer
    assert perform(AttachDocument, data, world.ada, now, key="k").answer == first
    assert Attachment.objects.count() == len(a.events("document.attached")) == 1


@pytest.mark.req("ORG-01")
@pytest.mark.req("STA-06", part="drafts")
def test_who_may_attach(world: w.World, draft_id: UUID, now: datetime) -> None:
    data = AttachDocumentInput(draft_id, a.stored(world.ada, now), "medical-record")
    assert a.who_may(AttachDocument, data, world, now) == a.by_table("document.upload", draft=True)
    foreign = a.refused(AttachDocument, data, world.mallory, now)
    nothing = a.refused(
        AttachDocument, AttachDocumentInput(uuid4(), data.file, "medical-record"), world.ada, now
    )
    assert (foreign.kind, foreign.findings) == ("missing", nothing.findings)
