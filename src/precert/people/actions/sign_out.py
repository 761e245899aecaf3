"""The end of one's own session here: asked for, or by its limits."""

from dataclasses import dataclass
from typing import Literal

from precert.conduct.action import Action
from precert.people import events
from precert.people.models import LoginSession

Ending = Literal["asked", "idle", "limit", "locked"]


@dataclass(frozen=True)
class SignOutInput:
    """Which session, and why: the person asked for it, was idle too long, the session reached its
    absolute limit, or its own wrong codes locked the account.
    """

    session_id: int
    reason: Ending


class SignOut(Action[SignOutInput]):
    """End one's own session here."""

    verb = "sign_out"
    label = "Logout"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may leave."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End it once, and journal it."""
        mine = LoginSession.objects.filter(
            pk=self.data.session_id, account=self.actor.account_id, ended_at=None
        )
        if mine.update(ended_at=self.now, end_reason=self.data.reason):
            about = {"session": self.data.session_id, "reason": self.data.reason}
            self.record(events.SIGNED_OUT, events.SUBJECT_ACCOUNT, self.actor.account_id, **about)
