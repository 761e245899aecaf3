"""The timeline of a case: who did what, in plain words, from the journal. Providers never see what
is internal.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from precert.conduct.actor import Actor
from precert.journal import history
from precert.journal.event import arriving, on_timeline

REVIEW_ORGANISATION = "Review organization"


@dataclass(frozen=True)
class TimelineEntry:
    """One line: when, what, who. The shape that the timeline component takes; `letter` is the id of
    the letter that was filed.
    """

    at: datetime
    what: str
    who: str
    letter: str = ""
    url: str = ""


def timeline(actor: Actor, case_id: UUID) -> list[TimelineEntry]:
    """The newest events of a case that the actor may see, newest first. The caller has found the
    case through `case_file`.
    """
    verbs = [
        verb
        for verb, one in on_timeline().items()
        if actor.side == "review" or one.audience == "everyone"
    ]
    return [
        _entry(actor, event) for event in history.of_case(case_id, verbs) if _shown(actor, event)
    ]


def since(actor: Actor, case_id: UUID, request_id: UUID, count: int) -> list[TimelineEntry]:
    """The last `count` things that came to a request, in the order in which they came."""
    found = [
        _entry(actor, event)
        for event in history.of_case(case_id, arriving())
        if event.subject_id == str(request_id)
    ]
    return found[:count][::-1]


def _shown(actor: Actor, event: history.PastEvent) -> bool:
    return actor.may("note.internal") or not event.data.get("internal")


def _entry(actor: Actor, event: history.PastEvent) -> TimelineEntry:
    what = on_timeline()[event.verb].timeline
    if event.data.get("internal"):
        what += " (internal)"
    return TimelineEntry(
        event.at, what, _who(actor, event), letter=str(event.data.get("letter", ""))
    )


def _who(actor: Actor, event: history.PastEvent) -> str:
    """Providers read names of providers' people; the review organization is one party to them."""
    if event.actor_kind == "person":
        return event.actor_name
    if actor.side == "review":
        return event.actor_name
    return "Precert" if event.actor_kind == "worker" else REVIEW_ORGANISATION
