"""The home page of a provider: what waits for the organisation, in figures, and the requests that
are saved but not submitted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access
from precert.cases.draft.missing import Names
from precert.cases.models import Draft
from precert.cases.statuses import PROVIDER
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.kit.count import EXACT_TO, Count
from precert.kit.statements import compiled, counted
from precert.registry import consumers


@dataclass(frozen=True)
class DraftRow:
    """One request that is saved but not submitted."""

    id: UUID
    contract: str
    category: str
    member_id: str
    name: str
    birth_date: date
    provider: str
    modified_at: datetime
    modified_by: str
    missing: list[str]
    zone: str


@dataclass(frozen=True)
class Home:
    """Organisation totals and the newest drafts."""

    not_submitted: Count
    submitted: Count
    asked: Count  # requests for information that wait for the provider
    drafts: list[DraftRow]

    @property
    def in_progress(self) -> Count:
        """Not submitted and submitted together."""
        return self.not_submitted + self.submitted


def home(actor: Actor, *, page: int = 1, size: int = 10, oldest_first: bool = False) -> Home:
    """The figures and one page of drafts, the one last modified first unless asked otherwise."""
    desk, sight = access.desk(actor), access.sight(actor)
    first = (page - 1) * size
    return Home(
        not_submitted=Count(_count_drafts(*desk)),
        submitted=Count(_count_open(*sight, None)),
        asked=Count(_count_open(*sight, PROVIDER)),
        drafts=_rows(
            _drafts(*desk, oldest_first=oldest_first)[first : first + size]
            if first
            else _newest(*desk, oldest_first=oldest_first, size=size)
        ),
    )


@counted
def _count_drafts(providers: list[int], groups: list[int]) -> QuerySet[Any, Any]:
    return access.drafts_of(providers, groups).values_list("pk")[: EXACT_TO + 1]


@counted
def _count_open(
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
    holder: str | None,
) -> QuerySet[Any, Any]:
    rows = access.open_to(contracts, groups, provider, narrow)
    rows = rows if holder is None else rows.filter(holder=holder)
    return rows.values_list("pk")[: EXACT_TO + 1]


def _drafts(
    providers: list[int], groups: list[int], *, oldest_first: bool
) -> "QuerySet[Draft, Draft]":
    """Without the documents: they are long, and not listed."""
    rows = access.drafts_of(providers, groups).select_related("provider").defer("values")
    return rows.order_by("modified_at" if oldest_first else "-modified_at", "pk")


@compiled
def _newest(
    providers: list[int], groups: list[int], *, oldest_first: bool, size: int
) -> QuerySet[Draft, Draft]:
    return _drafts(providers, groups, oldest_first=oldest_first)[:size]


def _rows(drafts: Iterable[Draft]) -> list[DraftRow]:
    pinned = {one.pack.id: one for one in contracts.all_current()}
    packs = {key: one.pack for key, one in pinned.items()}
    rows = list(drafts)
    documents = _documents(rows)
    people = consumers.standing(row.consumer_id for row in rows)
    reading_list.note("draft", *(row.pk for row in rows))
    return [
        DraftRow(
            id=row.pk,
            contract=packs[row.contract].name if row.contract in packs else row.contract,
            category=row.category,
            member_id=people[row.consumer_id].member_id,
            name=people[row.consumer_id].name,
            birth_date=people[row.consumer_id].birth_date,
            provider=row.provider.name,
            modified_at=row.modified_at,
            modified_by=row.modified_by_name,
            missing=_missing(row, documents.get(row.pk, {}), pinned.get(row.contract)),
            zone=packs[row.contract].time_zone if row.contract in packs else "UTC",
        )
        for row in rows
    ]


def _documents(rows: Iterable[Draft]) -> dict[UUID, dict[str, Any]]:
    """The documents of drafts that lack something in a line, which is named by its code; the others
    stay unread.
    """
    wanted = [one.pk for one in rows if any(path.startswith("line/") for path in one.missing)]
    found = Draft.objects.filter(pk__in=wanted).values_list("pk", "values") if wanted else ()
    return dict(found)


def _missing(row: Draft, values: dict[str, Any], pinned: Pinned | None) -> list[str]:
    """What is missing, as the contract and the draft call it now."""
    if pinned is None:
        return Names(values, None).of(row.missing)
    titles = {
        ref.id: pinned.questionnaire(ref.file).title
        for ref in pinned.pack.questionnaires
        if f"questionnaire/{ref.id}" in row.missing
    }
    return Names(values, pinned.pack.category(row.category), titles).of(row.missing)
