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
from precert.letters.actions.file_letter import FileLetter, FileLetterInput, LetterPlace
from precert.letters.models import Letter
from precert.letters.occasions import outcome_of
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
    cause = "issue", str(issue.pk)
    return FileLetterInput(
        issue.request_id, *cause, "approval-provider", "provider", "PA-UMApproval", file
    )


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
    later = Issue.objects.create(
        request=issue.request, n=2, at=now, by_kind="staff", by_id="2", by_name="Grace"
    )
    perform(FileLetter, data(later, now), LETTERS, now)
    assert [row.file_name[-6:] for row in Letter.objects.order_by("number")] == ["01.pdf", "02.pdf"]


def test_no_person_files_a_letter(issue: Issue, now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(FileLetter, data(issue, now), w.people.actor_for(issue.by_account, None, now), now)  # type: ignore[arg-type]
    assert refusal.value.kind == "forbidden"
    assert not Letter.objects.exists()


def test_a_number_that_was_taken_meanwhile_is_the_next_one(
    issue: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker files between the look and the row."""
    later = Issue.objects.create(
        request=issue.request, n=2, at=now, by_kind="staff", by_id="2", by_name="Grace"
    )
    find, late = FileLetter.find, [True]

    def found(self: FileLetter) -> LetterPlace:
        place = find(self)
        if late and self.data.cause_id == str(later.pk):
            late.pop()
            perform(FileLetter, data(issue, now), LETTERS, now)
        return place

    monkeypatch.setattr(FileLetter, "find", found)
    perform(FileLetter, data(later, now), LETTERS, now)
    rows = Letter.objects.order_by("number").values_list("cause_id", "number")
    assert list(rows) == [(str(issue.pk), 1), (str(later.pk), 2)]


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["approved", "approved"], "approved"),
        (["denied", "denied"], "denied"),
        (["approved", "denied"], "partial"),
        (["partial"], "partial"),
        (["approved", "void"], "approved"),
        (["denied", "void"], "denied"),
        (["void", "void"], "void"),
    ],
)
def test_how_a_request_ended_as_a_whole(lines: list[str], outcome: str) -> None:
    assert outcome_of(lines) == outcome
