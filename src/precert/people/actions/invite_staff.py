"""A staff account made from the command line: the way to a first administrator. The invitation is
mailed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from precert.conduct.action import Action
from precert.conduct.refusal import Finding
from precert.contracts.queries import all_current
from precert.people import contact, events, links, usernames
from precert.people.models import StaffRole
from precert.people.roles import ROLES, is_role

ASKED = ("first_name", "last_name", "email")
TAKEN = "This username is taken."


@dataclass(frozen=True)
class InviteStaffInput:
    """Who it is, and their role in one contract or (empty) in all. `contact`: first_name,
    last_name, email.
    """

    username: str
    role: str
    contract: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)


class InviteStaff(Action[InviteStaffInput]):
    """Make a staff account with a role, which nobody can use until the mailed link is followed. The
    answer is its id.
    """

    verb = "invite_staff"
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
        if not found["username"] and usernames.held(self.data.username, self.now):
            found["username"] = TAKEN
        if not is_role(self.data.role, "staff"):
            staff = ", ".join(role.id for role in ROLES.values() if role.side == "staff")
            found["role"] = f"{self.data.role!r} is not a staff role. Staff roles: {staff}."
        known = [one.pack.id for one in all_current()]
        if self.data.contract and self.data.contract not in known:
            found["contract"] = (
                f"{self.data.contract!r} is not a contract here. Contracts: {', '.join(known) or 'none (precert load-packs)'}."
            )
        return [Finding("new-staff", text, path=name) for name, text in found.items() if text]

    def hold(self) -> None:
        """Of two who want the username at once the second looks again."""
        self.account = usernames.new_account(self, self.data.username, staff=True, **self.values)

    def apply(self) -> int:
        """Write role and link."""
        pk, role, contract = self.account.pk, self.data.role, self.data.contract
        StaffRole.objects.create(account=self.account, role=role, contract=contract)
        self.record(events.ACCOUNT_CREATED, events.SUBJECT_ACCOUNT, pk)
        self.record(events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, pk, role=role, contract=contract)
        links.make_link(self, pk, "invite")
        return pk
