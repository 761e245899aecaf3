"""A mailed link is used up, once, by the person who presses the button behind it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.actors import STRANGER
from precert.people.codes import key_digest
from precert.people.models import Account, Link


@dataclass(frozen=True)
class OpenLinkInput:
    """The link's token, as its address carries it."""

    token: str = field(repr=False)


class OpenLink(Action[OpenLinkInput, Link]):
    """Use up a link. The answer is the account's and the link's id."""

    verb = "open_link"
    label = "Continue the registration"
    permission = ""

    def find(self) -> Link:
        """Unknown, used, replaced and old links are refused alike.

        A lock is asked for here, or the person would learn of it at the very end.
        """
        link = self._link().first()
        if link is None:
            raise refuse("invalid", "link-over", "This link no longer works.")
        return link

    def allowed(self) -> bool:
        """The link is the permission."""
        return True

    def hold(self) -> None:
        """Of many at the same time one gets through."""
        if not self._link().update(opened_at=self.now):
            raise Moved

    def apply(self) -> dict[str, int]:
        """Journal it."""
        account, link = self.found.account_id, self.found.pk
        self.record(events.LINK_OPENED, events.SUBJECT_ACCOUNT, account, link=link)
        return {"account": account, "link": link}

    def _link(self) -> QuerySet[Link]:
        waiting = Account.objects.filter(
            is_active=True, removed_at=None, registered_at=None, locked_at=None
        )
        return Link.objects.filter(
            token_digest=key_digest(self.data.token),
            account__in=waiting,
            opened_at=None,
            replaced_at=None,
            expires_at__gt=self.now,
        )


def open_link(token: str, now: datetime) -> tuple[int, int]:
    """Use up the link with that token; the ids of its account and of the link. Raises Refusal when
    it doesn't work (any more).
    """
    answer = perform(OpenLink, OpenLinkInput(token), STRANGER, now).answer
    return int(answer["account"]), int(answer["link"])
