"""Who has just registered and sees that the email address is mistyped has the link mailed to the
right one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, refuse
from precert.people import codes, contact, events, links
from precert.people.acting import STRANGER
from precert.people.actions.send_link import take_place, waiting
from precert.people.models import Account

OVER = "This registration has ended. If you finished it, sign in. Otherwise, register again."


@dataclass(frozen=True)
class Corrected:
    """Whose registration, and the address."""

    account_id: int
    email: str = field(repr=False)


class CorrectAddress(LockedAction[Corrected]):
    """Mail a new link to another address. The link before, and what somebody else began with it, no
    longer works.
    """

    verb = "correct-address"
    label = "Correct your email address"
    permission = ""

    def lock(self) -> None:
        """Only who registered by themselves, and still has to finish."""
        link = waiting(self.data.account_id)
        if link is None:
            raise refuse("conflict", "registration-over", OVER)
        self.was, self.link, self.email = (
            link.account.email,
            link,
            contact.tidy("email", self.data.email),
        )

    def allowed(self) -> bool:
        """The session that registered is the permission: the door asks it."""
        return True

    def check(self) -> list[Finding]:
        """An address."""
        text = contact.problem("email", self.email)
        return [Finding("email", text, path="email")] if text else []

    def apply(self) -> None:
        """Unless it is finished at the same moment; the account comes before its links, as it does
        there.
        """
        pk = self.data.account_id
        if not Account.objects.filter(pk=pk, registered_at=None, removed_at=None).update(
            email=self.email
        ):
            raise refuse("conflict", "registration-over", OVER)
        if self.email != self.was:
            self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, pk, fields=["email"])
            self.record(
                events.EMAIL_CHANGED,
                events.SUBJECT_ACCOUNT,
                pk,
                sealed=codes.seal_address(self.was, pk),
            )
        links.make_link(self, pk, "register", provider_id=self.link.provider_id)


def correct_address(account_id: int, email: str, now: datetime) -> None:
    """The link goes to this address now. Raises Refusal: `too-many-links`, `registration-over`, or
    what is wrong with the address.
    """
    take_place(account_id, now)
    perform(CorrectAddress, Corrected(account_id, email), STRANGER, now)
