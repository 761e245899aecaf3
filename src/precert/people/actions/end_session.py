"""One of one's own sessions is ended from another browser."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.conduct.refusal import refuse
from precert.people import sessions
from precert.people.models import LoginSession


@dataclass(frozen=True)
class EndSessionInput:
    """The session to end."""

    session_id: int


class EndSession(Action[EndSessionInput]):
    """End one of one's own sessions from another browser."""

    verb = "end_session"
    label = "End the session"
    permission = ""

    def find(self) -> None:
        """Another person's session is not known here."""
        mine = LoginSession.objects.filter(pk=self.data.session_id, account=self.actor.account_id)
        if not mine.exists():
            raise refuse("missing", "no-such-session", "Session not found.")

    def allowed(self) -> bool:
        """Everybody may end their own."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End it, unless it is over."""
        sessions.end(self, self.actor.person_id, "from afar", only=self.data.session_id)
