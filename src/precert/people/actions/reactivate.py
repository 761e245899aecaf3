"""Reactivate: an account that was deactivated, or memberships that were paused, work again and
their count starts anew.
"""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import events
from precert.people.models import Account, Membership
from precert.people.queries.membership_contracts import desks, packs_of
from precert.people.subjects import OnHelped


@dataclass(frozen=True)
class ReactivateInput:
    """Whose account, and why."""

    account_id: int
    reason: str


class Reactivate(OnHelped[ReactivateInput]):
    """Whoever manages the account undoes an administrator's deactivation; what was closed for
    nonuse is staff support's.
    """

    verb = "reactivate"
    label = "Reactivate"

    def possible(self) -> list[Finding]:
        """There must be something closed, and it must be this actor's to open."""
        account = self.found
        paused = Membership.objects.filter(account=account.pk).exclude(paused_at=None)
        self.paused = list(paused.order_by("pk"))
        if account.is_active and not self.paused:
            return [Finding("active", "This account is active.")]
        if self.actor.side == "review":
            return []
        if account.is_active or account.inactive_reason == "unused":
            call = desks(packs_of(account.pk, self.now))
            text = (
                "Only support can reactivate an account that was deactivated because it was not"
                f" used. Contact {call}."
            )
            return [Finding("support-reactivates", text)]
        return self.whole()

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def hold(self) -> None:
        """Nobody else has changed the account meanwhile. Its nonuse counts from now."""
        seen = {"is_active": self.found.is_active, "inactive_reason": self.found.inactive_reason}
        same = Account.objects.filter(pk=self.found.pk, removed_at=None, **seen)
        if not same.update(is_active=True, inactive_reason="", reactivated_at=self.now):
            raise Moved

    def apply(self) -> None:
        """For staff, the memberships work again too."""
        pk = self.found.pk
        for row in self.paused if self.actor.side == "review" else ():
            if Membership.objects.filter(pk=row.pk).exclude(paused_at=None).update(paused_at=None):
                about = {"membership": row.pk, "group": row.group_id, "provider": row.provider_id}
                self.record(events.MEMBERSHIP_RESUMED, events.SUBJECT_ACCOUNT, pk, **about)
        if not self.found.is_active:
            self.record(
                events.ACCOUNT_REACTIVATED,
                events.SUBJECT_ACCOUNT,
                pk,
                reason=trimmed(self.data.reason),
            )
