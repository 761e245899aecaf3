"""A staff account made from the command line: the way to a first administrator. The invitation is
mailed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import all_current
from precert.people import contact, events, links, usernames
from precert.people.models import StaffRole
from precert.people.roles import ROLES, is_role

ASKED = ("first_name", "last_name", "email")
TAKEN = "This username is taken."


@dataclass(frozen=True)
class NewStaff:
    """Who it is, and their role in one contract or (empty) in all. `contact`: first_name,
    last_name, email.
    """

    username: str
    role: str
    contract: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


class InviteStaff(LockedAction[NewStaff]):
    """Make a staff account with a role, which nobody can use until the mailed link is followed. The
    answer is its id.
    """

    verb = "invite-staff"
    label = "Add staff"
    permission = ""

    def allowed(self) -> bool:
        """Only the machine's administrator, by the command."""
        return self.actor.kind == "worker"

    def check(self) -> list[Finding]:
        """All that is wrong, at once."""
        self.values = {name: contact.tidy(name, self.data.contact.get(name, "")) for name in ASKED}
        found = {"username": contact.username_problem(self.data.username)} | contact.problems(
            self.values, ASKED
        )
        if not is_role(self.data.role, "staff"):
            staff = ", ".join(role.id for role in ROLES.values() if role.side == "staff")
            found["role"] = f"{self.data.role!r} is not a staff role. Staff roles: {staff}."
        known = [one.pack.id for one in all_current()]
        if self.data.contract and self.data.contract not in known:
            found["contract"] = (
                f"{self.data.contract!r} is not a contract here. Contracts: {', '.join(known) or 'none (precert load-packs)'}."
            )
        return [Finding("new-staff", text, path=name) for name, text in found.items() if text]

    def apply(self) -> int:
        """Write account, role and link."""
        account = usernames.new_account(self, self.data.username, staff=True, **self.values)
        if account is None:
            raise refuse("invalid", "username-taken", TAKEN, path="username")
        StaffRole.objects.create(account=account, role=self.data.role, contract=self.data.contract)
        self.record(events.ACCOUNT_CREATED, events.SUBJECT_ACCOUNT, account.pk)
        self.record(
            events.ROLE_GRANTED,
            events.SUBJECT_ACCOUNT,
            account.pk,
            role=self.data.role,
            contract=self.data.contract,
        )
        links.make_link(self, account.pk, "invite")
        return account.pk
