"""A wrong try of a code that was sent."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events, locks


@dataclass(frozen=True)
class FailCodeInput:
    """A challenge that was not answered, and whether that was one wrong try too many for the
    account.
    """

    challenge_id: int
    purpose: str
    channel: str
    locks: bool


class FailCode(Action[FailCodeInput]):
    """Keep it, and lock the account when it was one too many."""

    verb = "fail_code"
    label = "Verify a code"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it, and lock once."""
        kind, subject = (
            (events.SUBJECT_ACCOUNT, str(self.actor.account_id))
            if self.actor.account_id
            else (events.SUBJECT_USERNAME, "")
        )
        about = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_FAILED, kind, subject, **about)
        if self.data.locks and self.actor.account_id:
            locks.lock(self, self.actor.account_id, self.data.channel)
