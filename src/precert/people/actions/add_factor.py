"""A second factor that was proved becomes one of the account's."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding
from precert.people import events, policy
from precert.people.actors import as_account
from precert.people.factors.passkeys import NewPasskey
from precert.people.models import Account, Factor
from precert.people.proofs import proved_to
from precert.people.queries.factors import LABELS, accepted_kinds

UNPROVED = "Your email address is not verified. Ask your administrator or support for help."


@dataclass(frozen=True)
class AddFactorInput:
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


class AddFactor(Action[AddFactorInput, Account]):
    """Add a factor to one's own."""

    verb = "add_factor"
    label = "Add a second factor"
    permission = ""

    def find(self) -> Account:
        """One's own account."""
        return Account.objects.get(pk=self.actor.person_id)

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof of another factor."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """A kind that the account's contracts accept, and a factor that is nobody's yet."""
        kind = self.data.kind
        if kind not in accepted_kinds(self.found):
            return [not_accepted(kind)]
        if kind == "email" and not self.found.proven_email:
            return [Finding("factor-email", UNPROVED)]
        self.phone = phone_of(self.found.pk, self.data, "add-factor")
        return there_already(self.found.pk, self.data, self.phone)

    def hold(self) -> None:
        """Write it: a unique constraint lets only one in."""
        self.row = write_factor(self, self.data, self.phone)

    def apply(self) -> int:
        """Its id."""
        return self.row


def add_factor(account: Account, factor: AddFactorInput, now: datetime) -> int:
    """Add the factor; its id. Raises Refusal, also when the account (or, for a passkey, any
    account) has it already.
    """
    return int(perform(AddFactor, factor, as_account(account), now).answer)


def phone_of(account_id: int, new: AddFactorInput, purpose: policy.Purpose) -> str:
    """The number that was proved; empty for what is no telephone. Raises Refusal."""
    return proved_to(account_id, new.challenge_id, purpose) if new.kind == "phone" else ""


def there_already(account_id: int, new: AddFactorInput, phone: str) -> list[Finding]:
    """Why the factor can't be added: the account (for a passkey any account) has it."""
    mine = Q(account=account_id)
    same = {
        "phone": mine & Q(phone=phone),
        "passkey": Q(credential_id=new.passkey.credential_id if new.passkey else ""),
    }.get(new.kind, mine & Q(kind=new.kind))
    if not Factor.objects.filter(same).exists():
        return []
    return [Finding("factor-there", f"You have already added this: {LABELS[new.kind]}.")]


def write_factor(action: Action[Any], new: AddFactorInput, phone: str) -> int:
    """Write the actor's factor and journal it, in an action's `hold`; its id. Raises Moved when it
    was written meanwhile.
    """
    passkey = new.passkey
    try:
        with transaction.atomic():
            row = Factor.objects.create(
                account_id=action.actor.person_id,
                kind=new.kind,
                label=new.label,
                phone=phone,
                secret=new.secret,
                last_step=new.step if new.kind == "app" else None,
                credential=passkey.credential if passkey else None,
                credential_id=passkey.credential_id if passkey else None,
                counter=passkey.counter if passkey else 0,
                added_at=action.now,
            )
    except IntegrityError:
        raise Moved from None
    about = {"factor": row.pk, "kind": new.kind}
    action.record(events.FACTOR_ADDED, events.SUBJECT_ACCOUNT, action.actor.person_id, **about)
    return row.pk


def not_accepted(kind: policy.FactorKind) -> Finding:
    """Against a kind that a contract or this installation doesn't take."""
    text = f"{LABELS[kind]} is not allowed by your contracts. Choose another second factor."
    return Finding("factor-kind", text)
