"""Resend invitation: a new link for somebody who was invited, or whose registration was reset, and
has not registered yet.
"""

from dataclasses import dataclass

from precert.conduct.refusal import Finding
from precert.people.links import make_link, too_many
from precert.people.managed import OnManaged
from precert.people.models import Link


@dataclass(frozen=True)
class ToResend:
    """Whose invitation."""

    account_id: int


class ResendInvitation(OnManaged[ToResend]):
    """The links before don't work any more."""

    verb = "resend-invitation"
    label = "Resend invitation"
    permission = "users.manage-provider"

    def check(self) -> list[Finding]:
        """Who has registered needs no invitation; a mailbox is not to be flooded."""
        if self.account.registered_at is not None:
            return [
                Finding(
                    "registered",
                    "This user has already registered. To send a new link, use Reset Registration.",
                )
            ]
        if not self.account.is_active:
            return [Finding("inactive", "This user is not active. Activate the user first.")]
        return too_many(self.account.pk, self.now)

    def apply(self) -> None:
        """A link of the same kind as the one before."""
        before = Link.objects.filter(account=self.account.pk).order_by("-pk").first()
        make_link(
            self,
            self.account.pk,
            "reset" if before is not None and before.purpose == "reset" else "invite",
        )
