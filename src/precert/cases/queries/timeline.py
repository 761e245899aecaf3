"""The timeline of a case: who did what, in plain words, from the journal. Providers never see what
is internal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from precert.cases import events
from precert.conduct.actor import Actor
from precert.journal import history

REVIEW_ORGANISATION = "Review organization"
LETTER_ISSUED = "letter.issued"  # the letters' own event, by its stable name
WORDS: Mapping[str, str] = {
    events.REQUEST_SUBMITTED: "Request submitted",
    events.REQUEST_TAKEN: "Review started",
    events.REQUEST_RELEASED: "Given back to the queue",
    events.REQUEST_REFERRED: "Referred to a physician",
    events.INFORMATION_REQUESTED: "Information asked for",
    events.INFORMATION_ANSWERED: "Request for information answered",
    events.INFORMATION_MISSED: "Time to answer the request for information ended",
    events.INFORMATION_NOT_NEEDED: "Request for information no longer needed",
    events.DETERMINATION_ISSUED: "Determination issued",
    events.NOTE_ADDED: "Note added",
    events.DOCUMENT_ATTACHED: "Document added",
    LETTER_ISSUED: "Letter filed",
}
INTERNAL = frozenset({events.REQUEST_RELEASED, events.REQUEST_REFERRED})


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
    verbs = WORDS if actor.side == "review" else WORDS.keys() - INTERNAL
    return [
        _entry(actor, event) for event in history.of_case(case_id, verbs) if _shown(actor, event)
    ]


def _shown(actor: Actor, event: history.Event) -> bool:
    return actor.may("note.internal") or not event.data.get("internal")


def _entry(actor: Actor, event: history.Event) -> TimelineEntry:
    what = WORDS[event.verb]
    if event.data.get("internal"):
        what += " (internal)"
    return TimelineEntry(
        event.at, what, _who(actor, event), letter=str(event.data.get("letter", ""))
    )


def _who(actor: Actor, event: history.Event) -> str:
    """Providers read names of providers' people; the review organisation is one party to them."""
    if event.actor_kind == "person":
        return event.actor_name
    if actor.side == "review":
        return event.actor_name
    return "Precert" if event.actor_kind == "worker" else REVIEW_ORGANISATION
