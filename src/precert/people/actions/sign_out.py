"""The end of a session, asked for or by its limits."""

from dataclasses import dataclass
from typing import Literal

from precert.conduct.perform import Action
from precert.people import events


@dataclass(frozen=True)
class Ended:
    """Why: the person asked for it, was idle too long, or the session reached its absolute limit."""

    reason: Literal["asked", "idle", "limit"]


class SignOut(Action[Ended]):
    """Keep that a session ended; the door ends it."""

    verb = "sign-out"
    label = "Logout"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may leave."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        self.record(events.SIGNED_OUT, events.SUBJECT_ACCOUNT, self.actor.account_id, reason=self.data.reason)
