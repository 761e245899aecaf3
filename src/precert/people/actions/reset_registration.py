"""Reset Registration: everything somebody signs in with is gone, and a new link to register is
mailed. Can't be undone.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import events, locks, sessions
from precert.people.links import make_link
from precert.people.models import Account, Challenge, Factor, RecoveryCode
from precert.people.subjects import OnHelped


@dataclass(frozen=True)
class ResetRegistrationInput:
    """Whose account, and why: support always says so, a provider's administrator may."""

    account_id: int
    reason: str = ""


class ResetRegistration(OnHelped[ResetRegistrationInput]):
    """For a lost telephone, a link that ran out, a mailbox that changed hands.

    A lock goes with the password that it guarded (see ADR 11): nothing is left to be guessed, and
    the person proves themselves anew.
    """

    verb = "reset_registration"
    label = "Reset Registration"

    def possible(self) -> list[Finding]:
        """It must be registered, wholly the actor's to manage, and somebody's who may come in; of a
        staff account `find` has asked it.
        """
        if not self.found.staff and (why := self.whole()):
            return why
        if self.found.registered_at is None:
            return [Finding("not-registered", "This user has not registered. Resend the link.")]
        if self.found.is_active:
            return []
        return [Finding("inactive", "This user is not active. Reactivate the user first.")]

    def check(self) -> list[Finding]:
        """A reason, where one is asked for or given."""
        asked = self.actor.side == "review" or trimmed(self.data.reason)
        return reason_missing(self.data.reason) if asked else []

    def hold(self) -> None:
        """The password goes; an unusable one needs no hashing."""
        still = Account.objects.filter(pk=self.found.pk, removed_at=None, is_active=True)
        if not still.update(password=make_password(None), proven_email="", registered_at=None):
            raise Moved

    def apply(self) -> None:
        """Factors, recovery codes, sessions and codes under way; then the link."""
        pk = self.found.pk
        locks.unlock(self, locks.locked(), self.found, "reset")
        for row in Factor.objects.filter(account=pk).order_by("pk"):
            self.record(
                events.FACTOR_REMOVED, events.SUBJECT_ACCOUNT, pk, factor=row.pk, kind=row.kind
            )
            row.delete()
        RecoveryCode.objects.filter(account=pk).delete()
        Challenge.objects.filter(account=pk, used_at=None, expires_at__gt=self.now).update(
            expires_at=self.now
        )
        sessions.end(self, pk, "reset")
        self.record(
            events.REGISTRATION_RESET, events.SUBJECT_ACCOUNT, pk, reason=trimmed(self.data.reason)
        )
        make_link(self, pk, "reset")
