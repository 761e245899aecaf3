"""Giving somebody a role at one more provider, or at the whole group."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding, reason_missing
from precert.kit.hidden_characters import trimmed
from precert.people import authority, events
from precert.people.models import Membership
from precert.people.subjects import OnAccount

HAS_ONE = "This user already has a role there. Change that role instead."
NOT_YOURS = "You cannot give this role. Ask a Group Admin. You cannot raise your own role."


@dataclass(frozen=True)
class GrantRoleInput:
    """Whom, where (the id of a provider in its group, 0 when none was chosen; a group's role holds
    at all its providers), which role.

    `reason` is the support desk's, and kept.
    """

    account_id: int
    place_id: int
    role: str
    reason: str = ""


class GrantRole(OnAccount[GrantRoleInput]):
    """The role holds from the person's next request on."""

    verb = "grant_role"
    label = "Add a provider association"

    def check(self) -> list[Finding]:
        """A role that the actor may give, where there is none yet; the desk says why. Raises
        Refusal: a provider out of reach is not known here.
        """
        found = reason_missing(self.data.reason) if self.actor.side == "review" else []
        if not self.data.role:
            found.insert(0, Finding("not-grantable", "Choose a role.", path="role"))
        if not self.data.place_id:
            return [Finding("no-place", "Choose a provider.", path="place"), *found]
        self.place = authority.place(self.actor, self.data.place_id)
        may = authority.grantable(self.actor, self.found.pk, self.place.group_id)
        if self.data.role and self.data.role not in may:
            found.insert(0, Finding("not-grantable", NOT_YOURS, path="role"))
        self.at = None if self.data.role in authority.GROUP_ROLES else self.place.provider_id
        there = Membership.objects.filter(
            account=self.found.pk, group=self.place.group_id, provider=self.at
        )
        return [Finding("has-one", HAS_ONE, path="place"), *found] if there.exists() else found

    def hold(self) -> None:
        """Of two at once the second looks again, and is told that there is one."""
        try:
            with transaction.atomic():
                self.row = Membership.objects.create(
                    account=self.found,
                    group_id=self.place.group_id,
                    provider_id=self.at,
                    role=self.data.role,
                    created_at=self.now,
                )
        except IntegrityError:
            raise Moved from None

    def apply(self) -> dict[str, int]:
        """The id of the membership."""
        row = self.row
        about = {"role": row.role, "group": row.group_id, "provider": row.provider_id}
        about |= {"reason": trimmed(self.data.reason)} if self.actor.side == "review" else {}
        self.record(events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, self.found.pk, **about)
        return {"membership": row.pk}
