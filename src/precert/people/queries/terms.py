"""Terms of use: what an account has agreed to, and what is still to be read in its context."""

from collections.abc import Iterable
from dataclasses import dataclass

from precert.contracts.queries import all_current
from precert.people.models import TermsAgreement


@dataclass(frozen=True)
class PendingTerms:
    """The terms of use of one contract in their current version; `text` is Markdown."""

    contract: str
    name: str
    version: str
    text: str


def terms_key(contract: str, version: str) -> str:
    """A contract's terms in one version, as a session remembers them."""
    return f"{contract} {version}"


def agreed_terms(account_id: int) -> frozenset[str]:
    """Everything the account has agreed to, by `terms_key`; one query."""
    rows = TermsAgreement.objects.filter(account=account_id).values_list("contract", "version")
    return frozenset(terms_key(*row) for row in rows)


def pending_terms(account_id: int, contracts: Iterable[str]) -> list[PendingTerms]:
    """Those of these contracts' current terms that the account hasn't agreed to, by the contract's
    name.
    """
    wanted, agreed = frozenset(contracts), agreed_terms(account_id)
    return [
        PendingTerms(
            one.pack.id, one.pack.name, one.pack.terms.version, one.text(one.pack.terms.file)
        )
        for one in all_current()
        if one.pack.id in wanted and terms_key(one.pack.id, one.pack.terms.version) not in agreed
    ]
