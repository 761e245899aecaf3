"""Resend invitation: a new link for somebody who was invited, or whose registration was reset, and has not registered yet."""

from dataclasses import dataclass

from precert.conduct.perform import Action
from precert.conduct.refusal import Finding
from precert.people import events, managing, policy
from precert.people.links import make_link
from precert.people.models import Link


@dataclass(frozen=True)
class ToResend:
    """Whose invitation."""

    account_id: int


class ResendInvitation(Action[ToResend]):
    """The links before don't work any more."""

    verb = "resend-invitation"
    label = "Resend invitation"
    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """An account out of reach is not known here."""
        if managing.manages(self.actor):
            self.account = managing.managed(self.actor, self.data.account_id)

    def allowed(self) -> bool:
        """`lock` has asked whether the account is the actor's to manage."""
        return managing.manages(self.actor)

    def check(self) -> list[Finding]:
        """Who has registered needs no invitation; a mailbox is not to be flooded."""
        if self.account.registered_at is not None:
            return [Finding("registered", "This user has registered already. Reset Registration mails a new link.")]
        if not self.account.is_active:
            return [Finding("inactive", "This user is not active. Activate the user first.")]
        made = list(Link.objects.filter(account=self.account.pk).order_by("-pk")[: policy.LINKS.tries].values_list("made_at", flat=True))
        if policy.may_try(made, self.now, policy.LINKS):
            return []
        return [Finding("too-many-links", f"Too many links were mailed. Try again in {policy.LINKS.window.seconds // 60} minutes.")]

    def apply(self) -> None:
        """A link of the same kind as the one before."""
        before = Link.objects.filter(account=self.account.pk).order_by("-pk").first()
        make_link(self, self.account.pk, "reset" if before is not None and before.purpose == "reset" else "invite")
