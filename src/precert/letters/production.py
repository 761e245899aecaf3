"""Making the letters of an event: facts, PDF, encrypted file, row. Repeating it makes nothing twice."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from precert.cases.queries.case_file import for_letter
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.documents.store import store_generated
from precert.journal.recording import Entry
from precert.kit import pdf
from precert.kit.statements import compiled
from precert.letters.actions.file_letter import FileLetter, FileLetterInput
from precert.letters.facts import facts
from precert.letters.models import Letter
from precert.letters.occasions import OCCASIONS
from precert.letters.shelf import wanted

WORKER = worker("letters")


@compiled
def _made(cause_kind: str, cause_id: str) -> QuerySet[Any, Any]:
    rows = Letter.objects.filter(cause_kind=cause_kind, cause_id=cause_id)
    return rows.values_list("template", flat=True)


def make_letters(entry: Entry, now: datetime) -> None:
    """Make what is still missing of an event's letters."""
    occasion = OCCASIONS[entry.verb]
    cause = str(entry.data[occasion.cause])
    if entry.case_id is None:
        raise ValueError("what letters are made about belongs to a case")
    case = for_letter(entry.case_id)
    request = next(one for one in case.requests if str(one.row.pk) == entry.subject_id)
    there = set(_made(occasion.cause, cause))
    for one in wanted(request.pinned, occasion.outcome(request, cause), occasion.name):
        if one.template in there:
            continue
        file = store_generated(
            f"{one.file_name}.pdf",
            "application/pdf",
            pdf.render(one.source, facts(case, request, one, entry.at), at=entry.at),
            now,
            f"{WORKER.kind}:{WORKER.id}",
        )
        filed = FileLetterInput(
            request.row.pk,
            occasion.cause,
            cause,
            one.template,
            one.audience,
            one.file_name,
            file.pk,
        )
        perform(FileLetter, filed, WORKER, now)
