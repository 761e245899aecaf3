"""The support desk signs somebody out everywhere."""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import events, sessions
from precert.people.subjects import OnHelped


@dataclass(frozen=True)
class EndSessionsInput:
    """Whose sessions, and why."""

    account_id: int
    reason: str


class EndSessions(OnHelped[EndSessionsInput]):
    """End the sessions of somebody whom the desk helps."""

    verb = "end_sessions"
    label = "End Sessions"
    permission = "users.support"

    def allowed(self) -> bool:
        """The desk's alone."""
        return super().allowed() and self.actor.side == "review"

    def possible(self) -> list[Finding]:
        """There must be one."""
        if sessions.open_of(self.found.pk).exists():
            return []
        return [Finding("no-session", "There are no open sessions.")]

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def apply(self) -> None:
        """End them, and keep why."""
        sessions.end(self, self.found.pk, "support")
        self.record(
            events.SESSIONS_ENDED,
            events.SUBJECT_ACCOUNT,
            self.found.pk,
            reason=trimmed(self.data.reason),
        )
