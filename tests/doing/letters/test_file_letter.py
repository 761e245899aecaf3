"""Filing a letter: by the worker alone, once for each issue and template, numbered on its case."""

from datetime import datetime
from uuid import UUID

import pytest

from precert.cases.models import Issue
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.documents.store import store_generated
from precert.journal.models import Entry
from precert.letters.actions.file_letter import FileLetter, FileLetterInput
from precert.letters.models import Letter
from tests import world as w

pytestmark = pytest.mark.django_db
LETTERS = worker("letters")


@pytest.fixture
def issue(now: datetime) -> Issue:
    world = w.build(now)
    w.issue(UUID(w.submitted(world, now)["request"]), world.grace, now)
    return Issue.objects.get()


def data(issue: Issue, now: datetime) -> FileLetterInput:
    file = store_generated("letter.pdf", "application/pdf", b"%PDF-1.7", now, "worker:letters").pk
    return FileLetterInput(issue.pk, "approval-provider", "provider", "PA-UMApproval", file)


@pytest.mark.req("COM-04")
def test_a_letter_is_filed_under_its_number_and_journaled(issue: Issue, now: datetime) -> None:
    perform(FileLetter, data(issue, now), LETTERS, now)
    row = Letter.objects.get()
    assert (row.file_name, row.number, row.audience, row.created_at) == (
        "PA-UMApproval-261600001-01.pdf",
        1,
        "provider",
        now,
    )
    entry = Entry.objects.get(verb="letter.issued")
    assert (entry.subject_id, entry.case_id, entry.data) == (
        str(row.pk),
        row.case_id,
        {"letter": str(row.pk), "template": "approval-provider"},
    )


@pytest.mark.req("COM-04")
def test_the_same_letter_again_is_the_one_that_is_there(issue: Issue, now: datetime) -> None:
    first = perform(FileLetter, data(issue, now), LETTERS, now).answer
    assert perform(FileLetter, data(issue, now), LETTERS, now).answer == first
    assert Letter.objects.count() == Entry.objects.filter(verb="letter.issued").count() == 1


@pytest.mark.req("COM-04")
def test_the_next_issue_gets_the_next_number(issue: Issue, now: datetime) -> None:
    perform(FileLetter, data(issue, now), LETTERS, now)
    later = Issue.objects.create(request=issue.request, n=2, at=now, by=issue.by)
    perform(FileLetter, data(later, now), LETTERS, now)
    assert [row.file_name[-6:] for row in Letter.objects.order_by("number")] == ["01.pdf", "02.pdf"]


def test_no_person_files_a_letter(issue: Issue, now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(FileLetter, data(issue, now), w.people.actor_for(issue.by, None, now), now)  # type: ignore[arg-type]
    assert refusal.value.kind == "forbidden"
    assert not Letter.objects.exists()
