"""Giving somebody a role at one more provider, or at the whole group."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from precert.conduct.refusal import Finding, reason_missing, refuse
from precert.people import events, managing
from precert.people.managed import OnManaged
from precert.people.models import Membership

HAS_ONE = "This user already has a role there. Change that role instead."
NOT_YOURS = "You cannot give this role. Ask a Group Admin. You cannot raise your own role."


@dataclass(frozen=True)
class ToGrant:
    """Whom, where (the id of a provider in its group, 0 when none was chosen; a group's role holds
    at all its providers), which role.

    `reason` is the support desk's, and kept.
    """

    account_id: int
    place_id: int
    role: str
    reason: str = ""


class GrantRole(OnManaged[ToGrant]):
    """The role holds from the person's next request on."""

    verb = "grant-role"
    label = "Add a provider association"
    permission = "users.manage-provider"

    def lock(self) -> None:
        """A provider out of reach is not known here either."""
        super().lock()
        if managing.manages(self.actor) and self.data.place_id:
            self.place = managing.place(self.actor, self.data.place_id)

    def check(self) -> list[Finding]:
        """A role that the actor may give, where there is none yet; the desk says why."""
        found = reason_missing(self.data.reason) if self.actor.side == "review" else []
        if not self.data.role:
            found.insert(0, Finding("not-grantable", "Choose a role.", path="role"))
        if not self.data.place_id:
            return [Finding("no-place", "Choose a provider.", path="place"), *found]
        may = managing.grantable(self.actor, self.account.pk, self.place.group_id)
        if self.data.role and self.data.role not in may:
            found.insert(0, Finding("not-grantable", NOT_YOURS, path="role"))
        self.at = None if self.data.role in managing.GROUP_ROLES else self.place.provider_id
        held = Membership.objects.filter(
            account=self.account.pk, group=self.place.group_id, provider=self.at
        )
        return [Finding("has-one", HAS_ONE, path="place"), *found] if held.exists() else found

    def apply(self) -> dict[str, int]:
        """Of two at once the second is told that there is one."""
        try:
            with transaction.atomic():
                row = Membership.objects.create(
                    account=self.account,
                    group_id=self.place.group_id,
                    provider_id=self.at,
                    role=self.data.role,
                    created_at=self.now,
                )
        except IntegrityError:
            raise refuse("conflict", "has-one", HAS_ONE, path="place") from None
        about = {"role": row.role, "group": row.group_id, "provider": row.provider_id}
        about |= {"reason": self.data.reason.strip()} if self.actor.side == "review" else {}
        self.record(events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, self.account.pk, **about)
        return {"membership": row.pk}
