"""Reading what happened to a case, as plain values: for its timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.journal.models import Entry
from precert.kit.statements import compiled

NEWEST = 200


@dataclass(frozen=True)
class PastEvent:
    """One event; the payload is ids and codes."""

    at: datetime
    verb: str
    actor_kind: str
    actor_id: str
    actor_name: str
    data: dict[str, Any]
    subject_id: str = ""


def of_case(case_id: UUID, verbs: Iterable[str], limit: int = NEWEST) -> list[PastEvent]:
    """The newest events of a case among `verbs`, newest first; one query."""
    return [PastEvent(*row) for row in _of_case(case_id, list(verbs), limit=limit)]


@compiled
def _of_case(case_id: UUID, verbs: list[str], *, limit: int) -> QuerySet[Any, Any]:
    rows = Entry.objects.filter(case_id=case_id, verb__in=verbs).order_by("-id")
    return rows.values_list(
        "at", "verb", "actor_kind", "actor_id", "actor_name", "data", "subject_id"
    )[:limit]


def of_subjects(
    kind: str, ids: Iterable[object], verbs: Iterable[str] = (), limit: int = NEWEST
) -> list[PastEvent]:
    """The newest events of subjects of one kind (an account, an enrolment), of these verbs or of
    all, newest first; one query.
    """
    rows = Entry.objects.filter(subject_kind=kind, subject_id__in=[str(one) for one in ids])
    wanted = list(verbs)
    rows = rows.filter(verb__in=wanted) if wanted else rows
    return [
        PastEvent(
            row.at, row.verb, row.actor_kind, row.actor_id, row.actor_name, row.data, row.subject_id
        )
        for row in rows.order_by("-id")[:limit]
    ]


@dataclass(frozen=True)
class Digested:
    """An event that carries the digest of rows: whose they are, and where it is sealed (0: not yet)."""

    entry: int
    seal: int
    subject: str
    digest: str


def digested(verb: str, key: str, size: int = 500) -> Iterator[list[Digested]]:
    """The events of a verb that carry a digest, oldest first, some at a time; `key` is that of the
    payload which says whose rows they are.
    """
    after = 0
    while rows := list(
        Entry.objects.filter(verb=verb, pk__gt=after)
        .order_by("pk")
        .values_list("pk", "seal", "data")[:size]
    ):
        after = rows[-1][0]
        yield [
            Digested(pk, seal or 0, str(data[key]), str(data["digest"]))
            for pk, seal, data in rows
            if key in data and "digest" in data
        ]


def is_first(entry: Entry, verbs: Iterable[str]) -> bool:
    """Whether nothing of these verbs had happened to the subject before."""
    before = Entry.objects.filter(
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        verb__in=list(verbs),
        pk__lt=entry.pk,
    )
    return not before.exists()


def count_of(
    kind: str, subject_id: object, verbs: Iterable[str], since: datetime, until: datetime
) -> int:
    """How many events of these verbs a subject has after `since` and until `until`, that moment
    included.
    """
    rows = Entry.objects.filter(
        subject_kind=kind,
        subject_id=str(subject_id),
        verb__in=list(verbs),
        at__gt=since,
        at__lte=until,
    )
    return rows.count()
