"""A newcomer who has shown NPI and registration code asks for an account; the mailed link goes on
from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import current
from precert.kit.clock import local_day
from precert.people import contact, events, links, policy, tries, usernames
from precert.people.actors import STRANGER
from precert.people.queries import owned
from precert.registry import registration

TAKEN = (
    "This username is taken. Choose another one. If it is yours and you can't find the email, get"
    " a new link. An unused username becomes available again when its link expires."
)
TOO_MANY = f"Too many attempts. Wait {policy.LOCK.window.seconds // 60} minutes and try again."
OWNED = "Your organization already uses Precert. Ask its Group Admin to add you, or call support."
OVER = "The registration code is no longer valid. Start again with the NPI and code."


@dataclass(frozen=True)
class RegisterInput:
    """Who wants an account: the provider shown to be theirs, the digest of its code, a username,
    contact information by field.
    """

    contract: str
    provider_id: int
    code: str
    username: str
    contact: Mapping[str, str]


class Register(Action[RegisterInput]):
    """Make the account, which nobody can use yet, and mail the link that registers a password and a
    second factor.
    """

    verb = "register"
    label = "Register"
    permission = ""

    def allowed(self) -> bool:
        """The code is the permission; `check` asks whether it still holds."""
        return True

    def check(self) -> list[Finding]:
        """The code as it stands now, and what was typed."""
        day = local_day(self.now, current(self.data.contract).pack.time_zone)
        found = [
            Finding(name, text, path=name)
            for name, text in contact.problems(self.data.contact).items()
        ]
        if text := contact.username_problem(self.data.username):
            found.append(Finding("username", text, path="username"))
        elif usernames.held(self.data.username, self.now):
            found.append(taken())
        if not registration.holds(self.data.contract, self.data.provider_id, self.data.code, day):
            found.append(Finding("code-over", OVER))
        elif owned([self.data.provider_id]):
            found.append(Finding("provider-owned", OWNED))
        return found

    def hold(self) -> None:
        """Of two who want the username at once the second looks again."""
        given = {name: self.data.contact.get(name, "") for name in contact.FIELDS}
        self.account = usernames.new_account(self, self.data.username, **given)

    def apply(self) -> int:
        """Journal it, and mail the link; the account's id."""
        pk = self.account.pk
        about = {"contract": self.data.contract, "provider": self.data.provider_id}
        self.record(events.ACCOUNT_CREATED, events.SUBJECT_ACCOUNT, pk, **about)
        links.make_link(self, pk, "register", provider_id=self.data.provider_id)
        return pk


def register(data: RegisterInput, now: datetime) -> int:
    """Make the account and mail its link; its id. Raises Refusal, each finding with the field it is
    about. Who knows a code can't have mail sent without end.
    """
    if tries.take(tries.key_of(str(data.provider_id), "register-account"), now) is None:
        raise refuse("invalid", "too-many", TOO_MANY)
    return int(perform(Register, data, STRANGER, now).answer)


def username_is_free(provider_id: int, username: str, now: datetime) -> bool:
    """Whether nobody holds that name; for somebody who has shown the provider's code. Raises
    Refusal when it was asked too often.

    Names that are taken count, so that even a provider's own people can't list accounts (see ADR
    14).
    """
    key = tries.key_of(str(provider_id), "register-username")
    ticket = tries.take(key, now)
    if ticket is None:
        raise refuse("invalid", "too-many", TOO_MANY, path="username")
    if usernames.held(username, now):
        return False
    tries.give_back(key, ticket, now)
    return True


def taken() -> Finding:
    """Against a username that somebody has."""
    return Finding("username-taken", TAKEN, path="username")
