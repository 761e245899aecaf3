"""The organisation's open requests, newest first: submitted and not decided yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from precert.cases import access, content, statuses
from precert.cases.kinds import REVIEW
from precert.cases.models import Content, RequestState
from precert.cases.numbering import request_name
from precert.cases.queries import cursor
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.kit.count import Count, capped
from precert.work import queries as work
from precert.work.queries import QueueItem


@dataclass(frozen=True)
class OpenRow:
    """One open request; `asked` while it waits for information from the provider."""

    id: UUID
    case_number: str
    name: str
    consumer: str
    member_id: str
    contract: str
    category: str
    service_type: str
    status: str
    holder: str
    submitted_at: datetime
    due_at: datetime | None
    due_rule: str
    zone: str
    asked: bool


@dataclass(frozen=True)
class OpenRequests:
    """One page; `after` continues it, empty at its end."""

    rows: list[OpenRow]
    count: Count
    after: str


def open_requests(
    actor: Actor, *, asked_only: bool = False, after: str = "", size: int = 10
) -> OpenRequests:
    """One page of the open requests submitted for the actor's organisation. A constant number of
    queries.

    `after` is the one given with the page before; one that can't be read starts anew.
    """
    rows = access.open_requests(actor)
    if asked_only:
        rows = rows.filter(holder=statuses.PROVIDER)
    page = rows
    if beyond := cursor.read(after):
        at, pk = beyond
        page = rows.filter(
            Q(request__submitted_at__lt=at) | Q(request__submitted_at=at, request__gt=pk)
        )
    found = list(
        page.order_by("-request__submitted_at", "request").select_related("request__case")[
            : size + 1
        ]
    )
    shown = found[:size]
    last = cursor.written(shown[-1].request.submitted_at, shown[-1].pk) if len(found) > size else ""
    return OpenRequests(_rows(shown), capped(rows), last)


def _rows(states: list[RequestState]) -> list[OpenRow]:
    ids = [s.pk for s in states]
    reading_list.note("request", *ids)
    contents = content.standing(ids)
    reviews = work.items(REVIEW, ids)
    return [_row(s, contents[s.pk], reviews[s.pk]) for s in states]


def _row(state: RequestState, asked: Content, review: QueueItem) -> OpenRow:
    request, pack = state.request, contracts.pinned(state.request.pack_id).pack
    category = request.case.category
    return OpenRow(
        id=request.pk,
        case_number=request.case.number,
        name=request_name(request.number),
        consumer=asked.consumer["name"],
        member_id=asked.consumer["member_id"],
        contract=pack.name,
        category=category.capitalize(),
        service_type=pack.category(category).label("service_types", asked.service_type),
        status=statuses.LABELS[state.status],
        holder=statuses.HOLDER_LABELS[state.holder],
        submitted_at=request.submitted_at,
        due_at=review.due_at,
        due_rule=review.due_rule,
        zone=pack.time_zone,
        asked=state.holder == statuses.PROVIDER,
    )
