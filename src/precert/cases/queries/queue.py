"""The work queue: open requests by due time, what a reviewer may take, and the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import content, deadlines, statuses
from precert.cases.models import Content, InformationRequest, Request
from precert.cases.queries import place
from precert.cases.subject import REVIEW
from precert.conduct import reading
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.kit.count import Count
from precert.kit.statements import compiled
from precert.work import queries as work
from precert.work.queries import Item, May


@dataclass(frozen=True)
class Filters:
    """What the reviewer narrows the queue to; empty means all. `who` is mine, free or all."""

    contract: str = ""
    category: str = ""
    level: str = ""
    who: str = "all"


@dataclass(frozen=True)
class QueueRow:
    """One open request."""

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
    actor: Actor, now: datetime, filters: Filters, *, after: str = "", size: int = 25
) -> Queue:
    """Open requests of the actor's contracts, due first. A constant number of queries, none of
    which walks the table.
    """
    wanted, mine = _wanted(actor, filters), actor.account_id
    found = work.page(wanted, mine, place.read(after), size + 1)
    shown, more = found[:size], len(found) > size
    return Queue(
        rows=_rows(shown, actor, now),
        count=Count(work.count(wanted, mine)),
        overdue=Count(work.count(wanted, mine, overdue_at=now)),
        after=place.written(shown[-1].queue_at, shown[-1].id) if more else None,
    )


def next_to_take(actor: Actor, filters: Filters) -> UUID | None:
    """The most urgent request that nobody holds and the actor may take."""
    found = work.next_free(_wanted(actor, filters), [_may(actor)])
    return found.subject if found else None


def _may(actor: Actor) -> May:
    """Which levels of review the actor may take, and under which contracts."""
    takes = actor.contracts_with("request.take")
    physician = takes & actor.contracts_with("request.deny")
    return May(REVIEW, {statuses.NURSE: takes, statuses.PHYSICIAN: physician})


def _wanted(actor: Actor, filters: Filters) -> work.Filters:
    mine = actor.contracts_with("queue.view")
    return work.Filters(
        contracts=mine & {filters.contract} if filters.contract else mine,
        kinds=frozenset({REVIEW}),
        category=filters.category,
        level=filters.level,
        who="mine" if filters.who == "mine" else "free" if filters.who == "free" else "all",
    )


def _rows(items: Sequence[Item], actor: Actor, now: datetime) -> list[QueueRow]:
    ids = [item.subject for item in items]
    contents = content.standing(ids)
    requests = {row.pk: row for row in _requests(ids)}
    information = {row.request_id: _information(row) for row in _asked(ids)}  # the last one stands
    reading.note("request", *ids)
    return [
        _row(
            item,
            requests[item.subject],
            contents[item.subject],
            information.get(item.subject, ""),
            actor,
            now,
        )
        for item in items
    ]


@compiled
def _requests(ids: list[UUID]) -> QuerySet[Any, Any]:
    return Request.objects.filter(pk__in=ids).select_related("case", "state")


@compiled
def _asked(ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = InformationRequest.objects.filter(request__in=ids)
    return rows.select_related("answer").order_by("n")


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
    item: Item, request: Request, asked: Content, information: str, actor: Actor, now: datetime
) -> QueueRow:
    pack = contracts.pinned(request.pack_id).pack
    category = pack.category(item.category)
    return QueueRow(
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
