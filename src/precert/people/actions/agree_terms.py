"""Agreeing to a contract's terms of use, once per version."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import UnknownContractError, current
from precert.people import events
from precert.people.models import TermsAgreement


@dataclass(frozen=True)
class Agreed:
    """The terms as they were read: the contract and the version shown."""

    contract: str
    version: str


class AgreeTerms(LockedAction[Agreed]):
    """Agree to the terms of use of a contract that one acts under."""

    verb = "agree-terms"
    label = "I agree"
    permission = ""

    def lock(self) -> None:
        """A contract of another context is not known here."""
        if self.data.contract not in self.actor.contracts:
            raise refuse("missing", "no-such-terms", "Terms of use not found.")

    def allowed(self) -> bool:
        """Everybody agrees for themselves; staff work under terms of their own."""
        return self.actor.kind == "person" and self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """Only what was read can be agreed to."""
        try:
            version = current(self.data.contract).pack.terms.version
        except UnknownContractError:
            version = ""
        if version == self.data.version:
            return []
        return [
            Finding(
                "terms-changed",
                "The terms have changed since you opened this page. Please read them again.",
            )
        ]

    def apply(self) -> None:
        """Write it down, with version and time; a second time changes nothing."""
        try:
            with transaction.atomic():
                TermsAgreement.objects.create(
                    account_id=self.actor.person_id,
                    contract=self.data.contract,
                    version=self.data.version,
                    agreed_at=self.now,
                )
        except IntegrityError:
            return
        said = {"contract": self.data.contract, "version": self.data.version}
        self.record(events.TERMS_AGREED, events.SUBJECT_ACCOUNT, self.actor.account_id, **said)
