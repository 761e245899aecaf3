"""Issue a registration code: the provider's new one; the one before stops working."""

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from precert.registry import events
from precert.registry.models import RegistrationCode
from precert.registry.registration import code_digest
from precert.registry.subjects import OnCode

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # read over the telephone: no 0 and O, no 1 and I
GROUPS, GROUP = 3, 4  # 12 of 32 characters are 60 bits


@dataclass(frozen=True)
class IssueCodeInput:
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


class IssueCode(OnCode[IssueCodeInput]):
    """Set the code of a provider in a contract that the actor serves."""

    verb = "issue_code"
    label = "Issue a registration code"

    def hold(self) -> None:
        """Replace the code that was read."""
        row, code = self.found.enrolment, self.found.code
        if code is not None:
            same = RegistrationCode.objects.filter(pk=code.pk, digest=code.digest)
            if not same.update(digest=self.data.digest):
                raise self.changed()
            return
        try:
            with transaction.atomic():
                RegistrationCode.objects.create(
                    provider_id=row.provider_id, contract=row.contract, digest=self.data.digest
                )
        except IntegrityError:
            raise self.changed() from None

    def apply(self) -> None:
        """Journal it."""
        self.note(events.REGISTRATION_CODE_ISSUED)
