"""What can be done with a submitted request: every verb of the shelf that is offered to the actor,
open until when, or why not. Behind menus and buttons.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from precert.cases import access, actions
from precert.cases.reviewing import OnRequest
from precert.cases.subject import Subject, load
from precert.conduct.action import Action, why_not
from precert.conduct.actor import Actor
from precert.kit import shelf

Verb = type[OnRequest[Any]]


@dataclass(frozen=True)
class Offer:
    """One verb. `why` is empty while it is open; `until` is None where nothing ends it."""

    verb: str
    label: str
    request: UUID
    why: str = ""
    until: datetime | None = None


def verbs() -> dict[str, Verb]:
    """The actions that are offered on a submitted request, in their order."""
    found = {
        kind.verb: kind
        for kind in shelf.classes(actions, Action).values()
        if issubclass(kind, OnRequest) and kind.rank
    }
    return dict(sorted(found.items(), key=lambda pair: (pair[1].rank, pair[0])))


def offered(actor: Actor, ids: Collection[UUID], now: datetime) -> dict[UUID, list[Offer]]:
    """The offers of those of these requests that the actor may see, by id. A constant number of
    statements; none for somebody whose roles allow no verb anywhere.
    """
    if not any(kind.permission in actor.anywhere for kind in verbs().values()):
        return {}
    rows = access.requests(actor).filter(pk__in=ids).select_related("case", "state")
    return offers(actor, load(rows), now)


def offers(actor: Actor, subjects: Iterable[Subject], now: datetime) -> dict[UUID, list[Offer]]:
    """The offers of each of these requests, by its id; no statement, whatever their number.

    What the actor's role doesn't allow and what the contract doesn't have isn't offered at all.
    """
    kinds = list(verbs().values())
    return {
        one.id: [offer for kind in kinds if (offer := _offer(kind, actor, one, now)) is not None]
        for one in subjects
    }


def _offer(kind: Verb, actor: Actor, subject: Subject, now: datetime) -> Offer | None:
    if kind.pack_key and kind.pack_key not in subject.pinned.pack.actions:
        return None
    refusal = why_not(kind, actor, now, found=subject)
    if refusal is not None and refusal.kind in {"forbidden", "missing"}:
        return None
    asked = kind(None, actor, now)
    asked.found = subject
    return Offer(kind.verb, kind.label, subject.id, str(refusal or ""), asked.window().until)
