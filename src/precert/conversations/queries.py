"""Reading messages: those on the requests that an actor may see, and those they haven't read yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, QuerySet

from precert.cases import access
from precert.conduct import reading_list
from precert.conduct.actor import Actor, Side
from precert.conversations.models import Message, ReadMark
from precert.kit.count import EXACT_TO, Count
from precert.kit.statements import counted

PERMISSION = "message.send"  # the Message Center is for those who may answer
OTHER: dict[Side, Side] = {"provider": "review", "review": "provider"}
Reader = tuple[list[str] | None, list[int], int | None, list[str], Side, int, list[str] | None]
MOST = 100  # unread messages listed; who has more reads these first


@dataclass(frozen=True)
class MessageRow:
    """One message as listed. `read`: by the actor; one's own side's always is."""

    id: int
    case_id: UUID
    case: str
    request_id: UUID
    request: int
    side: str
    by_name: str
    provider_id: int | None
    subject: str
    text: str
    answers: int | None
    cause: tuple[str, str] | None
    at: datetime
    read: bool


def messages_of(actor: Actor, requests: Iterable[UUID]) -> dict[UUID, list[MessageRow]]:
    """The threads of these requests, oldest message first; one query. What the actor may not see
    isn't there. Notes the reading.
    """
    found: dict[UUID, list[MessageRow]] = {}
    rows = _visible(actor).filter(thread__request__in=list(requests))
    for row in _with_marks(actor, rows).order_by("thread", "n"):
        found.setdefault(row.thread.request_id, []).append(_row(actor, row))
    reading_list.note("message", *(one.id for rows in found.values() for one in rows))
    return found


def counts(actor: Actor, requests: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages these requests have; those without any aren't there. One query."""
    rows = _visible(actor).filter(thread__request__in=list(requests))
    return dict(
        rows.values_list("thread__request")
        .annotate(number=Number("pk"))
        .order_by("thread__request")
    )


def unread(actor: Actor) -> list[MessageRow]:
    """What the other side wrote and the actor hasn't read, newest first; at most 100. Notes the
    reading.
    """
    asked = _reader(actor)
    found = _unread(*asked) if asked else Message.objects.none()
    rows = list(_with_marks(actor, found).order_by("-id")[:MOST])
    reading_list.note("message", *(row.pk for row in rows))
    return [_row(actor, row) for row in rows]


def unread_count(actor: Actor) -> Count:
    """How many there are; exact to 1,000."""
    asked = _reader(actor)
    return Count(_count_unread(*asked) if asked else 0)


@counted
def _count_unread(
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
    side: str,
    account: int,
    answered_in: list[str] | None,
) -> QuerySet[Any, Any]:
    rows = _unread(contracts, groups, provider, narrow, side, account, answered_in)
    return rows.values_list("pk")[: EXACT_TO + 1]


def _visible(actor: Actor) -> "QuerySet[Message]":
    return Message.objects.filter(thread__case__in=access.visible(actor))


def _reader(actor: Actor) -> Reader | None:
    """What `_unread` takes. Unread is each account's own; of whom has none, nothing is."""
    side = OTHER.get(actor.side)
    if side is None or actor.account_id is None or PERMISSION not in actor.anywhere:
        return None
    answered_in = sorted(actor.contracts_with(PERMISSION)) if actor.by_contract else None
    return *access.sight(actor), side, actor.account_id, answered_in


def _unread(
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
    side: str,
    account: int,
    answered_in: list[str] | None,
) -> "QuerySet[Message]":
    """What that side wrote in cases within this sight and the account hasn't read; None narrows
    nothing.
    """
    cases = access.seen_by(contracts, groups, provider, narrow)
    rows = Message.objects.filter(thread__case__in=cases, side=side)
    if answered_in is not None:
        rows = rows.filter(thread__case__contract__in=answered_in)
    return rows.exclude(Exists(_marks(account)))


def _marks(account: int | None) -> "QuerySet[ReadMark]":
    return ReadMark.objects.filter(account=account, message=OuterRef("pk"))


def _with_marks(actor: Actor, rows: "QuerySet[Message]") -> "QuerySet[Any]":
    return rows.select_related("thread__case", "thread__request").annotate(
        marked=Exists(_marks(actor.account_id))
    )


def _row(actor: Actor, row: Any) -> MessageRow:
    thread = row.thread
    return MessageRow(
        row.pk,
        thread.case_id,
        thread.case.number,
        thread.request_id,
        thread.request.number,
        row.side,
        row.by_name,
        row.provider_id,
        row.subject,
        row.text,
        row.answers_id,
        (row.cause_kind, row.cause_id) if row.cause_kind else None,
        row.at,
        row.marked or row.side == actor.side,
    )
