"""Nonuse: memberships that nobody used are paused, an account of which nothing is left is
deactivated.
"""

from dataclasses import dataclass

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.people import events, nonuse
from precert.people.actions.sign_out import end_sessions
from precert.people.models import Account, Membership
from precert.people.queries.unused import last_administrator, staff_unused, uses_of


@dataclass(frozen=True)
class Unused:
    """An account that may have something unused."""

    account_id: int


class CloseUnused(LockedAction[Unused]):
    """Done by the clock alone; what was used in the meantime stays open."""

    verb = "close-unused"
    label = "Close what is unused"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """Look again: the list is a moment old."""
        open_ones = Account.objects.filter(
            pk=self.data.account_id, is_active=True, removed_at=None
        ).exclude(registered_at=None)
        account = open_ones.first()
        if account is None:
            raise refuse("missing", "no-such-user", "This account no longer exists.")
        self.account = account
        self.uses = [] if account.staff else uses_of(account, self.now)
        self.due = nonuse.to_pause(self.uses, self.now)
        self.closes = (
            staff_unused(account, self.now)
            if account.staff
            else nonuse.to_close(self.uses, self.now)
        )

    def allowed(self) -> bool:
        """Only the clock finds that time has passed."""
        return self.actor.kind == "worker"

    def check(self) -> list[Finding]:
        """Somebody must be left who can let others in again."""
        if self.closes and last_administrator(self.data.account_id):
            return [
                Finding(
                    "last-administrator", "The last active administrator cannot be deactivated."
                )
            ]
        return []

    def apply(self) -> None:
        """Pause each that is still unused, then close the account if nothing is left and nobody has
        just signed in.
        """
        paused = [use.id for use in self.uses if use.id in self.due and self._pause(use)]
        if self.closes and len(paused) == len(self.due):
            self._close()

    def _pause(self, use: nonuse.Use) -> bool:
        if not Membership.objects.filter(pk=use.id, paused_at=None, last_used_at=use.used).update(
            paused_at=self.now
        ):
            return False
        row = Membership.objects.get(pk=use.id)
        about = {"membership": use.id, "group": row.group_id, "provider": row.provider_id}
        self.record(events.MEMBERSHIP_PAUSED, events.SUBJECT_ACCOUNT, self.data.account_id, **about)
        return True

    def _close(self) -> None:
        same = Account.objects.filter(
            pk=self.account.pk, is_active=True, signed_in_at=self.account.signed_in_at
        )
        if same.update(is_active=False, inactive_reason="unused"):
            end_sessions(self, self.account.pk, "unused")
            self.record(
                events.ACCOUNT_DEACTIVATED, events.SUBJECT_ACCOUNT, self.account.pk, reason="unused"
            )


@dataclass(frozen=True)
class Day:
    """The day looked at, as ISO text."""

    day: str


class LookForUnused(LockedAction[Day]):
    """Claims the day's look: performed with the day's key, it is repeated for every worker but the
    first.
    """

    verb = "look-for-unused"
    label = "Look for what is unused"
    permission = ""

    def allowed(self) -> bool:
        """The clock's."""
        return self.actor.kind == "worker"

    def apply(self) -> None:
        """The claim is the key."""
