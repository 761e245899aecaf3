"""Visitors in the middle of enrolment: each page finds what comes before it done, as if they had
come that way.
"""

from dataclasses import replace

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import Page, Route

from precert.kit import clock
from precert.people.factors.recovery import new_codes
from precert.people.models import Account, Factor
from precert.web.enrol import draft as drafts
from precert.web.enrol.draft import EnrolmentDraft
from precert.web.enrol.proof import PROOF, FreshProof
from precert.web.enrol.proof_pages import PROVING, Proving
from tests import world as w
from tests.browser.sign_in import put, sign_in
from tests.harness.registrations import enter, proved, registrant

NUMBER = "+13035550123"
NAMED = 1700  # id of a passkey
PAGES = {
    "kind": "factor", "email": "email", "email_code": "email/code", "password": "password", "phone": "phone", "phone_code": "phone/code",
    "app": "app", "passkey": "passkey", "recovery": "recovery",
}  # fmt: skip
ADDING = {
    "kind": "",
    "phone": "/phone",
    "phone_code": "/phone/code",
    "app": "/app",
    "passkey": "/passkey",
}


def registering_person(page: Page, server: str, world: w.World) -> None:
    """Somebody behind their mailed link, who has proved all that comes before the page they look
    at.
    """
    who = registrant(world.now)
    challenge = proved(who.account, world.now)
    known = EnrolmentDraft(
        who.account.pk, who.link.pk, email="nina@example.org", email_code=challenge, email_proved=challenge, password="a hash",
        phone=NUMBER, phone_code=challenge, channel="voice", factor={"kind": "email"}, codes=tuple(new_codes()),
    )  # fmt: skip
    client = enter(Client(), who, world.now)
    put(page.context, server, client)
    _prepare(page, "**/enrol/**", str(client.session.session_key), known)


def adding_person(page: Page, server: str, world: w.World) -> None:
    """Ada, who has shown a factor just now, names her passkey and adds another factor."""
    sign_in(page.context, server, world, "ada", "denver")
    ada = Account.objects.get(pk=world.accounts["ada"])
    Factor.objects.create(
        pk=NAMED, account=ada, kind="passkey", label="Work laptop", added_at=world.now
    )
    key = str(
        next(one["value"] for one in page.context.cookies() if one["name"] == "__Host-session")
    )
    store = SessionStore(key)
    PROOF.keep(store, FreshProof("app"), clock.now())
    PROVING.keep(store, Proving("email", "a••@example.org", 0, ""), clock.now())
    store.save()
    challenge = proved(ada, world.now, channel="sms", to=NUMBER, purpose="add-factor")
    known = EnrolmentDraft(
        ada.pk, phone=NUMBER, phone_code=challenge, channel="sms", codes=tuple(new_codes())
    )
    _prepare(page, "**/profile/security/**", key, known)


def _prepare(page: Page, addresses: str, key: str, known: EnrolmentDraft) -> None:
    """Before such a page is asked for, the session knows the kind of factor that it is about."""

    def ready(route: Route) -> None:
        parts = route.request.url.split("/")
        kind = next((one for one in ("phone", "app", "passkey") if one in parts), "email")
        store = SessionStore(key)
        drafts.keep(store, replace(known, kind=kind), clock.now())
        store.save()
        route.continue_()

    page.route(addresses, ready)
