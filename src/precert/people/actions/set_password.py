"""A new password, for somebody who forgot the old one or wants another. It signs nobody in, and
ends the other sessions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding
from precert.people import events, policy, proofs, sessions
from precert.people.models import Account, Challenge

HOW: Mapping[policy.Purpose, str] = {"change-password": "changed", "forgot-password": "forgotten"}
CLOSED = (
    "You cannot change the password because the account is locked or inactive. Ask your"
    " administrator or support for help."
)


@dataclass(frozen=True)
class SetPasswordInput:
    """The held code that permits it and its purpose, the hash, and the session that goes on (None:
    all end).
    """

    challenge_id: int
    purpose: policy.Purpose
    hashed: str = field(repr=False)
    session_id: int | None = None


class SetPassword(Action[SetPasswordInput]):
    """Replace the password. The second factor stands as it was."""

    verb = "set_password"
    label = "Change Password"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def find(self) -> None:
        """A held code that is still good."""
        if not self._code().exists():
            raise proofs.over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None and self.data.purpose in HOW

    def possible(self) -> list[Finding]:
        """An account that is locked, inactive, removed or not registered keeps its password."""
        return [] if self._usable().exists() else [Finding("account-closed", CLOSED)]

    def hold(self) -> None:
        """The code permits it once."""
        if not self._code().update(used_at=self.now):
            raise Moved
        if not self._usable().update(password=self.data.hashed):
            raise Moved

    def apply(self) -> None:
        """End the other sessions and what was begun with the old password."""
        owner = self.actor.person_id
        begun = Challenge.objects.filter(
            account=owner, purpose="sign-in", used_at=None, expires_at__gt=self.now
        )
        begun.update(expires_at=self.now)
        how = HOW[self.data.purpose]
        self.record(events.PASSWORD_CHANGED, events.SUBJECT_ACCOUNT, owner, how=how)
        sessions.end(self, owner, "password", but=self.data.session_id)

    def _code(self) -> proofs.Codes:
        return proofs.held_code(
            self.data.challenge_id, self.data.purpose, self.actor.account_id, self.now
        )

    def _usable(self) -> QuerySet[Account]:
        usable = Account.objects.filter(
            is_active=True, locked_at=None, removed_at=None, registered_at__isnull=False
        )
        return usable.filter(pk=self.actor.account_id or 0)
