"""Reading letters: of a case, one of them, and what is still being made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from precert.cases import access
from precert.conduct import reading
from precert.conduct.actor import Actor
from precert.journal import delivery
from precert.letters.models import Letter

MAKER = "letters.making.make_letters"


@dataclass(frozen=True)
class LetterRow:
    """One letter as listed."""

    id: UUID
    request: str
    file_name: str
    title: str
    audience: str
    fax_status: str
    mailed_at: datetime | None
    created_at: datetime
    modified_at: datetime


def for_cases(actor: Actor, case_ids: "list[UUID]") -> dict[UUID, list[LetterRow]]:
    """The letters of these cases that the actor may see, oldest first; one query more than the access filter."""
    if not actor.may("letter.view"):
        return {}
    seen = access.visible(actor).filter(pk__in=case_ids)
    found: dict[UUID, list[LetterRow]] = {}
    for row in Letter.objects.filter(case__in=seen).select_related("request").order_by("created_at", "file_name"):
        found.setdefault(row.case_id, []).append(_row(row))
    return found


def for_case(actor: Actor, case_id: UUID) -> list[LetterRow]:
    """The letters of one case."""
    return for_cases(actor, [case_id]).get(case_id, [])


def letter_file(actor: Actor, letter_id: UUID) -> tuple[LetterRow, UUID] | None:
    """A letter with the id of its stored file, None when there is none that the actor may see. Notes the reading."""
    if not actor.may("letter.view"):
        return None
    rows = Letter.objects.filter(pk=letter_id, case__in=access.visible(actor)).select_related("request")
    row = rows.first()
    if row is None:
        return None
    reading.note("letter", row.pk)
    return _row(row), row.file_id


def being_made(case_id: UUID) -> bool:
    """True while letters of the case are still being made."""
    return any(row.consumer == MAKER for row in delivery.open_for_case(case_id))


def _row(row: Letter) -> LetterRow:
    return LetterRow(
        row.pk,
        f"R{row.request.number:02d}",
        row.file_name,
        row.template,
        row.audience,
        row.fax_status,
        row.mailed_at,
        row.created_at,
        row.modified_at,
    )
