"""Revoke a registration code: nobody registers with it any more, until another is issued."""

from dataclasses import dataclass

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing
from precert.registry import events
from precert.registry.actions.issue_code import change, served


@dataclass(frozen=True)
class Revoked:
    """The enrolment whose code stops working, and why."""

    enrolment_id: int
    reason: str


class RevokeCode(LockedAction[Revoked]):
    """Take the code of a provider in a contract that the actor serves away."""

    verb = "revoke-code"
    label = "Revoke the registration code"
    permission = "codes.manage"

    def subject(self) -> tuple[str, str]:
        """The enrolment."""
        return events.SUBJECT_ENROLMENT, str(self.data.enrolment_id)

    def lock(self) -> None:
        """An enrolment of another contract is not known here."""
        self.row = served(self, self.data.enrolment_id)

    def check(self) -> list[Finding]:
        """There must be one, and a reason."""
        found = reason_missing(self.data.reason)
        return (
            found
            if self.row.registration_code
            else [*found, Finding("no-code", "No registration code is set.")]
        )

    def apply(self) -> None:
        """Take away the code that was read."""
        change(self, self.row, "")
        self.record(
            events.REGISTRATION_CODE_REVOKED, events.SUBJECT_ENROLMENT, self.row.pk,
            contract=self.row.contract, provider=self.row.provider_id, reason=self.data.reason.strip(),
        )  # fmt: skip
