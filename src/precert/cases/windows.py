"""Until when a verb on a submitted request is open, or why it isn't and since when. Pure.

Input: the contract's rule for the verb (`pack.actions`), the moments of the request, its denials
that stand, the time zone and calendar of the contract. Windows in days and business days end with
the day, in the contract's zone (see `daycount.after`): "within 1 business day" is open through the
end of that business day. The last second belongs to the window.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from precert.cases.daycount import end_of_day, local
from precert.cases.deadlines import is_overdue, window_end
from precert.contracts.schema import ActionRule, Pack

State = Literal[
    "open", "not-offered", "elsewhere", "no-denial", "earlier-step", "not-yet", "closed"
]
CHANNELS: Mapping[str, str] = {
    "note": "Add a note that names the request.",
    "message": "Send a message.",
    "extension": "Extend the case.",
}


@dataclass(frozen=True)
class WindowMoments:
    """What a window opens with, all in UTC but for `service_end`, a day in the contract's zone.

    `determined` is the latest determination, `denied` the first denial; each None while there is
    none.
    """

    submitted: datetime
    determined: datetime | None = None
    denied: datetime | None = None
    service_end: date | None = None


@dataclass(frozen=True)
class RequestStanding:
    """Where a request stands for its windows.

    `grounds`: of the lines denied or approved in part, as they stand. `upheld`: reviews of the
    denial that came to nothing.
    """

    moments: WindowMoments
    grounds: frozenset[str] = field(default_factory=frozenset)
    upheld: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class OpenWindow:
    """Open `until` a moment (None: without end); or shut, with the reason in words, `since` a moment
    where time is the reason.
    """

    state: State
    until: datetime | None = None
    since: datetime | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        """True while the verb can be used."""
        return self.state == "open"


def window(verb: str, standing: RequestStanding, pack: Pack, now: datetime) -> OpenWindow:
    """The window of the verb under that contract at that moment."""
    rule = pack.actions.get(verb)
    if rule is None:
        return OpenWindow("not-offered", why=f"Not available under {pack.name}.")
    if "action" not in rule.channels:
        return OpenWindow("elsewhere", why=" ".join(CHANNELS[one] for one in rule.channels))
    if rule.grounds and not standing.grounds & set(rule.grounds):
        return OpenWindow("no-denial", why="No line was denied for a reason that qualifies.")
    found = _span(rule, standing.moments, pack, now)
    if found.is_open and (first := _before(rule, standing, pack, now)):
        return OpenWindow("earlier-step", why=f"Available after: {', '.join(first)}.")
    return found


def _before(rule: ActionRule, standing: RequestStanding, pack: Pack, now: datetime) -> list[str]:
    """The verbs that come before this one while none of them was upheld and one is still open."""
    if standing.upheld & set(rule.after):
        return []
    spans = {verb: _span(pack.actions[verb], standing.moments, pack, now) for verb in rule.after}
    return [verb for verb, one in spans.items() if one.state != "closed"]


def _span(rule: ActionRule, moments: WindowMoments, pack: Pack, now: datetime) -> OpenWindow:
    """What time alone says."""
    if rule.window is None:
        return OpenWindow("open")
    start = _start(rule.window.from_, moments, pack)
    if start is None or now < start:
        return OpenWindow("not-yet", since=None, why=NOT_YET[rule.window.from_])
    end = window_end(rule.window, start, pack)
    if is_overdue(end, now):
        return OpenWindow(
            "closed", since=end, why=f"This was available until {written(end, pack)}."
        )
    return OpenWindow("open", until=end)


NOT_YET: Mapping[str, str] = {
    "determination": "Available once a determination is issued.",
    "initial-denial": "Available once a line is denied.",
    "submission": "Available once the request is submitted.",
    "service-end": "Available once the services have ended.",
}


def _start(opens_with: str, moments: WindowMoments, pack: Pack) -> datetime | None:
    if opens_with == "service-end":
        return end_of_day(moments.service_end, pack) if moments.service_end else None
    return {
        "determination": moments.determined,
        "initial-denial": moments.denied,
        "submission": moments.submitted,
    }[opens_with]


def written(moment: datetime, pack: Pack) -> str:
    """A moment as the contract's people read it: 12/01/2026 23:59 CST."""
    return f"{local(moment, pack):%m/%d/%Y %H:%M %Z}"
