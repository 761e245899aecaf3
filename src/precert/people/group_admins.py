"""The last Group Admin of a group stays: what would leave a group without one is refused, for two
at the same time too.

An act that takes a Group Admin away reads the group's `turn` before it looks who else there is, and
moves it on by a conditional UPDATE when it writes. So of two acts that each count on the other's
Group Admin one finds that the turn has moved, and looks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.people.authority import GROUP_ROLES, able_admins
from precert.people.models import Membership, ProviderGroup


@dataclass(frozen=True)
class Watched:
    """The groups that an act takes a Group Admin from: their turns as read, and the names of those
    that would have none left.
    """

    turns: dict[int, int] = field(default_factory=dict)
    last_in: tuple[str, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """Why the act is refused."""
        return [Finding("last-group-admin", why_kept(self.last_in))] if self.last_in else []


def why_kept(groups: Iterable[str]) -> str:
    """Why the last Group Admin of these groups stays one."""
    names = ", ".join(groups)
    return f"This is the last Group Admin of {names}. Make someone else a Group Admin first."


def watch(account_id: int, group_id: int | None = None) -> Watched:
    """What taking the account's Group Admin roles away (in one group, or all) would leave."""
    mine = Membership.objects.filter(account=account_id, provider=None, role__in=GROUP_ROLES)
    mine = mine if group_id is None else mine.filter(group=group_id)
    groups = {
        pk: (name, turn)
        for pk, name, turn in mine.values_list("group", "group__name", "group__turn")
    }
    if not groups:
        return Watched()
    left = set(able_admins(groups).exclude(account=account_id).values_list("group", flat=True))
    last_in = tuple(name for pk, (name, _) in sorted(groups.items()) if pk not in left)
    return Watched({pk: turn for pk, (_, turn) in groups.items()}, last_in)


def move_on(watched: Watched) -> None:
    """Move the turns on, in an action's `hold`. Raises Moved when another act was first."""
    for pk, turn in sorted(watched.turns.items()):
        if not ProviderGroup.objects.filter(pk=pk, turn=turn).update(turn=turn + 1):
            raise Moved
