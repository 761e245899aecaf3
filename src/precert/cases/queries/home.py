"""The home page of a provider: what waits for the organisation, in figures, and the requests that
are saved but not submitted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access
from precert.cases.models import Draft
from precert.cases.statuses import PROVIDER
from precert.conduct import reading
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.kit.count import Count, capped
from precert.registry import consumers

MISSING = (  # in front of every name in a draft's list; the column's heading says it here
    "Missing Information: "
)


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
    drafts = access.drafts(actor)
    order = ("modified_at", "pk") if oldest_first else ("-modified_at", "pk")
    open_ones = access.open_requests(actor)
    return Home(
        not_submitted=capped(drafts),
        submitted=capped(open_ones),
        asked=capped(open_ones.filter(holder=PROVIDER)),
        drafts=_rows(drafts.order_by(*order)[(page - 1) * size : page * size]),
    )


def _rows(drafts: "QuerySet[Draft]") -> list[DraftRow]:
    packs = {p.pack.id: p.pack for p in contracts.all_current()}
    rows = list(drafts.select_related("provider"))
    people = consumers.standing(row.consumer_id for row in rows)
    reading.note("draft", *(row.pk for row in rows))
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
            modified_by=row.modified_by,
            missing=[str(one).removeprefix(MISSING) for one in row.missing],
            zone=packs[row.contract].time_zone if row.contract in packs else "UTC",
        )
        for row in rows
    ]
