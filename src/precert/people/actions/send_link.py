"""The registration link once more: for who holds the old one, and for who lost the mail.

Who lost the mail names an account and its address. Nothing is looked up while they wait: the wish
is journaled, sealed, in the same way for everybody, and `answer_wish` sees later whether there is
anything to send. So neither the answer nor its time tells whether the account exists.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from precert.conduct.actor import worker
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.documents.crypto import open_text, seal_text
from precert.documents.keys import ring
from precert.journal.write import Entry
from precert.people import events, links, policy, tries
from precert.people.acting import STRANGER
from precert.people.models import Account, Link

SEALED_FOR = "link-asked"
TOO_MANY = (
    "The link was sent several times. Check your email, or wait"
    f" {policy.LINKS.window.seconds // 60} minutes."
)


@dataclass(frozen=True)
class Newcomer:
    """Somebody who registered and hasn't finished."""

    account_id: int


class SendLink(LockedAction[Newcomer]):
    """Mail a new registration link, to the address given at registration. The link before no longer
    works.
    """

    verb = "send-link"
    label = "Send a new link"
    permission = ""

    def lock(self) -> None:
        """Only who registered by themselves, and still has to finish; invited people ask who
        invited them.
        """
        link = waiting(self.data.account_id)
        if link is None:
            raise refuse("missing", "no-such-registration", "Registration not found.")
        self.link = link

    def allowed(self) -> bool:
        """The old link, or the name with its address, is the permission."""
        return True

    def apply(self) -> None:
        """For the same provider as before."""
        links.make_link(self, self.data.account_id, "register", provider_id=self.link.provider_id)


@dataclass(frozen=True)
class Wish:
    """Username and email address as typed, sealed."""

    digest: str
    sealed: str = field(repr=False)


class AskLink(LockedAction[Wish]):
    """Ask for a new link by username and address."""

    verb = "ask-link"
    label = "Send a new link"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may ask."""
        return True

    def apply(self) -> None:
        """Journal the wish; it is answered later."""
        self.record(
            events.LINK_ASKED, events.SUBJECT_USERNAME, self.data.digest, sealed=self.data.sealed
        )


def send_link(account_id: int, now: datetime) -> None:
    """A new link for a registration that wasn't finished. Raises Refusal: `too-many-links`, or
    there is no such registration.
    """
    take_place(account_id, now)
    perform(SendLink, Newcomer(account_id), STRANGER, now)


def take_place(account_id: int, now: datetime) -> None:
    """Count one more link asked for by the account's owner. Raises Refusal `too-many-links`: a
    mailbox is not to be flooded.
    """
    if tries.take(tries.key_of(str(account_id), "link"), now, policy.LINKS) is None:
        raise Refusal("invalid", [Finding("too-many-links", TOO_MANY)])


def waiting(account_id: int) -> Link | None:
    """The newest link of somebody who registered by themselves and hasn't finished; None for
    everybody else.
    """
    unfinished = Account.objects.filter(
        pk=account_id, registered_at=None, is_active=True, removed_at=None
    )
    newest = Link.objects.filter(account__in=unfinished).order_by("-made_at", "-pk").first()
    return newest if newest is not None and newest.purpose == "register" else None


def ask_link(username: str, email: str, now: datetime, *, address: str) -> None:
    """Somebody lost the mail. A flood of wishes is dropped in silence, by the name and by the
    network address.
    """
    digest = tries.key_of(username, "link-asked")
    tickets = (
        tries.take(digest, now, policy.LINKS),
        tries.take(tries.key_of(address, "link-asked-address"), now, policy.ADDRESS),
    )
    if all(tickets):
        sealed = seal_text(ring(), json.dumps([username, email]), SEALED_FOR)
        perform(AskLink, Wish(digest[:40], sealed), STRANGER, now)


def answer_wish(entry: Entry, now: datetime) -> None:
    """Send the link that was wished for, if name and address are those of a registration that
    wasn't finished.
    """
    username, email = json.loads(open_text(ring(), entry.data["sealed"], SEALED_FOR))
    account = Account.objects.filter(
        username=policy.username(username), email__iexact=email.strip()
    ).first()
    if account is None:
        return
    try:
        perform(SendLink, Newcomer(account.pk), worker("registration"), now)
    except Refusal:
        return  # finished, invited or removed: nothing to send
