"""Delivery: events reach their consumers at least once, whatever is killed in between.

A row is claimed by a conditional UPDATE that pushes its next attempt beyond the lease, and marked done after the
effect. A consumer must therefore be idempotent: a crash between effect and mark repeats it.
"""

import logging
import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from precert.journal.models import Delivery
from precert.journal.write import consumers_of

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)

log = logging.getLogger(__name__)


def deliver(now: datetime, limit: int = 50) -> int:
    """Deliver what is due, oldest first; returns how many rows were delivered."""
    due = list(Delivery.objects.filter(done_at=None, next_at__lte=now).order_by("next_at", "id").values_list("pk", flat=True)[:limit])
    return sum(_deliver_one(pk, now) for pk in due)


def _deliver_one(pk: int, now: datetime) -> bool:
    lease = uuid.uuid4().hex
    if not Delivery.objects.filter(pk=pk, done_at=None, next_at__lte=now).update(lease=lease, next_at=now + LEASE):
        return False  # somebody else has it
    row = Delivery.objects.select_related("entry").get(pk=pk)
    handler = consumers_of(row.entry.verb).get(row.consumer)
    try:
        if handler is None:
            raise LookupError(f"no consumer named {row.consumer}")
        handler(row.entry, now)
    except Exception as error:  # a consumer's failure is kept and tried again, whatever it is
        _failed(row, lease, now, error)
        return False
    Delivery.objects.filter(pk=pk, lease=lease).update(done_at=now, error="")
    return True


def _failed(row: Delivery, lease: str, now: datetime, error: Exception) -> None:
    wait = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
    log.warning(
        "delivery failed",
        extra={
            "consumer": row.consumer,
            "entry": row.entry_id,
            "error": type(error).__name__,
        },
    )
    if isinstance(error, DatabaseError) and transaction.get_connection().in_atomic_block:
        raise error
    Delivery.objects.filter(pk=row.pk, lease=lease).update(
        attempts=row.attempts + 1,
        next_at=now + wait,
        error=f"{type(error).__name__}: {error}"[:500],
    )


def failing(limit: int = 100) -> list[Delivery]:
    """Rows that failed at least once and are still open: the staff list of things that need a look."""
    return list(Delivery.objects.filter(done_at=None, attempts__gt=0).select_related("entry").order_by("next_at")[:limit])


def open_for_case(case_id: UUID) -> list[Delivery]:
    """What of a case is still being made (letters, notices)."""
    return list(Delivery.objects.filter(done_at=None, entry__case_id=case_id).select_related("entry"))


def again(pk: int, now: datetime) -> bool:
    """Make an open row that failed due at once; False when there is none."""
    return bool(Delivery.objects.filter(pk=pk, done_at=None, attempts__gt=0).update(next_at=now, lease=""))


def failed_for(kind: str, subject_id: object, verb: str) -> Delivery | None:
    """The newest open delivery of an event of that subject that failed at least once: something meant for them didn't go out."""
    rows = Delivery.objects.filter(
        done_at=None, attempts__gt=0, entry__verb=verb, entry__subject_kind=kind, entry__subject_id=str(subject_id)
    )
    return rows.select_related("entry").order_by("-entry__id").first()
