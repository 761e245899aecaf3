"""Reactivate: an account that was deactivated, or memberships that were paused, work again and
their count starts anew.
"""

from dataclasses import dataclass

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing, refuse
from precert.people import events
from precert.people.helping import Helped, helped
from precert.people.managing import whole_account
from precert.people.models import Account, Membership
from precert.people.queries.served import packs_of


@dataclass(frozen=True)
class ToReactivate:
    """Whose account, and why."""

    account_id: int
    reason: str


class Reactivate(LockedAction[ToReactivate]):
    """Whoever manages the account undoes an administrator's deactivation; what was closed for
    nonuse is staff support's.
    """

    verb = "reactivate"
    label = "Reactivate"
    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """An account that this actor doesn't manage is not known here."""
        self.whose: Helped = helped(self.actor, self.data.account_id)
        self.paused = list(
            Membership.objects.filter(account=self.data.account_id)
            .exclude(paused_at=None)
            .order_by("pk")
        )

    def allowed(self) -> bool:
        """`lock` has asked whether this account is the actor's to manage."""
        return self.whose.managed

    def check(self) -> list[Finding]:
        """There must be something closed, and it must be this actor's to open."""
        found = reason_missing(self.data.reason)
        account = self.whose.account
        if account.is_active and not self.paused:
            found.append(Finding("active", "This account is active."))
        unused = account.inactive_reason == "unused" or (account.is_active and self.paused)
        if unused and self.actor.side != "review":
            desks = dict.fromkeys(
                f"{pack.support.name}, {pack.support.phone}"
                for pack in packs_of(account.pk, self.now)
            )
            call = " or ".join(desks) or "support (see Help, Contact)"
            found.append(
                Finding(
                    "support-reactivates",
                    "Only support can reactivate an account that was deactivated because it was"
                    f" not used. Contact {call}.",
                )
            )
        elif self.actor.side != "review" and (why := whole_account(self.actor, account.pk)):
            found.append(Finding("not-wholly", why))
        return found

    def apply(self) -> None:
        """Open the account and, for staff, its memberships; both count their nonuse from now."""
        before = self.whose.account
        same = Account.objects.filter(
            pk=before.pk,
            is_active=before.is_active,
            inactive_reason=before.inactive_reason,
            removed_at=None,
        )
        if not same.update(is_active=True, inactive_reason="", reactivated_at=self.now):
            raise refuse(
                "conflict",
                "changed",
                "Someone else has just changed this account. Reload the page.",
            )
        for row in self.paused if self.actor.side == "review" else ():
            if Membership.objects.filter(pk=row.pk).exclude(paused_at=None).update(paused_at=None):
                about = {"membership": row.pk, "group": row.group_id, "provider": row.provider_id}
                self.record(events.MEMBERSHIP_RESUMED, events.SUBJECT_ACCOUNT, before.pk, **about)
        if not before.is_active:
            self.record(
                events.ACCOUNT_REACTIVATED,
                events.SUBJECT_ACCOUNT,
                before.pk,
                reason=self.data.reason.strip(),
            )
