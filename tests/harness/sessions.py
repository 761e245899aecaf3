"""Signed-in browsers for tests that aren't about signing in."""

from datetime import datetime

from django.test import Client

from precert.people.codes import key_digest
from precert.people.models import Account, LoginSession
from precert.web import session


def key_for(account: Account, now: datetime) -> str:
    """The key of a fresh session of the account, as signing in leaves it."""
    key = f"key-{account.pk}-{LoginSession.objects.count()}"
    LoginSession.objects.create(account=account, key_digest=key_digest(key), method="email", address="127.0.0.1", started_at=now)
    return key


def sign_in(client: Client, account: Account, now: datetime) -> Client:
    """Put a session past both factors into the client; it acts for the only or the last provider."""
    store = client.session
    session.begin(store, account, key_for(account, now), now)
    store.save()
    client.cookies["__Host-session"] = store.session_key
    return client
