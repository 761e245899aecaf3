"""Reset Registration: everything somebody signs in with is gone, and a new link to register is
mailed. Can't be undone.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing, refuse
from precert.people import events, managing
from precert.people.actions.sign_out import end_sessions
from precert.people.actions.unlock import unlock
from precert.people.helping import helped
from precert.people.links import make_link
from precert.people.models import Account, Challenge, Factor, RecoveryCode


@dataclass(frozen=True)
class ToReset:
    """Whose account, and why: support always says so, a provider's administrator may."""

    account_id: int
    reason: str = ""


class ResetRegistration(LockedAction[ToReset]):
    """For a lost telephone, a link that ran out, a mailbox that changed hands.

    A lock goes with the password that it guarded (see ADR 11): nothing is left to be guessed, and
    the person proves themselves anew.
    """

    verb = "reset-registration"
    label = "Reset Registration"
    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """An account out of reach is not known here."""
        if managing.manages(self.actor):
            self.account = helped(self.actor, self.data.account_id).account

    def allowed(self) -> bool:
        """`lock` has asked whether the account is the actor's to manage."""
        return managing.manages(self.actor)

    def check(self) -> list[Finding]:
        """It must be wholly the actor's to manage, and somebody's who may come in; `lock` has asked
        it of a staff account.
        """
        own = self.actor.account_id == self.account.pk
        if (own or not self.account.staff) and (
            why := managing.whole_account(self.actor, self.account.pk)
        ):
            return [Finding("not-wholly", why)]
        found = (
            reason_missing(self.data.reason)
            if self.actor.side == "review" or self.data.reason.strip()
            else []
        )
        return (
            found
            if self.account.is_active
            else [*found, Finding("inactive", "This user is not active. Activate the user first.")]
        )

    def apply(self) -> None:
        """Factors, recovery codes, password, the proved address, sessions and codes under way; then
        the link.
        """
        pk = self.account.pk
        still = Account.objects.filter(pk=pk, removed_at=None, is_active=True)
        if not still.update(password=make_password(None), proven_email="", registered_at=None):
            raise refuse(
                "conflict", "inactive", "Someone else has just changed this user. Reload the page."
            )
        unlock(self, self.account, "reset")
        for row in Factor.objects.filter(account=pk).order_by("pk"):
            self.record(
                events.FACTOR_REMOVED, events.SUBJECT_ACCOUNT, pk, factor=row.pk, kind=row.kind
            )
            row.delete()
        RecoveryCode.objects.filter(account=pk).delete()
        Challenge.objects.filter(account=pk, used_at=None, expires_at__gt=self.now).update(
            expires_at=self.now
        )
        end_sessions(self, pk, "reset")
        self.record(
            events.REGISTRATION_RESET, events.SUBJECT_ACCOUNT, pk, reason=self.data.reason.strip()
        )
        make_link(self, pk, "reset")
