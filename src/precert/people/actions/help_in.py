"""What else the support desk does for somebody who can't get in: the mailed link again, and an end
to sessions elsewhere.
"""

from dataclasses import dataclass

from precert.conduct.actor import Actor
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing
from precert.people import events
from precert.people.actions.sign_out import end_sessions
from precert.people.helping import Helped, helped
from precert.people.links import make_link, too_many
from precert.people.models import Link, LoginSession


@dataclass(frozen=True)
class Asked:
    """Whose account, and why."""

    account_id: int
    reason: str


class _OfTheDesk:
    """What the desk's acts have in common: an account that it may help, and a reason."""

    data: Asked
    actor: Actor

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """An account out of reach is not known here."""
        self.whose: Helped = helped(self.actor, self.data.account_id)

    def allowed(self) -> bool:
        """`lock` has asked whether this account is the actor's to help; what is here is the desk's
        alone.
        """
        return self.whose.managed and self.actor.side == "review"


class MailLinkAgain(_OfTheDesk, LockedAction[Asked]):
    """Mail a new link to somebody who has not finished registering; the one before stops working."""

    verb = "mail-link-again"
    label = "Resend the link"
    permission = "users.support"

    def check(self) -> list[Finding]:
        """Who is registered needs none, and who is deactivated can't use one."""
        found, account = reason_missing(self.data.reason), self.whose.account
        if account.registered_at is not None:
            found.append(
                Finding(
                    "registered",
                    "This account is already registered. To start over, reset its registration.",
                )
            )
        if not account.is_active:
            found.append(Finding("inactive", "This account is deactivated. Reactivate it first."))
        return found + too_many(account.pk, self.now)

    def apply(self) -> None:
        """The same kind of link, for the same provider, as the one before."""
        last = Link.objects.filter(account=self.data.account_id).order_by("-made_at", "-pk").first()
        purpose, provider = ("invite", None) if last is None else (last.purpose, last.provider_id)
        make_link(self, self.data.account_id, purpose, provider_id=provider)  # type: ignore[arg-type]  # the column holds nothing else
        self.record(
            events.LINK_RESENT,
            events.SUBJECT_ACCOUNT,
            self.data.account_id,
            reason=self.data.reason.strip(),
        )


class EndSessions(_OfTheDesk, LockedAction[Asked]):
    """Sign somebody out everywhere."""

    verb = "end-sessions"
    label = "End the sessions"
    permission = "users.support"

    def check(self) -> list[Finding]:
        """There must be one."""
        open_ones = LoginSession.objects.filter(account=self.data.account_id, ended_at=None)
        return reason_missing(self.data.reason) or (
            [] if open_ones.exists() else [Finding("no-session", "There are no open sessions.")]
        )

    def apply(self) -> None:
        """End them, and keep why."""
        end_sessions(self, self.data.account_id, "support")
        self.record(
            events.SESSIONS_ENDED,
            events.SUBJECT_ACCOUNT,
            self.data.account_id,
            reason=self.data.reason.strip(),
        )
