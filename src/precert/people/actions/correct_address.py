"""Who has just registered and sees that the email address is mistyped has the link mailed to the
right one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, refuse
from precert.people import codes, contact, events, links
from precert.people.actors import STRANGER
from precert.people.links import take_place, waiting
from precert.people.models import Account, Link

OVER = "This registration has ended. If you finished it, sign in. Otherwise, register again."


@dataclass(frozen=True)
class CorrectAddressInput:
    """Whose registration, and the address."""

    account_id: int
    email: str = field(repr=False)


class CorrectAddress(Action[CorrectAddressInput, Link]):
    """Mail a new link to another address. The link before, and what somebody else began with it, no
    longer works.
    """

    verb = "correct_address"
    label = "Correct your email address"
    permission = ""

    def find(self) -> Link:
        """Only who registered by themselves, and still has to finish."""
        link = waiting(self.data.account_id)
        if link is None:
            raise refuse("conflict", "registration-over", OVER)
        return link

    def allowed(self) -> bool:
        """The session that registered is the permission: the door asks it."""
        return True

    def check(self) -> list[Finding]:
        """An address."""
        self.email = contact.tidy("email", self.data.email)
        text = contact.problem("email", self.email)
        return [Finding("email", text, path="email")] if text else []

    def hold(self) -> None:
        """Unless it is finished at the same moment; the account comes before its links, as it does
        there.
        """
        unfinished = Account.objects.filter(
            pk=self.data.account_id, registered_at=None, removed_at=None
        )
        if not unfinished.update(email=self.email):
            raise Moved

    def apply(self) -> None:
        """Journal it, and mail the link."""
        pk, before = self.data.account_id, self.found.account.email
        if self.email != before:
            self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, pk, fields=["email"])
            sealed = codes.seal_address(before, pk)
            self.record(events.EMAIL_CHANGED, events.SUBJECT_ACCOUNT, pk, sealed=sealed)
        links.make_link(self, pk, "register", provider_id=self.found.provider_id)


def correct_address(account_id: int, email: str, now: datetime) -> None:
    """The link goes to this address now. Raises Refusal: `too-many-links`, `registration-over`, or
    what is wrong with the address.
    """
    take_place(account_id, now)
    perform(CorrectAddress, CorrectAddressInput(account_id, email), STRANGER, now)
