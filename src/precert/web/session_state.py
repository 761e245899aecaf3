"""What the pages of one browser remember of each other: typed things in the server's session, each
for a while and no longer. Nothing of it leaves the server.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.contrib.sessions.backends.base import SessionBase

State = TypeVar("State")
SINCE, VALUES = "since", "values"


@dataclass(frozen=True)
class SessionState(Generic[State]):
    """One thing that the session may hold: its key there, a dataclass of plain values, and how long
    it is good for, counted from when it was begun.
    """

    key: str
    kind: type[State]
    lasts: timedelta | Callable[[], timedelta]

    def keep(self, session: SessionBase, state: State, now: datetime) -> None:
        """Remember this; its time begins."""
        session[self.key] = {SINCE: now.timestamp(), VALUES: asdict(state)}  # type: ignore[call-overload]

    def find(self, session: SessionBase, now: datetime) -> State | None:
        """What is remembered; None when nothing is, it is too old, or an earlier release kept it."""
        held = session.get(self.key)
        if held is None:
            return None
        try:
            since, values = float(held[SINCE]), dict(held[VALUES])
            lasts = self.lasts if isinstance(self.lasts, timedelta) else self.lasts()
            in_time = now.timestamp() < since + lasts.total_seconds()
            return self.kind(**values) if in_time else None
        except (TypeError, KeyError, ValueError):
            return None

    def change(self, session: SessionBase, now: datetime, **changes: Any) -> None:
        """Other values of what is remembered; its time goes on. Nothing happens without it."""
        found = self.find(session, now)
        if found is not None:
            values = asdict(replace(found, **changes))  # type: ignore[type-var,call-overload]
            session[self.key] = session[self.key] | {VALUES: values}

    def take(self, session: SessionBase, now: datetime) -> State | None:
        """What is remembered, once."""
        found = self.find(session, now)
        self.forget(session)
        return found

    def begun(self, session: SessionBase) -> bool:
        """Whether something was remembered at all, in time or not: for a page that says so."""
        return self.key in session

    def forget(self, session: SessionBase) -> None:
        """It is done, or not wanted."""
        session.pop(self.key, None)
