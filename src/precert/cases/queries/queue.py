"""The work queue: open work of every kind by due time, and the next piece that one may take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import content, deadlines, statuses
from precert.cases.models import Content, InformationRequest, Request
from precert.cases.queries import cursor
from precert.conduct import reading_list
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
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
    """One piece of work on a request: of which kind, the route of the page where it is done."""

    work: str
    page: str
    subject: UUID
    request: UUID
    case_number: str
    name: str
    consumer: str
    member_id: str
    birth_date: date
    contract: str
    category: str
    service_type: str
    kind: str
    urgency: str
    status: str
    status_label: str
    level: str
    information: (
        str  # what became of the last request for it, in words; empty when nothing was asked
    )
    reviewer: str
    mine: bool
    due_at: datetime | None
    due_rule: str
    overdue: bool
    today: bool
    soon: bool
    zone: str
    submitted_at: datetime


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
    contents = content.standing(ids)
    requests = {row.pk: row for row in _found(ids)}
    information = {row.request_id: _information(row) for row in _asked(ids)}  # the last one stands
    reading_list.note("request", *ids)
    return [
        _row(
            item,
            requests[of[item.id]],
            contents[of[item.id]],
            information.get(of[item.id], ""),
            actor,
            now,
        )
        for item in items
    ]


@compiled
def _found(ids: list[UUID]) -> QuerySet[Any, Any]:
    return Request.objects.filter(pk__in=ids).select_related("case", "state")


@compiled
def _asked(ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = InformationRequest.objects.filter(request__in=ids)
    return rows.select_related("answer").order_by("n")


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


def _information(row: InformationRequest) -> str:
    answer = getattr(row, "answer", None)
    return (
        "waiting on information"
        if answer is None
        else "no answer received"
        if answer.missed
        else "answer received"
    )


def _row(
    item: QueueItem, request: Request, asked: Content, information: str, actor: Actor, now: datetime
) -> QueueRow:
    pack = contracts.pinned(request.pack_id).pack
    category, kind = pack.category(item.category), kinds.named(item.kind)
    return QueueRow(
        work=kind.label,
        page=kind.page,
        subject=item.subject,
        request=request.pk,
        case_number=request.case.number,
        name=f"R{request.number:02d}",
        consumer=asked.consumer["name"],
        member_id=asked.consumer["member_id"],
        birth_date=date.fromisoformat(asked.consumer["birth_date"]),
        contract=pack.name,
        category=item.category,
        service_type=category.label("service_types", asked.service_type),
        kind=category.label("request_types", request.kind),
        urgency=request.urgency,
        status=request.state.status,
        status_label=statuses.LABELS[request.state.status],
        level=item.level,
        information=information,
        reviewer=item.worker,
        mine=item.worker_id is not None and item.worker_id == actor.account_id,
        due_at=item.due_at,
        due_rule=item.due_rule,
        overdue=deadlines.is_overdue(item.due_at, now),
        today=deadlines.due_today(item.due_at, now, pack),
        soon=deadlines.due_soon(item.due_at, now),
        zone=pack.time_zone,
        submitted_at=request.submitted_at,
    )
