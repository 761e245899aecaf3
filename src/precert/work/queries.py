"""Reading the queue: pieces of work by due time, what somebody may take next, one piece of work.

Only work of registered kinds is in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.kit.statements import Later, compiled, counted
from precert.work.kinds import every
from precert.work.models import NOT_DONE, WorkItem

Who = Literal["all", "mine", "free"]
MOST = 1_001  # how far a count walks
READ = (  # of an item and who does it
    "kind", "subject_kind", "subject", "contract", "category", "level", "waits", "due_at",
    "due_rule", "queue_at", "done_at", "worker__first_name", "worker__last_name",
)  # fmt: skip


@dataclass(frozen=True)
class QueueItem:
    """One piece of work as it stands. `worker` is the name of who does it."""

    id: UUID
    kind: str
    subject_kind: str
    subject: UUID
    contract: str
    category: str
    level: str
    worker_id: int | None
    worker: str
    waits: bool
    due_at: datetime | None
    due_rule: str
    queue_at: datetime
    done: bool


@dataclass(frozen=True)
class WorkFilters:
    """What the queue is narrowed to; empty means all."""

    contracts: frozenset[str]
    kind: str = ""
    category: str = ""
    level: str = ""
    who: Who = "all"


def item(kind: str, subject: UUID) -> QueueItem | None:
    """The newest piece of work of that kind about that subject; None when there never was one."""
    return items(kind, [subject]).get(subject)


def items(kind: str, subjects: Iterable[UUID]) -> dict[UUID, QueueItem]:
    """The same for many subjects, by subject; one query."""
    return items_later(kind, subjects)()


def items_later(kind: str, subjects: Iterable[UUID]) -> Later[dict[UUID, QueueItem]]:
    """The same, asked now and read later."""
    rows = _about.later(kind, list(subjects))
    return lambda: {row.subject: _item(row) for row in rows()}


@compiled
def _about(kind: str, subjects: list[UUID]) -> QuerySet[Any, Any]:
    rows = WorkItem.objects.filter(subject__in=subjects, kind=kind)
    return rows.order_by("opened_at").select_related("worker").only(*READ)


def page(
    filters: WorkFilters, account_id: int | None, after: tuple[datetime, UUID] | None, size: int
) -> list[QueueItem]:
    """Up to `size` pieces of work that aren't done, due first, behind the place `after`."""
    at, pk = after or (None, None)
    rows = _page(*_wanted(filters, account_id), at, pk, who=filters.who, size=size)
    return [_item(row) for row in rows]


def count(
    filters: WorkFilters, account_id: int | None, *, overdue_at: datetime | None = None
) -> int:
    """How many there are, or how many were due before that moment; never counts beyond 1,001."""
    return _count(*_wanted(filters, account_id), overdue_at, who=filters.who)


Wanted = tuple[list[str], list[str], str | None, str | None, int | None]


def _wanted(filters: WorkFilters, account_id: int | None) -> Wanted:
    """What `_queue` takes."""
    mine = account_id if filters.who == "mine" else None
    asked = [filters.kind] if filters.kind else [kind.name for kind in every()]
    return (
        sorted(filters.contracts), asked, filters.category or None,
        filters.level or None, mine,
    )  # fmt: skip


@compiled
def _page(
    contracts: list[str],
    kinds: list[str],
    category: str | None,
    level: str | None,
    worker: int | None,
    at: datetime | None,
    pk: UUID | None,
    *,
    who: Who,
    size: int,
) -> QuerySet[Any, Any]:
    rows = _queue(contracts, kinds, category, level, worker, who=who)
    if at is not None:
        rows = rows.filter(Q(queue_at__gt=at) | Q(queue_at=at, id__gt=pk))
    return rows.order_by("queue_at", "id").select_related("worker").only(*READ)[:size]


@counted
def _count(
    contracts: list[str],
    kinds: list[str],
    category: str | None,
    level: str | None,
    worker: int | None,
    overdue_at: datetime | None,
    *,
    who: Who,
) -> QuerySet[Any, Any]:
    rows = _queue(contracts, kinds, category, level, worker, who=who)
    if overdue_at is not None:
        rows = rows.filter(queue_at__lt=overdue_at)
    return rows.values_list("pk")[:MOST]


def next_free(filters: WorkFilters, actor: Actor) -> QueueItem | None:
    """The most urgent piece of work that nobody does, that waits for nobody, and that the actor may
    take: of whatever kind, by the permission of its level under its contract.
    """
    may = Q(pk=None)
    for kind in every():
        for level in kind.levels:
            contracts = actor.contracts_with(level.permission)
            may |= Q(kind=kind.name, level=level.code, contract__in=contracts)
    wanted = _wanted(filters, None)
    rows = _queue(*wanted, who=filters.who).filter(may, worker=None, waits=False)
    row = rows.order_by("queue_at", "id").select_related("worker").only(*READ).first()
    return _item(row) if row else None


def _queue(
    contracts: list[str],
    kinds: list[str],
    category: str | None,
    level: str | None,
    worker: int | None,
    *,
    who: Who,
) -> "QuerySet[WorkItem]":
    """What isn't done. None narrows nothing."""
    rows = WorkItem.objects.filter(NOT_DONE, contract__in=contracts, kind__in=kinds)
    if category is not None:
        rows = rows.filter(category=category)
    if level is not None:
        rows = rows.filter(level=level)
    if who == "mine":
        rows = rows.filter(worker=worker)
    if who == "free":
        rows = rows.filter(worker=None)
    return rows


def _item(row: WorkItem) -> QueueItem:
    return QueueItem(
        id=row.pk,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject=row.subject,
        contract=row.contract,
        category=row.category,
        level=row.level,
        worker_id=row.worker_id,
        worker=row.worker.full_name if row.worker else "",
        waits=row.waits,
        due_at=row.due_at,
        due_rule=row.due_rule,
        queue_at=row.queue_at,
        done=row.done_at is not None,
    )
