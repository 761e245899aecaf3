"""Resend: a new link for somebody who was invited, registered by themselves or was reset, and has
not finished registering.
"""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import events
from precert.people.links import make_link, too_many
from precert.people.models import Link
from precert.people.subjects import OnHelped


@dataclass(frozen=True)
class ResendLinkInput:
    """Whose link, and why: support always says so, a provider's administrator may."""

    account_id: int
    reason: str = ""


class ResendLink(OnHelped[ResendLinkInput]):
    """The links before don't work any more."""

    verb = "resend_link"
    label = "Resend Link"

    def possible(self) -> list[Finding]:
        """Who is registered needs none, who is deactivated can't use one, and a mailbox is not to
        be flooded.
        """
        if self.found.registered_at is not None:
            return [
                Finding(
                    "registered",
                    (
                        "This user has already registered. To send a new link, use Reset "
                        "Registration."
                    ),
                )
            ]
        if not self.found.is_active:
            return [Finding("inactive", "This user is not active. Reactivate the user first.")]
        return too_many(self.found.pk, self.now)

    def check(self) -> list[Finding]:
        """The desk says why."""
        return reason_missing(self.data.reason) if self.actor.side == "review" else []

    def apply(self) -> None:
        """The same kind of link, for the same provider, as the one before."""
        pk = self.found.pk
        last = Link.objects.filter(account=pk).order_by("-made_at", "-pk").first()
        purpose, provider = ("invite", None) if last is None else (last.purpose, last.provider_id)
        make_link(self, pk, purpose, provider_id=provider)  # type: ignore[arg-type]  # the column holds nothing else
        if reason := trimmed(self.data.reason):
            self.record(events.LINK_RESENT, events.SUBJECT_ACCOUNT, pk, reason=reason)
