"""Taking a role at a provider, or at the whole group, away from somebody."""

from dataclasses import dataclass

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.people import authority, events, group_admins
from precert.people.models import Membership
from precert.people.subjects import OnMembership

ONLY = (
    "This is {name}'s only role. Without a role, {name} cannot work here, and only support can"
    " add one (see Help, Contact)."
)


@dataclass(frozen=True)
class RemoveRoleInput:
    """Which membership; `confirmed`: also when it is the person's only one."""

    membership_id: int
    confirmed: bool = False


class RemoveRole(OnMembership[RemoveRoleInput]):
    """The provider is out of the person's reach from their next request on."""

    verb = "remove_role"
    label = "Remove the provider association"

    def possible(self) -> list[Finding]:
        """Somebody else's; a Group Admin must be left."""
        row = self.found
        self.watched = (
            group_admins.watch(row.account_id, row.group_id)
            if row.role in authority.GROUP_ROLES
            else group_admins.Watched()
        )
        return super().possible() or self.watched.findings

    def check(self) -> list[Finding]:
        """Who would be left without a role is asked about."""
        row = self.found
        if Membership.objects.filter(account=row.account_id).exclude(pk=row.pk).exists():
            return []
        return [Finding("only-role", ONLY.format(name=row.account.full_name), "warning")]

    def hold(self) -> None:
        """Once, as it was seen."""
        row = self.found
        group_admins.move_on(self.watched)
        same = Membership.objects.filter(pk=row.pk, role=row.role, provider=row.provider_id)
        if not same.delete()[0]:
            raise Moved

    def apply(self) -> dict[str, int | str | None]:
        """The answer says what it was, so that it can be given back."""
        row = self.found
        about: dict[str, int | str | None] = {
            "role": row.role,
            "group": row.group_id,
            "provider": row.provider_id,
        }
        self.record(events.ROLE_REMOVED, events.SUBJECT_ACCOUNT, row.account_id, **about)
        return {"account": row.account_id, **about}
