"""What proves a person: a code that came back, an app's code, a passkey, a recovery code, single
sign-on. Each is used up once, in the `hold` of the action that it permits.

So nothing is permitted twice, and a proof whose action fails isn't lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q, QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Refusal, refuse
from precert.people import events, policy
from precert.people.models import Challenge, Factor, RecoveryCode, StaffIdentity

Codes = QuerySet[Challenge]
Method = Literal["email", "sms", "voice", "app", "passkey", "recovery", "sso"]
OVER = (
    "That code no longer works. It was used, replaced, entered wrong too often, "
    "or has expired. Send a new code."
)
USED = "That recovery code was already used. Each code works once."


@dataclass(frozen=True)
class Proof:
    """A second factor that was checked: how, and the row that proves it.

    `row` is the id of a challenge (email, sms, voice), a factor (app, passkey), a recovery code or
    a staff identity (sso); `mark` an app's time step or a passkey's signature counter, `question`
    the digest of what the passkey answered.
    """

    method: Method
    row: int
    mark: int = 0
    question: str = ""


def over() -> Refusal:
    """The answer to a code that can't be used any more."""
    return refuse("invalid", "code-over", OVER)


def open_code(
    challenge_id: int, purpose: policy.Purpose, account_id: int | None, now: datetime
) -> Codes:
    """The account's challenge while it can be used."""
    return Challenge.objects.filter(
        pk=challenge_id,
        purpose=purpose,
        account=account_id or 0,
        used_at=None,
        expires_at__gt=now,
    )


@dataclass(frozen=True)
class RightCode:
    """A challenge that was answered, for one purpose."""

    challenge_id: int
    purpose: policy.Purpose


class OnRightCode(Action[RightCode]):
    """What becomes of a right code; `hold` says how it is kept from being used twice."""

    label = "Verify a code"
    permission = ""

    def find(self) -> None:
        """A code that is still good."""
        if not self.codes().exists():
            raise over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        proved = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_PROVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **proved)

    def codes(self) -> Codes:
        """The code while it can be used."""
        return open_code(self.data.challenge_id, self.data.purpose, self.actor.account_id, self.now)


def held_code(
    challenge_id: int, purpose: policy.Purpose, account_id: int | None, now: datetime
) -> Codes:
    """The account's challenge while it is held (see `actions.hold_code`) and can be used."""
    return Challenge.objects.filter(
        pk=challenge_id,
        purpose=purpose,
        account=account_id or 0,
        used_at=None,
        answered_at__gt=now - policy.SIGN_IN_LIMIT,
    )


def proved_to(account_id: int, challenge_id: int, purpose: policy.Purpose) -> str:
    """The address or number that a challenge was sent to and that answered it: it is the account's
    own. Raises Refusal.
    """
    mine = Challenge.objects.filter(
        pk=challenge_id, account=account_id, purpose=purpose, used_at__isnull=False
    )
    to = mine.values_list("to", flat=True).first()
    if not to:
        raise over()
    return str(to)


def usable(proof: Proof, account_id: int | None, now: datetime) -> QuerySet[Any]:
    """The row of a proof of this account while it proves anything."""
    return WAYS[proof.method](proof, account_id or 0, now)


def must_be_usable(proof: Proof, account_id: int | None, now: datetime) -> None:
    """Look, in an action's `find`. Raises Refusal when the proof was used, replaced or is too old."""
    if usable(proof, account_id, now).exists():
        return
    raise refuse("invalid", "code-over", USED) if proof.method == "recovery" else over()


def use(proof: Proof, account_id: int | None, now: datetime) -> None:
    """Use the proof up, in an action's `hold`. Raises Moved: of many at the same time one gets
    through.
    """
    changes = _used(proof, now)
    rows = usable(proof, account_id, now)
    if not (rows.update(**changes) if changes else rows.exists()):
        raise Moved
    if proof.method in policy.CHANNELS:
        _mark_factor(proof, account_id or 0, now)


def _used(proof: Proof, now: datetime) -> dict[str, Any]:
    if proof.method == "app":
        return {"last_step": proof.mark, "last_used_at": now}
    if proof.method == "passkey":
        return {"counter": proof.mark, "question": proof.question, "last_used_at": now}
    return {} if proof.method == "sso" else {"used_at": now}


def _mark_factor(proof: Proof, account_id: int, now: datetime) -> None:
    """The factor that the code was sent to was used."""
    to = Challenge.objects.values_list("to", flat=True).get(pk=proof.row)
    mine = Factor.objects.filter(account=account_id)
    used = mine.filter(kind="email") if proof.method == "email" else mine.filter(phone=to)
    used.update(last_used_at=now)


def _code(proof: Proof, account_id: int, now: datetime) -> QuerySet[Any]:
    return open_code(proof.row, "sign-in", account_id, now)


def _app(proof: Proof, account_id: int, now: datetime) -> QuerySet[Any]:
    """A time step works once, and none before it works any more."""
    mine = Factor.objects.filter(pk=proof.row, account=account_id, kind="app")
    return mine.filter(Q(last_step=None) | Q(last_step__lt=proof.mark))


def _passkey(proof: Proof, account_id: int, now: datetime) -> QuerySet[Any]:
    """Each question takes one answer. A counter that a passkey keeps must have grown; many keep
    none and send 0 for ever.
    """
    mine = Factor.objects.filter(pk=proof.row, account=account_id, kind="passkey")
    unasked = mine.exclude(question=proof.question)
    return unasked.filter(Q(counter__lt=proof.mark) | Q(counter=0))


def _recovery(proof: Proof, account_id: int, now: datetime) -> QuerySet[Any]:
    return RecoveryCode.objects.filter(pk=proof.row, account=account_id, used_at=None)


def _sso(proof: Proof, account_id: int, now: datetime) -> QuerySet[Any]:
    """The provider's answer was checked by the door, and is good once there; the identity must
    still be the account's.
    """
    return StaffIdentity.objects.filter(pk=proof.row, account=account_id, account__staff=True)


WAYS: Mapping[Method, Callable[[Proof, int, datetime], QuerySet[Any]]] = {
    "email": _code,
    "sms": _code,
    "voice": _code,
    "app": _app,
    "passkey": _passkey,
    "recovery": _recovery,
    "sso": _sso,
}
