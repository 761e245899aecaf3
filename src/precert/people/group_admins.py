"""The last Group Admin of a group stays: what would leave a group without one is refused, for two
at the same time too.

An act that takes a Group Admin away reads the group's `turn` before it looks who else there is, and
moves it on by a conditional UPDATE when it writes. So of two acts that each count on the other's
Group Admin one finds that the turn has moved.
"""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, refuse
from precert.people.managing import GROUP_ROLES, able_admins
from precert.people.models import Membership, ProviderGroup

MOVED = (
    "Another administrator has just changed this group's admins. Reload the page to see the change."
)


@dataclass(frozen=True)
class Watched:
    """The groups that an act takes a Group Admin from: their turns as read, and the names of those
    that would have none left.
    """

    turns: dict[int, int]
    last_in: tuple[str, ...]

    @property
    def findings(self) -> list[Finding]:
        """Why the act is refused."""
        return [Finding("last-group-admin", self.reason)] if self.last_in else []

    @property
    def reason(self) -> str:
        """The same as one text; empty when nothing stands against the act."""
        return (
            f"This is the last Group Admin of {', '.join(self.last_in)}. Make someone else a"
            " Group Admin first."
            if self.last_in
            else ""
        )


def watch(account_id: int, group_id: int | None = None) -> Watched:
    """Look, in an action's `lock`, what taking the account's Group Admin roles away (in one group,
    or all) would leave.
    """
    mine = Membership.objects.filter(account=account_id, provider=None, role__in=GROUP_ROLES)
    mine = mine if group_id is None else mine.filter(group=group_id)
    groups = {
        pk: (name, turn)
        for pk, name, turn in mine.values_list("group", "group__name", "group__turn")
    }
    if not groups:
        return Watched({}, ())
    left = set(able_admins(groups).exclude(account=account_id).values_list("group", flat=True))
    last_in = tuple(name for pk, (name, _) in sorted(groups.items()) if pk not in left)
    return Watched({pk: turn for pk, (_, turn) in groups.items()}, last_in)


def move_on(watched: Watched) -> None:
    """Move the turns on, in an action's `apply`. Raises Refusal when another act was first."""
    for pk, turn in sorted(watched.turns.items()):
        if not ProviderGroup.objects.filter(pk=pk, turn=turn).update(turn=turn + 1):
            raise refuse("conflict", "admins-moved", MOVED)
