"""What can be done with a submitted request: every verb of the shelf that is offered to the actor,
open until when, or why not and since when. Behind every menu, button and page of a verb.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from precert.cases import actions, subject
from precert.cases.dialog import Dialog
from precert.cases.request_action import OnRequest, OnWork
from precert.cases.subject import Subject
from precert.cases.windows import OpenWindow, written
from precert.conduct.action import Action, refusal, why_not
from precert.conduct.actor import Actor
from precert.kit import shelf

Verb = type[OnRequest[Any]]
HIDDEN = {"forbidden", "missing"}  # refusals of what isn't offered at all


@dataclass(frozen=True)
class Offer:
    """One verb on one request of a case. `why` is empty while it is open; `window` says until when
    that is, or since when it is shut; `dialog` what it asks for.
    """

    verb: str
    label: str
    subject: Subject
    window: OpenWindow
    dialog: Dialog
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether it can be done now."""
        return not self.why

    @property
    def elsewhere(self) -> bool:
        """Whether the contract takes it in another way than by this verb."""
        return self.window.state == "elsewhere"

    @property
    def words(self) -> str:
        """Why not, or until when, as it stands beside the label."""
        if self.why or self.window.until is None:
            return self.why
        return f"until {written(self.window.until, self.subject.pinned.pack)}"


def verbs() -> Mapping[str, Verb]:
    """The actions that are offered on a submitted request, in their order."""
    return _verbs(tuple(actions.__path__))


@cache
def _verbs(folders: tuple[str, ...]) -> Mapping[str, Verb]:
    """Read once: what lies in the shelf's folders doesn't change while the process runs."""
    found = {
        kind.verb: kind
        for kind in shelf.classes(actions, Action).values()
        if issubclass(kind, OnRequest) and kind.rank
    }
    return MappingProxyType(dict(sorted(found.items(), key=lambda one: (one[1].rank, one[0]))))


def offered(actor: Actor, ids: Collection[UUID], now: datetime) -> dict[UUID, list[Offer]]:
    """The offers of those of these requests that the actor may see, by id. A constant number of
    statements; none for somebody whose roles allow no verb anywhere.
    """
    if not any(kind.permission in actor.anywhere for kind in verbs().values()):
        return {}
    found = subject.seen(actor, ids)
    return {one.id: mine for one, mine in zip(found, offers(actor, found, now), strict=True)}


def offers(
    actor: Actor, subjects: Iterable[Subject], now: datetime, only: Collection[str] = ()
) -> list[list[Offer]]:
    """The offers of each of these requests, in their order, of the verbs named alone if there are
    any; two statements at most.

    What the actor's role doesn't allow and what the contract doesn't have isn't offered at all.
    """
    kinds = [kind for verb, kind in verbs().items() if not only or verb in only]
    return [
        [made for kind in kinds if (made := _offer(kind, actor, one, now)) is not None]
        for one in subjects
    ]


def offer(
    kind: Verb,
    actor: Actor,
    request_id: UUID,
    now: datetime,
    work: tuple[str, UUID] | None = None,
) -> Offer | None:
    """One verb on one request, for its page, or on another piece of `work` about it; None for what
    the actor may not see, and where it isn't offered at all.
    """
    found = next(iter(subject.seen(actor, [request_id])), None)
    if found and work:
        found = subject.with_work(found, *work) if issubclass(kind, OnWork) else None
    return _offer(kind, actor, found, now) if found else None


def why(kind: Verb, actor: Actor, request_id: UUID, now: datetime) -> str:
    """Why the actor can't do this with the request now; empty when they can."""
    return str(why_not(kind, actor, now, found=subject.find(actor, request_id)) or "")


def _offer(kind: Verb, actor: Actor, found: Subject, now: datetime) -> Offer | None:
    if kind.pack_key and kind.pack_key not in found.pinned.pack.actions:
        return None
    action = kind(None, actor, now)
    refused = refusal(action, found)
    if refused is not None and refused.kind in HIDDEN:
        return None
    return Offer(kind.verb, kind.label, found, action.window(), action.dialog(), str(refused or ""))


def keeping(verb: str) -> str:
    """The name under which text typed for a verb is kept until it is sent."""
    return f"verb-{verb.replace('_', '-')}"
