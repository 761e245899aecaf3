"""All of one's own sessions but the one that asks are ended."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import sessions


@dataclass(frozen=True)
class EndOtherSessionsInput:
    """The session that stays."""

    session_id: int


class EndOtherSessions(Action[EndOtherSessionsInput]):
    """End all of one's own sessions but the one that asks."""

    verb = "end_other_sessions"
    label = "End all other sessions"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may end their own."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End them."""
        sessions.end(self, self.actor.person_id, "from afar", but=self.data.session_id)
