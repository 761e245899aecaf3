"""People between the opened link and the finished registration, without the pages before it."""

from dataclasses import dataclass
from datetime import datetime

from django.test import Client

from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.people.actions.add_factor import AddFactorInput
from precert.people.actions.finish_registration import FinishRegistrationInput
from precert.people.actions.make_recovery_codes import hashes_of
from precert.people.actions.prove_code import ProveCode, ProveCodeInput
from precert.people.actions.start_code import start_code
from precert.people.actors import as_account
from precert.people.checks.code import check_code
from precert.people.codes import key_digest
from precert.people.factors.recovery import new_codes
from precert.people.links import life
from precert.people.models import Account, Link
from precert.people.queries import open_code
from precert.web.register.registration import REGISTRATION, Registration

PASSWORD = "plum-Teapot-47-gravel-Oboe"


@dataclass
class Registrant:
    """Somebody whose link is open."""

    account: Account
    link: Link


def registrant(
    now: datetime, username: str = "nina", *, provider: int | None = None, purpose: str = "register"
) -> Registrant:
    """Nina has pressed the button behind her link."""
    account, _ = Account.objects.get_or_create(
        username=username,
        defaults={
            "first_name": "Nina",
            "last_name": "Newcomer",
            "email": f"{username}@example.org",
            "created_at": now,
            "password": "!",
        },
    )
    Link.objects.filter(account=account, replaced_at=None).update(replaced_at=now)
    token = key_digest(f"{username}-{Link.objects.count()}")
    link = Link.objects.create(
        account=account, purpose=purpose, token_digest=token, provider_id=provider, made_at=now, expires_at=now + life("register"),
        opened_at=now,
    )  # fmt: skip
    return Registrant(account, link)


def enter(client: Client, who: Registrant, now: datetime) -> Client:
    """Put the opened link into the browser's session."""
    store = client.session
    REGISTRATION.keep(store, Registration(who.account.pk, who.link.pk), now)
    store.save()
    client.cookies["__Host-session"] = store.session_key
    return client


def sent_code(now: datetime) -> str:
    """The code that was sent last."""
    found = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now)
    assert found
    return found.code


def proved(
    account: Account,
    now: datetime,
    *,
    channel: str = "email",
    to: str = "",
    purpose: str = "register",
) -> int:
    """The challenge of a code that was sent and typed in."""
    challenge = start_code(account, now, purpose=purpose, channel=channel, to=to or account.email)  # type: ignore[arg-type]
    check_code(challenge, sent_code(now), now, purpose=purpose)  # type: ignore[arg-type]
    perform(ProveCode, ProveCodeInput(challenge, purpose), as_account(account), now)  # type: ignore[arg-type]
    return challenge


def finished(
    who: Registrant, now: datetime, factor: AddFactorInput | None = None
) -> FinishRegistrationInput:
    """Everything proved that a registration needs."""
    return FinishRegistrationInput(
        who.link.pk,
        proved(who.account, now),
        "a hash",
        factor or AddFactorInput("email"),
        hashes_of(new_codes()),
        "10.0.0.1",
        "a browser",
    )
