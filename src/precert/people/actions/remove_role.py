"""Taking a role at a provider, or at the whole group, away from somebody."""

from dataclasses import dataclass

from precert.conduct.perform import Action
from precert.conduct.refusal import Finding, refuse
from precert.people import events, group_admins, managing
from precert.people.actions.change_role import MOVED, held
from precert.people.models import Membership

ONLY = "This is the only role of {name}. Without one {name} works nowhere here, and only support can give a role again."


@dataclass(frozen=True)
class ToTakeAway:
    """Which membership; `confirmed`: also when it is the person's only one."""

    membership_id: int
    confirmed: bool = False


class RemoveRole(Action[ToTakeAway]):
    """The provider is out of the person's reach from their next request on."""

    verb = "remove-role"
    label = "Remove the provider association"
    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The membership."""
        return "membership", str(self.data.membership_id)

    def lock(self) -> None:
        """A membership or person out of reach is not known here."""
        if not managing.manages(self.actor):
            return
        self.row = held(self)
        self.account = managing.managed(self.actor, self.row.account_id)
        leaves = self.row.role in managing.GROUP_ROLES
        self.watched = group_admins.watch(self.account.pk, self.row.group_id) if leaves else group_admins.Watched({}, ())

    def allowed(self) -> bool:
        """`lock` has asked whether the membership is the actor's to manage."""
        return managing.manages(self.actor)

    def check(self) -> list[Finding]:
        """Somebody else's; a Group Admin must be left; who would be left without a role is asked about."""
        if self.account.pk == self.actor.account_id:
            return [Finding("own", managing.OWN)]
        if self.watched.findings or Membership.objects.filter(account=self.account.pk).exclude(pk=self.row.pk).exists():
            return self.watched.findings
        return [Finding("only-role", ONLY.format(name=self.account.full_name), "warning")]

    def apply(self) -> dict[str, int | str | None]:
        """Once; the answer says what it was, so that it can be given back."""
        row = self.row
        group_admins.move_on(self.watched)
        gone, _ = Membership.objects.filter(pk=row.pk, role=row.role, provider=row.provider_id).delete()
        if not gone:
            raise refuse("conflict", "role-moved", MOVED)
        about: dict[str, int | str | None] = {"role": row.role, "group": row.group_id, "provider": row.provider_id}
        self.record(events.ROLE_REMOVED, events.SUBJECT_ACCOUNT, row.account_id, **about)
        return {"account": row.account_id, **about}
