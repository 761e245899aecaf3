"""A new set of recovery codes; the one before stops working."""

from dataclasses import dataclass, field
from typing import Any

from precert.conduct.action import Action
from precert.people import events
from precert.people.factors import recovery
from precert.people.models import RecoveryCode


@dataclass(frozen=True)
class MakeRecoveryCodesInput:
    """The new codes' hashes, made before the transaction."""

    hashes: tuple[str, ...] = field(repr=False)


class MakeRecoveryCodes(Action[MakeRecoveryCodesInput]):
    """Replace one's own recovery codes."""

    verb = "make_recovery_codes"
    label = "Create new recovery codes"
    permission = ""

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Write them and journal it."""
        keep_codes(self, self.data.hashes)


def hashes_of(shown: list[str]) -> tuple[str, ...]:
    """What is kept of a set of codes."""
    return tuple(recovery.hashed(code) for code in shown)


def keep_codes(action: Action[Any], hashes: tuple[str, ...]) -> None:
    """Replace the actor's recovery codes, inside an action's transaction."""
    owner = action.actor.person_id
    RecoveryCode.objects.filter(account=owner).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=owner, code_hash=one, made_at=action.now) for one in hashes
    )
    action.record(events.RECOVERY_CODES_MADE, events.SUBJECT_ACCOUNT, owner)
