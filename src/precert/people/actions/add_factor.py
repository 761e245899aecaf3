"""A second factor that was proved becomes one of the account's."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import events, policy
from precert.people.acting import as_account
from precert.people.actions.verify_code import proved_to
from precert.people.factors.passkeys import NewPasskey
from precert.people.models import Account, Factor
from precert.people.queries.factors import LABELS, accepted_kinds


@dataclass(frozen=True)
class NewFactor:
    """A factor that was proved, and what of it is kept.

    A telephone is proved by the challenge that it answered, an app by its (sealed) key and a code's
    time step. An email factor needs no more: its codes go to the account's proved address.
    """

    kind: policy.FactorKind
    challenge_id: int = 0
    method: str = ""  # sms or voice
    secret: str = field(default="", repr=False)
    step: int = 0
    passkey: NewPasskey | None = None
    label: str = ""  # what its owner calls it


class AddFactor(LockedAction[NewFactor]):
    """Add a factor to one's own."""

    verb = "add-factor"
    label = "Add a second factor"
    permission = ""

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof of another factor."""
        return self.actor.account_id is not None

    def lock(self) -> None:
        """The kind must be one that the account's contracts accept."""
        self.account = Account.objects.get(pk=self.actor.person_id)
        if self.data.kind not in accepted_kinds(self.account):
            raise not_accepted(self.data.kind)
        if self.data.kind == "email" and not self.account.proven_email:
            raise refuse(
                "invalid",
                "factor-email",
                "Your email address is not verified. Ask your administrator or support for help.",
            )

    def apply(self) -> int:
        """Write it and journal it; its id."""
        return write_factor(self, self.data, "add-factor")


def add_factor(account: Account, factor: NewFactor, now: datetime) -> int:
    """Add the factor; its id. Raises Refusal, also when the account (or, for a passkey, any
    account) has it already.
    """
    try:
        return int(perform(AddFactor, factor, as_account(account), now).answer)
    except IntegrityError as error:
        raise there_already(factor) from error


def write_factor(action: Action[Any], new: NewFactor, purpose: policy.Purpose) -> int:
    """Write the actor's factor and journal it, inside an action's transaction; its id. A unique
    constraint refuses the second one.
    """
    passkey = new.passkey
    row = Factor.objects.create(
        account_id=action.actor.person_id,
        kind=new.kind,
        label=new.label,
        phone=(
            proved_to(action.actor.person_id, new.challenge_id, purpose)
            if new.kind == "phone"
            else ""
        ),
        secret=new.secret,
        last_step=new.step if new.kind == "app" else None,
        credential=passkey.credential if passkey else None,
        credential_id=passkey.credential_id if passkey else None,
        counter=passkey.counter if passkey else 0,
        added_at=action.now,
    )
    action.record(
        events.FACTOR_ADDED,
        events.SUBJECT_ACCOUNT,
        action.actor.person_id,
        factor=row.pk,
        kind=new.kind,
    )
    return row.pk


def not_accepted(kind: policy.FactorKind) -> Refusal:
    """The answer to a kind that a contract or this installation doesn't take."""
    return refuse(
        "invalid",
        "factor-kind",
        f"{LABELS[kind]} is not allowed by your contracts. Choose another second factor.",
    )


def there_already(factor: NewFactor) -> Refusal:
    """The answer to a factor that is registered."""
    return refuse("invalid", "factor-there", f"You have already added this: {LABELS[factor.kind]}.")
