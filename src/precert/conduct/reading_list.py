"""The reading list: queries put what an actor reads on it; the door writes it before the response
leaves.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class ReadingList:
    """Subjects read so far, ids by kind ("case", "consumer", "document", "letter", "draft")."""

    subjects: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, *ids: object) -> None:
        """Note that these were read."""
        self.subjects.setdefault(kind, set()).update(str(i) for i in ids)


current: ContextVar[ReadingList | None] = ContextVar("reading_list", default=None)


def note(kind: str, *ids: object) -> None:
    """Called by queries on protected health information; without a door (jobs, tests of rules) it
    does nothing.
    """
    if (reading := current.get()) is not None:
        reading.add(kind, *ids)
