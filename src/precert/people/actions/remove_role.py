"""Taking a role at a provider, or at the whole group, away from somebody."""

from dataclasses import dataclass

from precert.conduct.refusal import Finding, refuse
from precert.people import events, group_admins, managing
from precert.people.actions.change_role import MOVED
from precert.people.managed import OnMembership
from precert.people.models import Membership

ONLY = (
    "This is {name}'s only role. Without a role, {name} cannot work here, and only support can"
    " add one (see Help, Contact)."
)


@dataclass(frozen=True)
class ToTakeAway:
    """Which membership; `confirmed`: also when it is the person's only one."""

    membership_id: int
    confirmed: bool = False


class RemoveRole(OnMembership[ToTakeAway]):
    """The provider is out of the person's reach from their next request on."""

    verb = "remove-role"
    label = "Remove the provider association"

    def check(self) -> list[Finding]:
        """Somebody else's; a Group Admin must be left; who would be left without a role is asked
        about.
        """
        if self.account.pk == self.actor.account_id:
            return [Finding("own", managing.OWN)]
        if (
            self.watched.findings
            or Membership.objects.filter(account=self.account.pk).exclude(pk=self.row.pk).exists()
        ):
            return self.watched.findings
        return [Finding("only-role", ONLY.format(name=self.account.full_name), "warning")]

    def apply(self) -> dict[str, int | str | None]:
        """Once; the answer says what it was, so that it can be given back."""
        row = self.row
        group_admins.move_on(self.watched)
        gone, _ = Membership.objects.filter(
            pk=row.pk, role=row.role, provider=row.provider_id
        ).delete()
        if not gone:
            raise refuse("conflict", "role-moved", MOVED)
        about: dict[str, int | str | None] = {
            "role": row.role,
            "group": row.group_id,
            "provider": row.provider_id,
        }
        self.record(events.ROLE_REMOVED, events.SUBJECT_ACCOUNT, row.account_id, **about)
        return {"account": row.account_id, **about}
