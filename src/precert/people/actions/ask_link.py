"""Asking for the registration link once more by name and address: for who lost the mail.

Nothing is looked up while they wait: the wish is journaled, sealed, in the same way for everybody,
and `answer_wish` sees later whether there is anything to send. So neither the answer nor its time
tells whether the account exists.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from precert.conduct.action import Action
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.documents.crypto import open_text, seal_text
from precert.documents.keys import ring
from precert.journal.recording import Entry
from precert.people import events, policy, tries
from precert.people.actions.send_link import SendLink, SendLinkInput
from precert.people.actors import STRANGER
from precert.people.models import Account

SEALED_FOR = "link-asked"


@dataclass(frozen=True)
class AskLinkInput:
    """Username and email address as typed, sealed."""

    digest: str
    sealed: str = field(repr=False)


class AskLink(Action[AskLinkInput]):
    """Ask for a new link by username and address."""

    verb = "ask_link"
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
        perform(AskLink, AskLinkInput(digest[:40], sealed), STRANGER, now)


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
        perform(SendLink, SendLinkInput(account.pk), worker("registration"), now)
    except Refusal:
        return  # finished, invited or removed: nothing to send
