"""A new password, for somebody who forgot the old one or wants another. It signs nobody in, and
ends the other sessions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.people import events, policy
from precert.people.actions.hold_code import use_held
from precert.people.actions.sign_out import end_sessions
from precert.people.models import Account, Challenge

HOW: Mapping[policy.Purpose, str] = {"change-password": "changed", "forgot-password": "forgotten"}
CLOSED = (
    "You cannot change the password because the account is locked or inactive. Ask your Group"
    " Admin or support for help."
)


@dataclass(frozen=True)
class NewPassword:
    """The held code that permits it and its purpose, the hash, and the session that goes on (None:
    all end).
    """

    challenge_id: int
    purpose: policy.Purpose
    hashed: str = field(repr=False)
    session_id: int | None = None


class SetPassword(LockedAction[NewPassword]):
    """Replace the password. The second factor stands as it was."""

    verb = "set-password"
    label = "Change Password"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def lock(self) -> None:
        """The code permits it once; an account that is locked, inactive, removed or not registered
        keeps its password.
        """
        use_held(self, self.data.challenge_id, self.data.purpose)
        usable = Account.objects.filter(
            is_active=True, locked_at=None, removed_at=None, registered_at__isnull=False
        )
        if not usable.filter(pk=self.actor.account_id or 0).update(password=self.data.hashed):
            raise refuse("conflict", "account-closed", CLOSED)

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None and self.data.purpose in HOW

    def apply(self) -> None:
        """End the other sessions and what was begun with the old password."""
        owner = self.actor.person_id
        begun = Challenge.objects.filter(
            account=owner, purpose="sign-in", used_at=None, expires_at__gt=self.now
        )
        begun.update(expires_at=self.now)
        self.record(
            events.PASSWORD_CHANGED, events.SUBJECT_ACCOUNT, owner, how=HOW[self.data.purpose]
        )
        end_sessions(self, owner, "password", but=self.data.session_id)
