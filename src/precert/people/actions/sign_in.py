"""Last step of signing in: the second factor's proof is used up and a session opened, in one
transaction.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.acting import as_account
from precert.people.actions.verify_code import over, use_code
from precert.people.codes import key_digest
from precert.people.models import (
    Account,
    Challenge,
    Factor,
    LoginSession,
    RecoveryCode,
    StaffIdentity,
)

Method = Literal["email", "sms", "voice", "app", "passkey", "recovery", "sso"]
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Shown:
    """A second factor that was checked: how, the row that proves it, and where it came from.

    `proof` is the id of a challenge (email, sms, voice), a factor (app, passkey), a recovery code
    or a staff identity (sso);
    `mark` an app's time step or a passkey's signature counter, `question` the digest of what the
    passkey answered.
    """

    method: Method
    proof: int
    address: str
    agent: str = ""
    mark: int = 0
    question: str = ""


class SignIn(LockedAction[Shown]):
    """Use up the proof and let the account in. The answer's `session` is the key of the new
    session, told once.
    """

    verb = "sign-in"
    label = "Sign in"
    permission = ""

    def lock(self) -> None:
        """Of many tries with the same proof one gets through. A locked, inactive or removed account
        stays out.
        """
        USES[self.data.method](self)
        inside = Account.objects.filter(
            pk=self.actor.account_id or 0, is_active=True, locked_at=None, removed_at=None
        )
        if not inside.update(signed_in_at=self.now):
            raise over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> dict[str, str]:
        """Open the session and journal it."""
        return {"session": open_session(self, self.data.method, self.data.address, self.data.agent)}


def open_session(action: Action[Any], method: Method, address: str, agent: str) -> str:
    """Open a session of the actor's, inside an action's transaction, and journal it; its key, told
    once.
    """
    key = secrets.token_urlsafe(32)
    row = LoginSession.objects.create(
        account_id=action.actor.person_id,
        key_digest=key_digest(key),
        method=method,
        address=address,
        agent=agent[:LONGEST_AGENT],
        started_at=action.now,
    )
    said = {"method": method, "session": row.pk}
    action.record(events.SIGNED_IN, events.SUBJECT_ACCOUNT, action.actor.account_id, **said)
    return key


def sign_in(account: Account, shown: Shown, now: datetime) -> str:
    """Let somebody in whose second factor was checked; the key of the session. Raises Refusal when
    the proof was used already.
    """
    return str(perform(SignIn, shown, as_account(account), now).answer["session"])


def _use_code(action: Action[Shown]) -> None:
    use_code(action, action.data.proof, "sign-in")
    challenge = Challenge.objects.get(pk=action.data.proof)
    factors = Factor.objects.filter(account=action.actor.account_id)
    used = (
        factors.filter(kind="email")
        if challenge.channel == "email"
        else factors.filter(kind="phone", phone=challenge.to)
    )
    used.update(last_used_at=action.now)


def _use_app(action: Action[Shown]) -> None:
    """A time step works once, and none before it works any more."""
    mine = Factor.objects.filter(pk=action.data.proof, account=action.actor.account_id, kind="app")
    newer = Q(last_step=None) | Q(last_step__lt=action.data.mark)
    if not mine.filter(newer).update(last_step=action.data.mark, last_used_at=action.now):
        raise over()


def _use_passkey(action: Action[Shown]) -> None:
    """Each question takes one answer. A counter that a passkey keeps must have grown; many keep
    none and send 0 for ever.
    """
    shown = action.data
    mine = Factor.objects.filter(
        pk=shown.proof, account=action.actor.account_id, kind="passkey"
    ).exclude(question=shown.question)
    grown = mine.filter(Q(counter__lt=shown.mark) | Q(counter=0))
    if not grown.update(counter=shown.mark, question=shown.question, last_used_at=action.now):
        raise over()


def _use_recovery(action: Action[Shown]) -> None:
    mine = RecoveryCode.objects.filter(
        pk=action.data.proof, account=action.actor.account_id, used_at=None
    )
    if not mine.update(used_at=action.now):
        raise refuse(
            "invalid", "code-over", "That recovery code was already used. Each code works once."
        )


def _use_sso(action: Action[Shown]) -> None:
    """The provider's answer was checked by the door, and is good once there; the identity must
    still be the account's.
    """
    mine = StaffIdentity.objects.filter(
        pk=action.data.proof, account=action.actor.account_id, account__staff=True
    )
    if not mine.exists():
        raise over()


USES: Mapping[str, Callable[[Action[Shown]], None]] = {
    "email": _use_code,
    "sms": _use_code,
    "voice": _use_code,
    "app": _use_app,
    "passkey": _use_passkey,
    "recovery": _use_recovery,
    "sso": _use_sso,
}
