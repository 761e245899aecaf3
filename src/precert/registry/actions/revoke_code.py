"""Revoke a registration code: nobody registers with it any more, until another is issued."""

from dataclasses import dataclass

from precert.conduct.refusal import Finding
from precert.registry import events
from precert.registry.models import RegistrationCode
from precert.registry.subjects import OnCode


@dataclass(frozen=True)
class RevokeCodeInput:
    """The enrolment whose provider's code stops working, and why."""

    enrolment_id: int
    reason: str


class RevokeCode(OnCode[RevokeCodeInput]):
    """Take the code of a provider in a contract that the actor serves away."""

    verb = "revoke_code"
    label = "Revoke the registration code"

    def possible(self) -> list[Finding]:
        """There must be one."""
        return [] if self.found.code else [Finding("no-code", "No registration code is set.")]

    def hold(self) -> None:
        """The code that was read."""
        code = self.found.code
        same = RegistrationCode.objects.filter(pk=code.pk, digest=code.digest) if code else None
        if same is None or not same.delete()[0]:
            raise self.changed()

    def apply(self) -> None:
        """Journal it."""
        self.note(events.REGISTRATION_CODE_REVOKED)
