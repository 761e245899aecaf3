"""Signed-in browsers for tests that aren't about signing in."""

from datetime import datetime

from django.test import Client

from precert.contracts.queries import all_current
from precert.gate import session
from precert.people.codes import key_digest
from precert.people.models import Account, LoginSession, TermsAgreement
from precert.people.queries import terms_key


def key_for(account: Account, now: datetime) -> str:
    """The key of a fresh session of the account, as signing in leaves it."""
    key = f"key-{account.pk}-{LoginSession.objects.count()}"
    LoginSession.objects.create(
        account=account,
        key_digest=key_digest(key),
        method="email",
        address="127.0.0.1",
        started_at=now,
    )
    return key


def current_terms() -> frozenset[str]:
    """The terms of use of every contract, as a session remembers that they were agreed to."""
    return frozenset(terms_key(one.pack.id, one.pack.terms.version) for one in all_current())


def agree(account_id: int, now: datetime) -> None:
    """The account has agreed to the terms of use of every contract before; for tests that sign in
    through the pages.
    """
    TermsAgreement.objects.bulk_create(
        TermsAgreement(
            account_id=account_id,
            contract=one.pack.id,
            version=one.pack.terms.version,
            agreed_at=now,
        )
        for one in all_current()
    )


def sign_in(client: Client, account: Account, now: datetime) -> Client:
    """Put a session past both factors into the client; it acts for the only or the last provider."""
    store = client.session
    session.begin(store, account, key_for(account, now), now)
    session.agreed(store, current_terms())
    store.save()
    client.cookies["__Host-session"] = store.session_key
    return client
