"""What Setup's acts on one account, or on one role of one, have in common: it must be the actor's
to manage.
"""

from typing import Protocol, TypeVar

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.people import events, group_admins, managing
from precert.people.models import Account, Membership


class Named(Protocol):
    """An input that names an account."""

    @property
    def account_id(self) -> int:
        """Whose account."""


Input = TypeVar("Input", bound=Named)


class OnManaged(LockedAction[Input]):
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


class NamedRole(Protocol):
    """An input that names a membership."""

    @property
    def membership_id(self) -> int:
        """Which one."""


RoleInput = TypeVar("RoleInput", bound=NamedRole)


class OnMembership(LockedAction[RoleInput]):
    """An act on `self.row` of `self.account`, which `lock` finds, with the group that might lose
    its last Group Admin: `self.watched`.
    """

    permission = "users.manage-provider"
    row: Membership
    account: Account
    watched: group_admins.Watched

    def subject(self) -> tuple[str, str]:
        """The membership."""
        return "membership", str(self.data.membership_id)

    def lock(self) -> None:
        """A membership or person out of reach is not known here."""
        if not managing.manages(self.actor):
            return
        row = managing.span_of(self.actor).memberships().filter(pk=self.data.membership_id).first()
        if row is None:
            raise refuse("missing", "no-such-role", "Role not found.")
        self.row, self.account = row, managing.managed(self.actor, row.account_id)
        leaves = row.role in managing.GROUP_ROLES and not self.keeps_group_role()
        self.watched = (
            group_admins.watch(self.account.pk, row.group_id)
            if leaves
            else group_admins.Watched({}, ())
        )

    def allowed(self) -> bool:
        """`lock` has asked whether the membership is the actor's to manage."""
        return managing.manages(self.actor)

    def keeps_group_role(self) -> bool:
        """Whether the person has a role of the whole group afterwards."""
        return False
