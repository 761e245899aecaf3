"""Making the letters of an issue: facts, PDF, encrypted file, row. Repeating it makes nothing
twice.
"""

from datetime import datetime
from uuid import UUID

from precert.cases.queries.case_file import CaseFile, RequestView, for_letter
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.documents.store import store_generated
from precert.journal.write import Entry
from precert.kit import pdf
from precert.letters.actions.file_letter import FileLetter, FileLetterInput
from precert.letters.facts import facts
from precert.letters.models import Letter
from precert.letters.shelf import Wanted, outcome_of, wanted

WORKER = worker("letters")


def make_letters(entry: Entry, now: datetime) -> None:
    """Make what is still missing of an issue's letters."""
    issue = UUID(entry.data["issue"])
    if entry.case_id is None:
        raise ValueError("a determination belongs to a case")
    case = for_letter(entry.case_id)
    request = next(one for one in case.requests if str(one.row.pk) == entry.subject_id)
    outcomes = [d.outcome for line in request.lines for d in line.history if d.issue_id == issue]
    there = set(Letter.objects.filter(issue=issue).values_list("template", flat=True))
    for one in wanted(case.pinned, outcome_of(outcomes)):
        if one.template not in there:
            _make(case, request, one, issue, entry.at, now)


def _make(
    case: CaseFile, request: RequestView, one: Wanted, issue: UUID, at: datetime, now: datetime
) -> None:
    made = pdf.render(one.source, facts(case, request, one, at), at=at)
    stored = store_generated(
        f"{one.file_name}.pdf", "application/pdf", made, now, f"{WORKER.kind}:{WORKER.id}"
    )
    perform(
        FileLetter,
        FileLetterInput(issue, one.template, one.audience, one.file_name, stored.pk),
        WORKER,
        now,
    )
