"""Add New User: an account for somebody, with a role at one provider, and the mailed invitation to
register.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.people import authority, contact, events, policy, tries, usernames
from precert.people.links import make_link
from precert.people.models import GroupProvider, Membership

FIRST_ROLE = "provider-staff"
TAKEN = (
    "This username is taken. Choose another one. If the person already has an account, ask"
    " support to add a role here (see Help, Contact)."
)
TOO_MANY = (
    f"Too many of these usernames were taken. Try again in {policy.LOCK.window.seconds // 60}"
    " minutes."
)


@dataclass(frozen=True)
class AddUserInput:
    """Who is to work for the provider (the id of the provider in its group). `contact` by names of
    `contact.FIELDS`.
    """

    place_id: int
    username: str
    contact: Mapping[str, str] = field(default_factory=dict)


class AddUser(Action[AddUserInput, GroupProvider]):
    """Create the account as Provider Staff Account and mail the link. The answer has the account's
    id.
    """

    verb = "add_user"
    label = "Add New User"
    permission = "users.manage-provider"

    def find(self) -> GroupProvider:
        """A provider out of reach is not known here."""
        return authority.place(self.actor, self.data.place_id)

    def allowed(self) -> bool:
        """`find` has asked whether the provider's users are the actor's to manage."""
        return authority.manages(self.actor)

    def check(self) -> list[Finding]:
        """All that is wrong with what was typed, at once."""
        self.values = {
            name: contact.tidy(name, str(self.data.contact.get(name, "")))
            for name in contact.FIELDS
        }
        found = {"username": self._username()} | contact.problems(self.values)
        return [Finding("contact", text, path=name) for name, text in found.items() if text]

    def _username(self) -> str:
        """What is wrong with it. Names that are taken count, so that nobody lists other
        organizations' accounts by trying. Raises Refusal when there were too many.
        """
        if text := contact.username_problem(self.data.username):
            return text
        key = tries.key_of(f"account {self.actor.account_id}", "new-username")
        ticket = tries.take(key, self.now)
        if ticket is None:
            raise refuse("invalid", "too-many", TOO_MANY, path="username")
        if usernames.held(self.data.username, self.now):
            return TAKEN
        tries.give_back(key, ticket, self.now)
        return ""

    def hold(self) -> None:
        """Of two who want the username at once the second looks again."""
        self.account = usernames.new_account(self, self.data.username, **self.values)

    def apply(self) -> dict[str, int]:
        """Write role and link."""
        account, place = self.account, self.found
        Membership.objects.create(
            account=account,
            group_id=place.group_id,
            provider_id=place.provider_id,
            role=FIRST_ROLE,
            created_at=self.now,
        )
        self.record(events.ACCOUNT_CREATED, events.SUBJECT_ACCOUNT, account.pk)
        about = {"role": FIRST_ROLE, "group": place.group_id, "provider": place.provider_id}
        self.record(events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, account.pk, **about)
        make_link(self, account.pk, "invite")
        return {"account": account.pk}
