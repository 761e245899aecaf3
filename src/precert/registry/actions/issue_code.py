"""Issue a registration code: the provider's new one; the one before stops working."""

import secrets
from dataclasses import dataclass
from typing import Any

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing, refuse
from precert.registry import events
from precert.registry.models import Enrolment
from precert.registry.registration import code_digest

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # read over the telephone: no 0 and O, no 1 and I
GROUPS, GROUP = 3, 4  # 12 of 32 characters are 60 bits


@dataclass(frozen=True)
class NewCode:
    """The enrolment and the digest of its new code; the code itself never comes here."""

    enrolment_id: int
    digest: str
    reason: str


def new_code() -> str:
    """A code from the system's random source, in groups that can be read out: `7KQ2-M9XF-3HTB`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def digest_of(contract: str, code: str) -> str:
    """What `IssueCode` is given of a code."""
    return code_digest(contract, code)


class IssueCode(LockedAction[NewCode]):
    """Set the code of a provider in a contract that the actor serves."""

    verb = "issue-code"
    label = "Issue a registration code"
    permission = "codes.manage"

    def subject(self) -> tuple[str, str]:
        """The enrolment."""
        return events.SUBJECT_ENROLMENT, str(self.data.enrolment_id)

    def lock(self) -> None:
        """An enrolment of another contract is not known here."""
        self.row = served(self, self.data.enrolment_id)

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def apply(self) -> None:
        """Replace the code that was read; of two at once one would otherwise hand out a code that
        doesn't work.
        """
        change(self, self.row, self.data.digest)
        self.record(
            events.REGISTRATION_CODE_ISSUED, events.SUBJECT_ENROLMENT, self.row.pk,
            contract=self.row.contract, provider=self.row.provider_id, reason=self.data.reason.strip(),
        )  # fmt: skip


def served(action: Action[Any], enrolment_id: int) -> Enrolment:
    """The enrolment, when it is of a contract that the actor serves. Raises Refusal `missing`."""
    if action.permission not in action.actor.anywhere:
        return Enrolment(pk=enrolment_id)  # the permission check comes next
    row = Enrolment.objects.filter(
        pk=enrolment_id, contract__in=action.actor.contracts_with(action.permission)
    ).first()
    if row is None:
        raise refuse("missing", "no-such-enrolment", "Enrollment not found.")
    action.actor = action.actor.under(row.contract)
    return row


def change(action: Action[Any], row: Enrolment, digest: str) -> None:
    """Set the row's code, inside an action's transaction. Raises Refusal when somebody else has
    just changed it.
    """
    same = Enrolment.objects.filter(pk=row.pk, registration_code=row.registration_code)
    if not same.update(registration_code=digest):
        raise refuse(
            "conflict", "code-changed", "Someone else has just changed this code. Reload the page."
        )
