"""Looking at a code. It bears few wrong tries and works once, however many arrive at the same time.

What is right is used up inside the transaction of what it permits (see `proofs`).
"""

from datetime import datetime

from django.db.models import F

from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import codes, policy, tries
from precert.people.actions.fail_code import FailCode, FailCodeInput
from precert.people.actions.hold_code import HoldCode, HoldCodeInput
from precert.people.actors import STRANGER, as_account
from precert.people.models import Account, Challenge
from precert.people.proofs import over

WRONG = "That is not the latest code we sent. Enter its 6 digits, or send a new code."


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
    ticket = tries.take(key, now, policy.SECRET)
    if ticket is None:
        raise over()
    right = codes.matches(policy.typed_code(typed), challenge.code_hash)
    if right and challenge.account is not None and challenge.channel != "voice":
        tries.give_back(key, ticket, now)
        return challenge
    locks = tries.fail(key, ticket, now, policy.SECRET)
    actor = as_account(challenge.account) if challenge.account else STRANGER
    failed = FailCodeInput(challenge_id, purpose, challenge.channel, locks)
    perform(FailCode, failed, actor, now)
    raise refuse("invalid", "code-wrong", WRONG) if policy.CODE.tries > challenge.tries else over()


def hold_code(challenge_id: int, typed: str, now: datetime, *, purpose: policy.Purpose) -> Account:
    """Look at a typed code and hold it; whose it is. Raises Refusal as `check_code` does."""
    owner = check_code(challenge_id, typed, now, purpose=purpose).account
    if owner is None:
        raise over()  # a decoy's code is never right
    perform(HoldCode, HoldCodeInput(challenge_id, purpose), as_account(owner), now)
    return owner


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
