"""Moving pieces of work: conditional UPDATEs inside the transaction of the action that moves them.

Each says whether it moved anything: of two who try at once one does.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.kit.inserts import insert
from precert.work import kinds
from precert.work.models import NOT_DONE, WorkItem

END_OF_DAYS = datetime(9999, 12, 31, tzinfo=UTC)


def open_item(
    kind: str,
    subject: UUID,
    *,
    contract: str,
    category: str,
    level: str,
    due: tuple[datetime | None, str],
    now: datetime,
) -> UUID:
    """Put a new piece of work of a registered kind into the queue; `due` is the moment, if any, and
    its rule.
    """
    at, rule = due
    item = WorkItem(
        kind=kind,
        subject_kind=kinds.named(kind).subject,
        subject=subject,
        contract=contract,
        category=category,
        level=level,
        due_at=at,
        due_rule=rule,
        queue_at=at or END_OF_DAYS,
        opened_at=now,
        changed_at=now,
    )
    insert([item])
    return item.pk


def take(kind: str, subject: UUID, account_id: int, now: datetime) -> bool:
    """Give a free piece of work to somebody."""
    return _move(_open(kind, subject, worker=None), now, worker=account_id)


def pass_on(
    kind: str, subject: UUID, was: tuple[int | None, str], account_id: int, now: datetime
) -> bool:
    """Give it to somebody while it is still as it `was`: by whom it was done (None: nobody), and at
    which level.
    """
    worker, level = was
    return _move(_open(kind, subject, worker=worker, level=level), now, worker=account_id)


def keep(kind: str, subject: UUID, account_id: int | None) -> bool:
    """Make sure that this is still who does it (None: nobody), until the transaction ends: an
    UPDATE that changes nothing locks the row on every database.
    """
    return bool(_open(kind, subject, worker=account_id).update(worker=account_id))


def release(kind: str, subject: UUID, account_id: int | None, now: datetime, **more: Any) -> bool:
    """Take it from whoever does it now, with what else changes of it (its level)."""
    return _move(_open(kind, subject, worker=account_id), now, worker=None, **more)


def wait(kind: str, subject: UUID, now: datetime, *, waits: bool) -> bool:
    """Say whether it waits for the other side."""
    return _move(_open(kind, subject), now, waits=waits)


def set_due(kind: str, subject: UUID, at: datetime | None, rule: str, now: datetime) -> bool:
    """Say until when it must be done, and by which rule; None while its clock is paused."""
    return _move(_open(kind, subject), now, due_at=at, due_rule=rule, queue_at=at or END_OF_DAYS)


def finish(kind: str, subject: UUID, now: datetime) -> bool:
    """Take it out of the queue for good."""
    return _move(_open(kind, subject), now, done_at=now, worker=None, waits=False)


def _open(kind: str, subject: UUID, **conditions: Any) -> "QuerySet[WorkItem]":
    return WorkItem.objects.filter(NOT_DONE, kind=kind, subject=subject, **conditions)


def _move(rows: "QuerySet[WorkItem]", now: datetime, **changes: Any) -> bool:
    return bool(rows.update(changed_at=now, **changes))
