"""The kinds of work, as the rooms that own their subjects register them: the levels with who may
take each, the page where it is done. `work` knows none of them by itself. Pure.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from precert.conduct.actor import Actor


@dataclass(frozen=True)
class Level:
    """One level of a kind of work; `permission` is what somebody needs to take work of it."""

    code: str
    label: str
    permission: str


def itself(subjects: Collection[UUID]) -> Mapping[UUID, UUID]:
    """For a kind whose subject is the authorization request."""
    return {one: one for one in subjects}


@dataclass(frozen=True)
class Kind:
    """One kind of work: its name in the tables, its words, what it is about, its levels from the
    first to the highest, the route of its page (which takes the subject's id).

    `requests` gives, by the ids of subjects, the authorization request that each belongs to.
    """

    name: str
    label: str
    subject: str
    page: str
    levels: tuple[Level, ...]
    requests: Callable[[Collection[UUID]], Mapping[UUID, UUID]] = itself

    def level(self, code: str) -> Level:
        """The level of that code. Raises KeyError."""
        return {one.code: one for one in self.levels}[code]

    def above(self, code: str) -> Level | None:
        """The level that work is referred to from that one; None at the highest."""
        codes = [one.code for one in self.levels]
        return next(iter(self.levels[codes.index(code) + 1 :]), None)

    def takes(self, actor: Actor) -> bool:
        """True when the actor may take work of one level at least."""
        return any(actor.may(one.permission) for one in self.levels)


_kinds: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Add one room's kinds. Called once at start by `config` with each room's `kinds.KINDS`."""
    _kinds.update({kind.name: kind for kind in kinds})


def named(name: str) -> Kind:
    """The kind of that name. Raises KeyError for one that no room has registered."""
    return _kinds[name]


def known(name: str) -> bool:
    """Whether a room has registered a kind of that name."""
    return name in _kinds


def every() -> list[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())
