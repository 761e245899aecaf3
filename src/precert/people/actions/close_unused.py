"""Nonuse: memberships that nobody used are paused, an account of which nothing is left is
deactivated.
"""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding, refuse
from precert.people import events, nonuse, sessions
from precert.people.models import Account, Membership
from precert.people.queries.unused_accounts import last_administrator, staff_unused, uses_of


@dataclass(frozen=True)
class CloseUnusedInput:
    """An account that may have something unused."""

    account_id: int


@dataclass(frozen=True)
class Unused:
    """The account, what of it is to be paused, and whether nothing is left of it."""

    account: Account
    due: tuple[nonuse.Use, ...]
    closes: bool


class CloseUnused(Action[CloseUnusedInput, Unused]):
    """Done by the clock alone; what was used in the meantime stays open."""

    verb = "close_unused"
    label = "Deactivate unused accounts and roles"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def find(self) -> Unused:
        """Look again: the list is a moment old."""
        open_ones = Account.objects.filter(is_active=True, removed_at=None)
        account = open_ones.filter(pk=self.data.account_id).exclude(registered_at=None).first()
        if account is None:
            raise refuse("missing", "no-such-user", "This account no longer exists.")
        if account.staff:
            return Unused(account, (), staff_unused(account, self.now))
        uses = uses_of(account, self.now)
        due = set(nonuse.to_pause(uses, self.now))
        return Unused(
            account,
            tuple(use for use in uses if use.id in due),
            nonuse.to_close(uses, self.now),
        )

    def allowed(self) -> bool:
        """Only the clock finds that time has passed."""
        return self.actor.kind == "worker"

    def possible(self) -> list[Finding]:
        """Somebody must be left who can let others in again."""
        if self.found.closes and last_administrator(self.data.account_id):
            return [
                Finding(
                    "last-administrator", "The last active administrator cannot be deactivated."
                )
            ]
        return []

    def hold(self) -> None:
        """Nothing of it was used, and nobody has signed in, since it was looked at."""
        for use in self.found.due:
            same = Membership.objects.filter(pk=use.id, paused_at=None, last_used_at=use.used)
            if not same.update(paused_at=self.now):
                raise Moved
        account = self.found.account
        unchanged = Account.objects.filter(
            pk=account.pk, is_active=True, signed_in_at=account.signed_in_at
        )
        if self.found.closes and not unchanged.update(is_active=False, inactive_reason="unused"):
            raise Moved

    def apply(self) -> None:
        """Journal each that is paused, and end the sessions of an account that is closed."""
        pk = self.found.account.pk
        paused = Membership.objects.filter(pk__in=[use.id for use in self.found.due])
        for row in paused.order_by("pk"):
            about = {"membership": row.pk, "group": row.group_id, "provider": row.provider_id}
            self.record(events.MEMBERSHIP_PAUSED, events.SUBJECT_ACCOUNT, pk, **about)
        if self.found.closes:
            sessions.end(self, pk, "unused")
            self.record(events.ACCOUNT_DEACTIVATED, events.SUBJECT_ACCOUNT, pk, reason="unused")
