"""The work queue: open work of every kind by due time, and the next piece that one may take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import content, deadlines, statuses
from precert.cases.models import InformationRequest, Request
from precert.cases.numbering import request_name
from precert.cases.queries import cursor
from precert.cases.subject import Subject, about
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.kit.count import Count
from precert.kit.statements import compiled
from precert.work import kinds
from precert.work import queries as work
from precert.work.queries import QueueItem


@dataclass(frozen=True)
class QueueFilters:
    """What the reviewer narrows the queue to; empty means all. `who` is mine, free or all."""

    contract: str = ""
    category: str = ""
    kind: str = ""
    level: str = ""
    who: str = "all"


@dataclass(frozen=True)
class QueueRow:
    """One piece of work on a request: of which kind, the route of the page where it is done; for
    what can be done with it, the request as `about`.
    """

    work: str
    page: str
    subject: UUID
    request: UUID
    about: Subject
    title: str  # the Case ID with the request's name
    consumer: str
    contract: str
    category: str
    service_type: str
    urgency: str
    status: str
    status_label: str
    level: str
    information: str  # what became of the last request for it; empty when nothing was asked
    reviewer: str
    mine: bool
    due_at: datetime | None
    overdue: bool
    today: bool
    soon: bool
    zone: str


@dataclass(frozen=True)
class Queue:
    """One page of the queue; `after` continues it, None at its end."""

    rows: list[QueueRow]
    count: Count
    overdue: Count
    after: str | None


def queue(
    actor: Actor, now: datetime, filters: QueueFilters, *, after: str = "", size: int = 25
) -> Queue:
    """Open work of the actor's contracts, due first. A constant number of queries, none of
    which walks the table.
    """
    wanted, mine = _wanted(actor, filters), actor.account_id
    found = work.page(wanted, mine, cursor.read(after), size + 1)
    shown, more = found[:size], len(found) > size
    return Queue(
        rows=_rows(shown, actor, now),
        count=Count(work.count(wanted, mine)),
        overdue=Count(work.count(wanted, mine, overdue_at=now)),
        after=cursor.written(shown[-1].queue_at, shown[-1].id) if more else None,
    )


def next_to_take(actor: Actor, filters: QueueFilters) -> QueueItem | None:
    """The most urgent piece of work that nobody does and the actor may take."""
    return work.next_free(_wanted(actor, filters), actor)


def _wanted(actor: Actor, filters: QueueFilters) -> work.WorkFilters:
    mine = actor.contracts_with("queue.view")
    return work.WorkFilters(
        contracts=mine & {filters.contract} if filters.contract else mine,
        kind=filters.kind,
        category=filters.category,
        level=filters.level,
        who="mine" if filters.who == "mine" else "free" if filters.who == "free" else "all",
    )


def _rows(items: Sequence[QueueItem], actor: Actor, now: datetime) -> list[QueueRow]:
    of = _requests(items)
    ids = list(set(of.values()))
    asked = {pk: (person["name"], service) for pk, person, service in content.asked_for(ids)}
    requests = {row.pk: row for row in _found(ids)}
    reading_list.note("request", *ids)
    return [
        _row(one, *asked[one.id], actor, now)
        for one in about([(requests[of[item.id]], item) for item in items])
    ]


@compiled
def _found(ids: list[UUID]) -> QuerySet[Any, Any]:
    return Request.objects.filter(pk__in=ids).select_related("case", "state")


def _requests(items: Sequence[QueueItem]) -> dict[UUID, UUID]:
    """The request that each piece of work is about, by the work's id."""
    by_kind: dict[str, list[QueueItem]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    found: dict[UUID, UUID] = {}
    for name, alike in by_kind.items():
        of = kinds.named(name).requests([item.subject for item in alike])
        found |= {item.id: of[item.subject] for item in alike}
    return found


def _information(row: InformationRequest | None) -> str:
    if row is None:
        return ""
    answer = getattr(row, "answer", None)
    return (
        "waiting on information"
        if answer is None
        else "no answer received"
        if answer.missed
        else "answer received"
    )


def _row(about: Subject, consumer: str, service_type: str, actor: Actor, now: datetime) -> QueueRow:
    item, request, pack = about.item, about.request, about.pinned.pack
    category, kind = pack.category(item.category), kinds.named(item.kind)
    return QueueRow(
        work=kind.label,
        page=kind.page,
        subject=item.subject,
        request=request.pk,
        about=about,
        title=f"{request.case.number} {request_name(request.number)}",
        consumer=consumer,
        contract=pack.name,
        category=item.category,
        service_type=category.label("service_types", service_type),
        urgency=request.urgency,
        status=request.state.status,
        status_label=statuses.LABELS[request.state.status],
        level=item.level,
        information=_information(about.asked),
        reviewer=item.worker,
        mine=item.worker_id is not None and item.worker_id == actor.account_id,
        due_at=item.due_at,
        overdue=deadlines.is_overdue(item.due_at, now),
        today=deadlines.due_today(item.due_at, now, pack),
        soon=deadlines.due_soon(item.due_at, now),
        zone=pack.time_zone,
    )
