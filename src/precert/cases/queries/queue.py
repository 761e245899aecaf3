"""The work queue: open requests by due time, what a reviewer may take, and the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from precert.cases import deadlines, statuses
from precert.cases.models import OPEN, Content, InformationRequest, RequestState
from precert.cases.queries import place
from precert.conduct import reading
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.kit.count import Count, capped


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
    rows = _open(actor, filters)
    page = rows
    if beyond := place.read(after):
        at, pk = beyond
        page = rows.filter(Q(queue_at__gt=at) | Q(queue_at=at, request__gt=pk))
    found = list(
        page.order_by("queue_at", "request").select_related("request__case", "reviewer")[: size + 1]
    )
    shown, more = found[:size], len(found) > size
    last = shown[-1] if more else None
    return Queue(
        rows=_rows(shown, actor, now),
        count=capped(rows),
        overdue=capped(rows.filter(queue_at__lt=now)),
        after=place.written(last.queue_at, last.pk) if last else None,
    )


def next_to_take(actor: Actor, filters: Filters) -> UUID | None:
    """The most urgent request that nobody holds and the actor may take."""
    rows = _open(actor, filters).filter(reviewer=None, holder=statuses.REVIEWER)
    rows = rows.filter(contract__in=actor.contracts_with("request.take"))
    rows = rows.filter(
        Q(level=statuses.NURSE) | Q(contract__in=actor.contracts_with("request.deny"))
    )
    return rows.order_by("queue_at", "request").values_list("pk", flat=True).first()


def _open(actor: Actor, filters: Filters) -> "QuerySet[RequestState]":
    mine = actor.contracts_with("queue.view")
    rows = RequestState.objects.filter(
        OPEN, contract__in=mine & {filters.contract} if filters.contract else mine
    )
    if filters.category:
        rows = rows.filter(category=filters.category)
    if filters.level:
        rows = rows.filter(level=filters.level)
    if filters.who == "mine":
        rows = rows.filter(reviewer=actor.account_id)
    if filters.who == "free":
        rows = rows.filter(reviewer=None)
    return rows


def _rows(states: Sequence[RequestState], actor: Actor, now: datetime) -> list[QueueRow]:
    ids = [s.pk for s in states]
    contents = {c.request_id: c for c in Content.objects.filter(request__in=ids).order_by("n")}
    asked = (
        InformationRequest.objects.filter(request__in=ids).select_related("answer").order_by("n")
    )
    information = {row.request_id: _information(row) for row in asked}  # the last one stands
    reading.note("request", *ids)
    return [
        _row(state, contents[state.pk], information.get(state.pk, ""), actor, now)
        for state in states
    ]


def _information(row: InformationRequest) -> str:
    answer = getattr(row, "answer", None)
    return (
        "waits for information"
        if answer is None
        else "no answer came"
        if answer.missed
        else "answer came"
    )


def _row(
    state: RequestState, content: Content, information: str, actor: Actor, now: datetime
) -> QueueRow:
    request, pack = state.request, contracts.pinned(state.request.case.pack_id).pack
    category = pack.category(state.category)
    return QueueRow(
        request=state.pk,
        case_number=request.case.number,
        name=f"R{request.number:02d}",
        consumer=content.consumer["name"],
        member_id=content.consumer["member_id"],
        birth_date=date.fromisoformat(content.consumer["birth_date"]),
        contract=pack.name,
        category=state.category,
        service_type=category.label("service_types", content.service_type),
        kind=category.label("request_types", request.kind),
        urgency=request.urgency,
        status=state.status,
        level=state.level,
        information=information,
        reviewer=state.reviewer.full_name if state.reviewer else "",
        mine=state.reviewer_id is not None and state.reviewer_id == actor.account_id,
        due_at=state.due_at,
        due_rule=state.due_rule,
        overdue=deadlines.is_overdue(state.due_at, now),
        today=deadlines.due_today(state.due_at, now, pack),
        soon=deadlines.due_soon(state.due_at, now),
        zone=pack.time_zone,
        submitted_at=request.submitted_at,
    )
