"""A code that was right, held for the step it permits: from then on it can't be typed again, and
permits that one thing once.

`ProveCode` uses a code up and leaves it to the door to remember. Here the row remembers, so what
follows happens once even if it is asked for many times at once.
"""

from datetime import datetime
from typing import Any

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.people import events, policy
from precert.people.acting import Account, as_account
from precert.people.actions.verify_code import Proof, check_code, over
from precert.people.models import Challenge


class HoldCode(LockedAction[Proof]):
    """Hold a right code for its owner, `policy.SIGN_IN_LIMIT` long."""

    verb = "hold-code"
    label = "Verify a code"
    permission = ""

    def lock(self) -> None:
        """Of many at the same time one gets through."""
        mine = Challenge.objects.filter(
            pk=self.data.challenge_id, purpose=self.data.purpose, account=self.actor.account_id or 0
        )
        if not mine.filter(used_at=None, answered_at=None, expires_at__gt=self.now).update(
            answered_at=self.now, expires_at=self.now
        ):
            raise over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        proved = {"challenge": self.data.challenge_id, "purpose": self.data.purpose}
        self.record(events.CODE_PROVED, events.SUBJECT_ACCOUNT, self.actor.account_id, **proved)


def hold_code(challenge_id: int, typed: str, now: datetime, *, purpose: policy.Purpose) -> Account:
    """Look at a typed code and hold it; whose it is. Raises Refusal as `check_code` does."""
    owner = check_code(challenge_id, typed, now, purpose=purpose).account
    if owner is None:
        raise over()  # a decoy's code is never right
    perform(HoldCode, Proof(challenge_id, purpose), as_account(owner), now)
    return owner


def use_held(action: Action[Any], challenge_id: int, purpose: policy.Purpose) -> None:
    """Use up the actor's held code, inside an action's transaction: only one of many at the same
    time does. Raises Refusal.
    """
    mine = Challenge.objects.filter(
        pk=challenge_id, purpose=purpose, account=action.actor.account_id or 0, used_at=None
    )
    if not mine.filter(answered_at__gt=action.now - policy.SIGN_IN_LIMIT).update(
        used_at=action.now
    ):
        raise over()
