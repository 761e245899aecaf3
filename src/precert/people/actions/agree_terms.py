"""Agreeing to a contract's terms of use, once per version."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import UnknownContractError, current
from precert.people import events
from precert.people.models import TermsAgreement


@dataclass(frozen=True)
class AgreeTermsInput:
    """The terms as they were read: the contract and the version shown."""

    contract: str
    version: str


class AgreeTerms(Action[AgreeTermsInput, TermsAgreement | None]):
    """Agree to the terms of use of a contract that one acts under."""

    verb = "agree_terms"
    label = "I agree"
    permission = ""

    def find(self) -> TermsAgreement | None:
        """The agreement, if there is one already. A contract of another context is not known here."""
        if self.data.contract not in self.actor.contracts:
            raise refuse("missing", "no-such-terms", "Terms of use not found.")
        about = {"contract": self.data.contract, "version": self.data.version}
        return TermsAgreement.objects.filter(account=self.actor.account_id or 0, **about).first()

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

    def hold(self) -> None:
        """Write it down, with version and time, once."""
        if self.found is not None:
            return
        try:
            with transaction.atomic():
                TermsAgreement.objects.create(
                    account_id=self.actor.person_id,
                    contract=self.data.contract,
                    version=self.data.version,
                    agreed_at=self.now,
                )
        except IntegrityError:
            raise Moved from None

    def apply(self) -> None:
        """A second time is no news."""
        if self.found is None:
            about = {"contract": self.data.contract, "version": self.data.version}
            self.record(events.TERMS_AGREED, events.SUBJECT_ACCOUNT, self.actor.account_id, **about)
