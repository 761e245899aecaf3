"""Delivery: events reach their consumers at least once, whatever is killed in between.

A row is claimed by a conditional UPDATE that counts the attempt and pushes the next one beyond the
lease, and marked done after the effect. A consumer must therefore be idempotent: a crash between
effect and mark repeats it. One that fails is tried again for ever, at growing intervals; one that
the worker doesn't survive would end the worker again and again, so it is set aside after a few
attempts.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When

from precert.journal.models import Errand
from precert.journal.recording import consumers_of
from precert.kit.statements import Change, changed, compiled

__all__ = [
    "Errand",
    "Held",
    "again",
    "deliver",
    "failed_for",
    "failing",
    "failing_count",
    "find",
    "open_for_case",
    "set_aside",
    "why_held",
]

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
MOST_CUT_OFF = (
    5  # attempts in a row that never came to an end; after them a row waits for somebody to look
)
CUT_OFF = "Interrupted: the worker ended while it was at this"
FAILING = Q(done_at=None) & ~Q(error="")

log = logging.getLogger(__name__)


class Held(Exception):  # noqa: N818 - no error: somebody has to look first
    """Not to be done before somebody has looked: the row is set aside. Its text, which is shown, says
    why without quoting anything.
    """


HELD = f"{Held.__name__}: "


def deliver(now: datetime, limit: int = 50) -> int:
    """Deliver what is due, oldest first; returns how many rows were delivered."""
    return sum(_deliver_one(pk, now) for pk in _due(now, limit=limit))


@compiled
def _due(now: datetime, *, limit: int) -> QuerySet[Any, Any]:
    rows = Errand.objects.filter(done_at=None, next_at__lte=now, unended__lt=MOST_CUT_OFF)
    return rows.order_by("next_at", "id").values_list("pk", flat=True)[:limit]


def _deliver_one(pk: int, now: datetime) -> bool:
    lease = uuid.uuid4().hex
    if not _claim(pk, lease, now, now + LEASE):
        return False  # somebody else has it
    (row,) = _with_entry(pk)
    if row.unended > 1:
        log.warning(
            "delivery is tried again after the worker ended in it",
            extra={"consumer": row.consumer, "entry": row.entry_id},
        )
    handler = consumers_of(row.entry.verb).get(row.consumer)
    try:
        if handler is None:
            raise LookupError(f"no consumer named {row.consumer}")
        handler(row.entry, now)
    except Exception as error:  # a consumer's failure is kept and tried again, whatever it is
        _failed(row, lease, now, error)
        return False
    _done(pk, lease, now)
    return True


@compiled
def _with_entry(pk: int) -> QuerySet[Errand, Errand]:
    return Errand.objects.select_related("entry").filter(pk=pk)


@changed
def _claim(pk: int, lease: str, now: datetime, until: datetime) -> Change:
    """Take a row, unless somebody has it. The attempt counts from here on, so one that kills this
    process has counted.
    """
    cut_off = Case(
        When(unended__gt=0, then=Value(CUT_OFF)), default=F("error"), output_field=TextField()
    )
    return Errand.objects.filter(pk=pk, done_at=None, next_at__lte=now), {
        "lease": lease,
        "next_at": until,
        "attempts": F("attempts") + 1,
        "unended": F("unended") + 1,
        "error": cut_off,
    }


@changed
def _done(pk: int, lease: str, now: datetime) -> Change:
    rows = Errand.objects.filter(pk=pk, lease=lease)
    return rows, {"done_at": now, "error": "", "unended": 0}


def _failed(row: Errand, lease: str, now: datetime, error: Exception) -> None:
    wait = min(FIRST_RETRY * 2 ** min(row.attempts - 1, 10), LONGEST_RETRY)
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
    Errand.objects.filter(pk=row.pk, lease=lease).update(
        unended=MOST_CUT_OFF if isinstance(error, Held) else 0,
        next_at=now + wait,
        error=f"{type(error).__name__}: {error}"[:500],
    )


def failing(limit: int = 100, *, cases: Iterable[UUID] | None = None) -> list[Errand]:
    """Rows that failed, or ended a worker, and are still open: the staff list of things that need a
    look; of these cases, or all.
    """
    return list(_failing(cases).select_related("entry").order_by("next_at", "id")[:limit])


def failing_count(*, cases: Iterable[UUID] | None = None) -> int:
    """How many rows `failing` would list without a limit."""
    return _failing(cases).count()


def _failing(cases: Iterable[UUID] | None) -> QuerySet[Errand]:
    return (
        Errand.objects.filter(FAILING)
        if cases is None
        else Errand.objects.filter(FAILING, entry__case_id__in=cases)
    )


def find(pk: int) -> Errand | None:
    """One row with its entry, whatever became of it."""
    return Errand.objects.filter(pk=pk).select_related("entry").first()


def set_aside(row: Errand) -> bool:
    """Whether a row isn't tried again before somebody asks for it: every attempt at it has ended
    the worker, or it is held.
    """
    return row.unended >= MOST_CUT_OFF


def why_held(row: Errand) -> str:
    """Why it is held until somebody has looked; empty when it isn't."""
    return row.error.removeprefix(HELD) if row.error.startswith(HELD) else ""


def open_for_case(case_id: UUID) -> dict[str, bool]:
    """What of a case is still being made (letters, notices): the names of who makes it, and whether
    it is held until somebody has looked.
    """
    found: dict[str, bool] = {}
    for consumer, error in _open_for_case(case_id):
        found[consumer] = found.get(consumer, False) or error.startswith(HELD)
    return found


@compiled
def _open_for_case(case_id: UUID) -> QuerySet[Any, Any]:
    rows = Errand.objects.filter(done_at=None, entry__case_id=case_id)
    return rows.values_list("consumer", "error")


def again(pk: int, now: datetime) -> bool:
    """Make an open row that failed due at once, one that was set aside, too; False when there is
    none.
    """
    return bool(Errand.objects.filter(FAILING, pk=pk).update(next_at=now, lease="", unended=0))


def failed_for(kind: str, subject_id: object, verb: str) -> Errand | None:
    """The newest open delivery of an event of that subject that failed at least once: something
    meant for them didn't go out.
    """
    rows = Errand.objects.filter(
        FAILING, entry__verb=verb, entry__subject_kind=kind, entry__subject_id=str(subject_id)
    )
    return rows.select_related("entry").order_by("-entry__id").first()
