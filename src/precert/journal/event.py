"""An event: its stable name and the words for it, said once for every page that shows it. Pure.

An event is its verb (a text) and carries what people read of it, so whoever records it needs no
table elsewhere. Each is made once, where it belongs: in a room's `events`, or beside the one action
that records it.
"""

from typing import ClassVar, Literal, NamedTuple, Self

Audience = Literal["everyone", "staff"]
Area = Literal["cases", "access", ""]


class NoticeWords(NamedTuple):
    """What the submitter of a request is told: after "Case 263240003 …", and as a sentence."""

    subject: str
    text: str


class Event(str):
    """A verb of the journal.

    `done` says it on the audit page and at the support desk: who did it stands beside it. `timeline`
    says it on the case's timeline (nothing: it isn't shown there), to `audience`. `notice` is what
    the submitter is told. `arrives`: something came to the request that who decides on it must see.
    `area` groups it for the audit page's filter.
    """

    __slots__ = ("area", "arrives", "audience", "done", "notice", "timeline")
    known: ClassVar[dict[str, "Event"]] = {}
    done: str
    timeline: str
    audience: Audience
    notice: NoticeWords | None
    arrives: bool
    area: Area

    def __new__(
        cls,
        verb: str,
        done: str,
        timeline: str = "",
        *,
        audience: Audience = "everyone",
        notice: tuple[str, str] | None = None,
        arrives: bool = False,
        area: Area = "cases",
    ) -> Self:
        """Make it known; ValueError for a verb that says something else elsewhere."""
        self = super().__new__(cls, verb)
        self.done, self.timeline, self.audience, self.area = done, timeline, audience, area
        self.arrives = arrives
        self.notice = NoticeWords(*notice) if notice else None
        if verb in cls.known and (cls.known[verb].done, cls.known[verb].timeline) != (
            done,
            timeline,
        ):
            raise ValueError(f"the event {verb!r} has words already")
        cls.known[verb] = self
        return self


REFUSED = Event("refused", "Was refused", area="")


def words(verb: str) -> str:
    """What was done; the verb itself for one that nothing defines any longer."""
    found = Event.known.get(verb)
    return found.done if found else verb


def on_timeline() -> dict[str, Event]:
    """The events that a case's timeline shows, by verb."""
    return {verb: one for verb, one in Event.known.items() if one.timeline}


def arriving() -> list[str]:
    """The verbs of what comes to a request while somebody decides on it."""
    return [verb for verb, one in Event.known.items() if one.arrives]
