"""Looking at a code. It bears few wrong tries and works once, however many arrive at the same time.

`check_code` looks and counts; the right code is used up by `use_code` inside the transaction of
what it permits, so that nothing is permitted twice, and a code whose action fails isn't lost.
`ProveCode` is for steps that only need the proof.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import codes, events, policy, tries
from precert.people.acting import STRANGER, as_account
from precert.people.actions.check_password import lock
from precert.people.models import Challenge

WRONG = "That is not the latest code we sent. Enter its 6 digits, or send a new code."
OVER = (
    "That code no longer works. It was used, replaced, entered wrong too often, or has expired."
    " Send a new code."
)


@dataclass(frozen=True)
class WrongCode:
    """A challenge that was not answered, and whether that was one wrong try too many for the
    account.
    """

    challenge_id: int
    purpose: str
    channel: str
    locks: bool


class FailCode(LockedAction[WrongCode]):
    """Keep a wrong try of a code."""

    verb = "fail-code"
    label = "Verify a code"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it, and lock once."""
        kind, subject = (
            (events.SUBJECT_ACCOUNT, str(self.actor.account_id))
            if self.actor.account_id
            else (events.SUBJECT_USERNAME, "")
        )
        about = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_FAILED, kind, subject, **about)
        if self.data.locks and self.actor.account_id:
            lock(self, self.actor.account_id, self.data.channel)


@dataclass(frozen=True)
class Proof:
    """A challenge that was answered, for one purpose."""

    challenge_id: int
    purpose: policy.Purpose


class ProveCode(LockedAction[Proof]):
    """Use up a right code whose owner goes on to the next page; the door remembers that it was
    proved.
    """

    verb = "prove-code"
    label = "Verify a code"
    permission = ""

    def lock(self) -> None:
        use_code(self, self.data.challenge_id, self.data.purpose)

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        proved = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_PROVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **proved)


def check_code(
    challenge_id: int, typed: str, now: datetime, *, purpose: policy.Purpose
) -> Challenge:
    """The challenge whose code this is; not yet used up. Raises Refusal: `code-wrong` may be tried
    again, `code-over` not.
    """
    if not _take_try(challenge_id, purpose, now):
        raise over()
    challenge = Challenge.objects.select_related("account").get(pk=challenge_id)
    key = tries.key_of(challenge.about, challenge.channel)
    ticket = tries.take(key, now)
    if ticket is None:
        raise over()
    right = codes.matches(policy.typed_code(typed), challenge.code_hash)
    if right and challenge.account is not None and challenge.channel != "voice":
        tries.give_back(key, ticket, now)
        return challenge
    locks = tries.fail(key, ticket, now)
    actor = as_account(challenge.account) if challenge.account else STRANGER
    perform(FailCode, WrongCode(challenge_id, purpose, challenge.channel, locks), actor, now)
    raise refuse("invalid", "code-wrong", WRONG) if policy.CODE.tries > challenge.tries else over()


def check_call(challenge_id: int, now: datetime, *, purpose: policy.Purpose) -> Challenge | None:
    """The challenge when its call was answered with #, not yet used up; None while it wasn't.
    Raises Refusal when it is over.
    """
    still = Challenge.objects.select_related("account").filter(
        pk=challenge_id, purpose=purpose, channel="voice"
    )
    challenge = still.filter(used_at=None, expires_at__gt=now).first()
    if challenge is None:
        raise over()
    return (
        challenge if challenge.answered_at is not None and challenge.account is not None else None
    )


def use_code(action: Action[Any], challenge_id: int, purpose: policy.Purpose) -> None:
    """Use up the actor's challenge, inside an action's transaction: only one of many at the same
    time does. Raises Refusal.
    """
    mine = Challenge.objects.filter(
        pk=challenge_id, purpose=purpose, account=action.actor.account_id, used_at=None
    )
    if not mine.filter(account__isnull=False, expires_at__gt=action.now).update(used_at=action.now):
        raise over()


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


def over() -> Refusal:
    """The answer to a code that can't be used any more."""
    return refuse("invalid", "code-over", OVER)


def forget_tries(username: str) -> None:
    """Start counting anew for somebody who was unlocked: the password, and each way and purpose of
    a code.
    """
    tries.forget(tries.key_of(username, "password"))
    for about in (tries.key_of(username, purpose) for purpose in policy.PURPOSES):
        for factor in (*policy.CHANNELS, "app", "recovery", "passkey"):
            tries.forget(tries.key_of(about, factor))


def _take_try(challenge_id: int, purpose: policy.Purpose, now: datetime) -> bool:
    """Take one of the code's tries, committed before the code is looked at."""
    open_ones = Challenge.objects.filter(
        pk=challenge_id,
        purpose=purpose,
        used_at=None,
        tries__lt=policy.CODE.tries,
        expires_at__gt=now,
    )
    return bool(open_ones.update(tries=F("tries") + 1))
