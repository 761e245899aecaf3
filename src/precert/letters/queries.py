"""Reading letters: of a case, one of them, and what is still being made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access
from precert.cases.numbering import request_name
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.journal import delivery
from precert.kit.statements import compiled
from precert.letters.models import Letter
from precert.transports.queries import Served, deliveries_of

MAKER = "letters.production.make_letters"


@dataclass(frozen=True)
class LetterRow:
    """One letter as listed."""

    id: UUID
    request_id: UUID
    request: str
    file_name: str
    template: str
    audience: str
    fax_status: str  # of its newest fax; empty when none was asked for
    mailed_at: datetime | None
    created_at: datetime
    modified_at: datetime  # when something last became of it


def for_cases(actor: Actor, case_ids: "list[UUID]") -> dict[UUID, list[LetterRow]]:
    """The letters of these cases that the actor may see, oldest first; two queries more than the
    access filter.
    """
    if "letter.view" not in actor.anywhere:
        return {}
    rows = _letters(case_ids, _contracts(actor), *access.sight(actor))
    served = deliveries_of("letter", (row.pk for row in rows)) if rows else {}
    found: dict[UUID, list[LetterRow]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(_row(row, served.get(str(row.pk), [])))
    return found


@compiled
def _letters(
    case_ids: list[UUID],
    read: list[str] | None,
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
) -> QuerySet[Letter, Letter]:
    seen = _read(access.seen_by(contracts, groups, provider, narrow), read).filter(pk__in=case_ids)
    rows = Letter.objects.filter(case__in=seen).select_related("request")
    return rows.order_by("created_at", "file_name")


def for_case(actor: Actor, case_id: UUID) -> list[LetterRow]:
    """The letters of one case."""
    return for_cases(actor, [case_id]).get(case_id, [])


def letter_file(actor: Actor, letter_id: UUID) -> tuple[LetterRow, UUID] | None:
    """A letter with the id of its stored file, None when there is none that the actor may see.
    Notes the reading.
    """
    if "letter.view" not in actor.anywhere:
        return None
    rows = Letter.objects.filter(pk=letter_id, case__in=_readable(actor)).select_related("request")
    row = rows.first()
    if row is None:
        return None
    reading_list.note("letter", row.pk)
    return _row(row, deliveries_of("letter", [row.pk]).get(str(row.pk), [])), row.file_id


def ids_of_case(actor: Actor, case_id: UUID) -> list[UUID]:
    """The ids of a case's letters, for who reads the audit trail."""
    return (
        list(Letter.objects.filter(case=case_id).values_list("pk", flat=True))
        if actor.may("audit.view")
        else []
    )


def being_made(case_id: UUID) -> str:
    """How far letters of the case are that aren't there yet; empty when none is awaited."""
    held = delivery.open_for_case(case_id).get(MAKER)
    return "" if held is None else "on hold" if held else "being made"


def _readable(actor: Actor) -> "QuerySet[Any]":
    """The cases whose letters the actor may open."""
    return _read(access.visible(actor), _contracts(actor))


def _contracts(actor: Actor) -> list[str] | None:
    """The contracts whose letters the actor may open; None: of all that they see."""
    return sorted(actor.contracts_with("letter.view")) if actor.by_contract else None


def _read(seen: "QuerySet[Any]", contracts: list[str] | None) -> "QuerySet[Any]":
    return seen if contracts is None else seen.filter(contract__in=contracts)


def _row(row: Letter, served: "list[Served]") -> LetterRow:
    """`served`: its deliveries, oldest first."""
    faxed = [one.state for one in served if one.channel == "fax"]
    mailed = [one.sent_at for one in served if one.channel == "post"]
    return LetterRow(
        row.pk,
        row.request_id,
        request_name(row.request.number),
        row.file_name,
        row.template,
        row.audience,
        faxed[-1] if faxed else "",
        mailed[-1] if mailed else None,
        row.created_at,
        max((one.at for one in served), default=row.created_at),
    )
