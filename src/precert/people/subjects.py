"""What the acts of administrators and of the support desk are about: an account, or one role of
one. Both must be within the actor's reach.
"""

from typing import Protocol, TypeVar

from precert.conduct.action import Action
from precert.conduct.refusal import Finding, Refusal, refuse
from precert.people import assistance, authority, events
from precert.people.models import Account, Membership

HANDS_OFF = "hands-off"


class NamesAccount(Protocol):
    """An input that names an account."""

    @property
    def account_id(self) -> int:
        """Whose account."""


AccountInput = TypeVar("AccountInput", bound=NamesAccount)


class OnAccount(Action[AccountInput, Account]):
    """An act on an account that the actor manages."""

    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def find(self) -> Account:
        """An account out of reach is not known here."""
        return authority.managed(self.actor, self.data.account_id)

    def allowed(self) -> bool:
        """`find` has asked whether the account is the actor's to manage."""
        return authority.manages(self.actor)

    def whole(self) -> list[Finding]:
        """Why the actor may not do what touches the whole account."""
        why = authority.whole_account(self.actor, self.found.pk)
        return [Finding("not-wholly", why)] if why else []


class OnHelped(OnAccount[AccountInput]):
    """An act that helps somebody back in; the support desk helps staff too."""

    def find(self) -> Account:
        """An account out of reach is not known here."""
        return assistance.helped(self.actor, self.data.account_id)

    def look_at(self, found: Account) -> None:
        """Nor is it to be touched when it is the actor's own, or stands above them."""
        super().look_at(found)
        if why := assistance.hands_off(self.actor, found):
            raise Refusal("conflict", [Finding(HANDS_OFF, why)])


class NamesMembership(Protocol):
    """An input that names a membership."""

    @property
    def membership_id(self) -> int:
        """Which one."""


RoleInput = TypeVar("RoleInput", bound=NamesMembership)


class OnMembership(Action[RoleInput, Membership]):
    """An act on somebody's role at a provider, or at a whole group."""

    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The membership."""
        return "membership", str(self.data.membership_id)

    def find(self) -> Membership:
        """A membership or person out of reach is not known here."""
        within = authority.span_of(self.actor).memberships().select_related("account")
        row = within.filter(pk=self.data.membership_id).first()
        if row is None:
            raise refuse("missing", "no-such-role", "Role not found.")
        authority.managed(self.actor, row.account_id)
        return row

    def allowed(self) -> bool:
        """`find` has asked whether the membership is the actor's to manage."""
        return authority.manages(self.actor)

    def possible(self) -> list[Finding]:
        """Nobody does it to themselves."""
        why = authority.own_role(self.actor, self.found.account_id)
        return [Finding("own", why, path="role")] if why else []
