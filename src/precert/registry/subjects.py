"""What support's acts on registration codes are about: an enrolment in a contract that the actor
serves, and the code that its provider has there.
"""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from precert.conduct.action import Action
from precert.conduct.refusal import Finding, Refusal, reason_missing, refuse
from precert.registry import events
from precert.registry.models import Enrolment, RegistrationCode


class NamesEnrolment(Protocol):
    """An input that names an enrolment and says why."""

    @property
    def enrolment_id(self) -> int:
        """Which one."""

    @property
    def reason(self) -> str:
        """Why."""


Input = TypeVar("Input", bound=NamesEnrolment)


@dataclass(frozen=True)
class CodeSubject:
    """The enrolment, and the code if there is one."""

    enrolment: Enrolment
    code: RegistrationCode | None


class OnCode(Action[Input, CodeSubject]):
    """An act on the registration code of a provider in a contract."""

    permission = "codes.manage"

    def subject(self) -> tuple[str, str]:
        """The enrolment that was named."""
        return "enrolment", str(self.data.enrolment_id)

    def find(self) -> CodeSubject:
        """An enrolment of another contract is not known here."""
        mine = Enrolment.objects.filter(contract__in=self.actor.contracts)
        row = mine.filter(pk=self.data.enrolment_id).first()
        if row is None:
            raise refuse("missing", "no-such-enrolment", "Enrollment not found.")
        codes = RegistrationCode.objects.filter(provider=row.provider_id, contract=row.contract)
        return CodeSubject(row, codes.first())

    def contract(self) -> str:
        """That of the enrolment."""
        return self.found.enrolment.contract

    def check(self) -> list[Finding]:
        """A reason is asked for."""
        return reason_missing(self.data.reason)

    def changed(self) -> Refusal:
        """Whoever was slower is told, and doesn't look again: one of two would otherwise hand out a
        code that doesn't work.
        """
        return refuse(
            "conflict", "code-changed", "Someone else has just changed this code. Reload the page."
        )

    def note(self, event: str) -> None:
        """One journal event about the provider's code in the contract."""
        row = self.found.enrolment
        about = {"contract": row.contract, "provider": row.provider_id}
        subject = events.code_subject(row.provider_id, row.contract)
        self.record(event, *subject, reason=self.data.reason.strip(), **about)
