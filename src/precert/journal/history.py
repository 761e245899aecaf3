"""Reading what happened to a case, as plain values: for its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from precert.journal.models import Entry

NEWEST = 200


@dataclass(frozen=True)
class Event:
    """One event; the payload is ids and codes."""

    at: datetime
    verb: str
    actor_kind: str
    actor_id: str
    actor_name: str
    data: dict[str, Any]


def of_case(case_id: UUID, verbs: Iterable[str], limit: int = NEWEST) -> list[Event]:
    """The newest events of a case among `verbs`, newest first; one query."""
    rows = Entry.objects.filter(case_id=case_id, verb__in=list(verbs)).order_by("-id")[:limit]
    return [Event(row.at, row.verb, row.actor_kind, row.actor_id, row.actor_name, row.data) for row in rows]
