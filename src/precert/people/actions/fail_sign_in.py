"""A failed try to sign in."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import events, locks


@dataclass(frozen=True)
class FailSignInInput:
    """A failed try: whose (None: nobody's), the digest of what was typed, why, whether it locks,
    where from.
    """

    account_id: int | None
    digest: str
    reason: str
    locks: bool
    factor: str
    door: str


class FailSignIn(Action[FailSignInInput]):
    """Keep a failed try; lock the account when it was one too many."""

    verb = "fail_sign_in"
    label = "Sign in"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it, and lock once."""
        kind, subject = (
            (events.SUBJECT_ACCOUNT, self.data.account_id)
            if self.data.account_id
            else (events.SUBJECT_USERNAME, self.data.digest)
        )
        self.record(
            events.SIGN_IN_FAILED, kind, subject, reason=self.data.reason, door=self.data.door
        )
        if self.data.locks and self.data.account_id:
            locks.lock(self, self.data.account_id, self.data.factor)
