"""Making the letters of an event: facts, PDF, encrypted file, row. Repeating it makes nothing twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from precert.cases.events import DELIVERY_REPAIRED
from precert.cases.queries.case_file import for_letter
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.contracts.texts import unprintable
from precert.documents.store import store_generated
from precert.journal import history
from precert.journal.delivery import Held
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
        said = facts(case, request, one, entry.at)
        _look(said, entry)
        file = store_generated(
            f"{one.file_name}.pdf",
            "application/pdf",
            pdf.render(one.source, said, at=entry.at),
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


def _look(said: Mapping[str, Any], entry: Entry) -> None:
    """Raises Held for a letter that can't show all that it says, until somebody has it made as it
    is.
    """
    lost = sorted({path.partition("[")[0].replace(".", " ") for path, _ in unprintable(said)})
    if lost and not any(one.data.get("as_is") == entry.pk for one in _repairs(entry)):
        raise Held(f"Characters that cannot be printed, in: {', '.join(lost)}")


def _repairs(entry: Entry) -> list[history.PastEvent]:
    return history.of_case(cast("UUID", entry.case_id), [DELIVERY_REPAIRED])
