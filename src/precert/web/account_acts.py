"""What Setup and the support desk do to a whole account: the one table of its buttons, and the words
that each asks with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol
from uuid import uuid4

from precert.people.actions.end_sessions import EndSessions, EndSessionsInput
from precert.people.actions.reactivate import Reactivate, ReactivateInput
from precert.people.actions.remove_user import RemoveUser, RemoveUserInput
from precert.people.actions.resend_link import ResendLink, ResendLinkInput
from precert.people.actions.reset_registration import ResetRegistration, ResetRegistrationInput
from precert.people.actions.unlock import Unlock, UnlockInput
from precert.people.offers import offers
from precert.people.subjects import OnAccount
from precert.web.door import Request

MAILED = "We emailed a new registration link to {email}."


class Owner(Protocol):
    """Whose account it is, as a page shows them."""

    @property
    def id(self) -> int:
        """The account."""

    @property
    def name(self) -> str:
        """First and last name."""

    @property
    def email(self) -> str:
        """The address, masked where it isn't shown."""


@dataclass(frozen=True)
class Act:
    """One of them: its name in addresses, what it asks and says, and whether it can't be undone.

    `reason` is the label of the reason's field in Setup, where most acts need none; `asks` is false
    for what Setup does at once. The desk always asks, and asks why.
    """

    name: str
    kind: type[OnAccount[Any]]
    input: type[Any]
    question: str
    done: str
    reason: str = ""
    final: bool = False
    asks: bool = True

    @property
    def label(self) -> str:
        """The action's."""
        return self.kind.label

    @property
    def route(self) -> str:
        """The name of its route in Setup."""
        return f"setup_{self.name}"

    def data(self, account_id: int, reason: str) -> Any:
        """The action's input."""
        explained = "reason" in {one.name for one in fields(self.input)}
        return self.input(account_id, reason) if explained else self.input(account_id)


@dataclass(frozen=True)
class Button:
    """An act as a page offers it: its question about this person, and why it is greyed; `key` makes
    a second press of the same button the same act.
    """

    act: Act
    question: str
    why: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)


ACTS: Mapping[str, Act] = {
    one.name: one
    for one in (
        Act(
            "unlock", Unlock, UnlockInput,
            "{name} will be able to sign in again, with the same password. First verify that the request came from {name}.",
            "{name} was unlocked.", "Reason, and how you verified their identity",
        ),
        Act(
            "reactivate", Reactivate, ReactivateInput,
            "{name}'s account and its paused roles become active again.", "{name} was reactivated.",
        ),
        Act(
            "resend", ResendLink, ResendLinkInput,
            "We will email a new registration link to {email}. The earlier link stops working.", MAILED, asks=False,
        ),
        Act(
            "reset", ResetRegistration, ResetRegistrationInput,
            "This removes {name}'s password, second factors and recovery codes, ends all sessions, and emails a new registration link to "
            "{email}. This cannot be undone.",
            "Registration reset for {name}. " + MAILED, final=True,
        ),
        Act(
            "end-sessions", EndSessions, EndSessionsInput, "This signs {name} out everywhere. This cannot be undone.",
            "{name}'s sessions were ended.", final=True,
        ),
        Act(
            "delete", RemoveUser, RemoveUserInput,
            "{name} will no longer be able to sign in and loses every role. Past work stays in the cases. The username cannot be reused. "
            "This cannot be undone. To block {name} temporarily, edit the user and clear the Active User box instead.",
            "{name} was deleted.", final=True,
        ),
    )
}  # fmt: skip


def buttons(request: Request, owner: Owner, names: Iterable[str]) -> list[Button]:
    """Those of these acts that are offered on the account."""
    acts = [ACTS[name] for name in names]
    offered = offers(request.actor, owner.id, request.now, [act.kind for act in acts])
    return [
        Button(act, words(act.question, owner), offered[act.kind.verb].why)
        for act in acts
        if act.kind.verb in offered
    ]


def words(text: str, owner: Owner) -> str:
    """A text of the table, about this person."""
    return text.format(name=owner.name, email=owner.email)
