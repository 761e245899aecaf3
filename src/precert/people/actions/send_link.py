"""The registration link once more, for who holds the old one or has shown whose it is."""

from dataclasses import dataclass
from datetime import datetime

from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import links
from precert.people.actors import STRANGER
from precert.people.models import Link


@dataclass(frozen=True)
class SendLinkInput:
    """Somebody who registered and hasn't finished."""

    account_id: int


class SendLink(Action[SendLinkInput, Link]):
    """Mail a new registration link, to the address given at registration. The link before no longer
    works.
    """

    verb = "send_link"
    label = "Send a new link"
    permission = ""

    def find(self) -> Link:
        """Only who registered by themselves, and still has to finish; invited people ask who
        invited them.
        """
        link = links.waiting(self.data.account_id)
        if link is None:
            raise refuse("missing", "no-such-registration", "Registration not found.")
        return link

    def allowed(self) -> bool:
        """The old link, or the name with its address, is the permission."""
        return True

    def apply(self) -> None:
        """For the same provider as before."""
        links.make_link(self, self.data.account_id, "register", provider_id=self.found.provider_id)


def send_link(account_id: int, now: datetime) -> None:
    """A new link for a registration that wasn't finished. Raises Refusal: `too-many-links`, or
    there is no such registration.
    """
    links.take_place(account_id, now)
    perform(SendLink, SendLinkInput(account_id), STRANGER, now)
