"""What Setup's acts on one account have in common: it must be the actor's to manage."""

from typing import Protocol, TypeVar

from precert.conduct.perform import Action
from precert.people import events, managing
from precert.people.models import Account


class Named(Protocol):
    """An input that names an account."""

    @property
    def account_id(self) -> int:
        """Whose account."""


Input = TypeVar("Input", bound=Named)


class OnManaged(Action[Input]):
    """An act on `self.account`, which `lock` finds."""

    account: Account

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
