"""A mailed link is used up, once, by the person who presses the button behind it."""

from dataclasses import dataclass, field
from datetime import datetime

from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.acting import STRANGER
from precert.people.codes import key_digest
from precert.people.models import Link


@dataclass(frozen=True)
class Opened:
    """The link's token, as its address carries it."""

    token: str = field(repr=False)


class OpenLink(LockedAction[Opened]):
    """Use up a link. The answer is the account's and the link's id."""

    verb = "open-link"
    label = "Continue the registration"
    permission = ""

    def lock(self) -> None:
        """Of many at the same time one gets through; unknown, used, replaced and old links are
        refused alike.

        A lock is asked for here, or the person would learn of it at the very end.
        """
        mine = Link.objects.filter(token_digest=key_digest(self.data.token))
        theirs = mine.filter(
            account__is_active=True,
            account__removed_at=None,
            account__registered_at=None,
            account__locked_at=None,
        )
        still = Link.objects.filter(
            pk__in=theirs.values("pk"), opened_at=None, replaced_at=None, expires_at__gt=self.now
        )
        if not still.update(opened_at=self.now):
            raise refuse("invalid", "link-over", "This link no longer works.")
        self.link = mine.get()

    def allowed(self) -> bool:
        """The link is the permission."""
        return True

    def apply(self) -> dict[str, int]:
        """Journal it."""
        self.record(
            events.LINK_OPENED, events.SUBJECT_ACCOUNT, self.link.account_id, link=self.link.pk
        )
        return {"account": self.link.account_id, "link": self.link.pk}


def open_link(token: str, now: datetime) -> tuple[int, int]:
    """Use up the link with that token; the ids of its account and of the link. Raises Refusal when
    it doesn't work (any more).
    """
    answer = perform(OpenLink, Opened(token), STRANGER, now).answer
    return int(answer["account"]), int(answer["link"])
