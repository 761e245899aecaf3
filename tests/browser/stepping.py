"""A visitor whose password was right: each step after it finds what it is about, as if somebody had
come that way.
"""

from dataclasses import replace

from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Route

from precert.kit import clock
from precert.people.actions.start_code import start_code
from precert.people.models import Account, Factor
from precert.web.account.pending import PENDING, Pending
from tests import world as w
from tests.harness import factors

PAGES = {
    "factor": "factor",
    "code": "code",
    "call": "call",
    "app": "app",
    "passkey": "passkey",
    "recovery": "recovery",
}


def stepping_person(page: Page, server: str, world: w.World) -> None:
    """Ada, who has an email address, a phone, an app and recovery codes; and Ben, who has a passkey
    only.
    """
    ada, ben = (Account.objects.get(pk=world.accounts[who]) for who in ("ada", "ben"))
    now = clock.now()
    factors.add_phone(ada, now, label="Front desk")
    factors.add_app(ada, now)
    factors.add_recovery(ada, now)
    Factor.objects.filter(account=ben).delete()
    factors.add_passkey(ben, now)
    call = start_code(ada, now, purpose="sign-in", channel="voice", to=factors.PHONE)
    store = SessionStore()
    store.create()
    key = str(store.session_key)
    address = server.replace("http:", "https:")
    page.context.add_cookies(
        [{"name": "__Host-session", "value": key, "url": address, "secure": True, "httpOnly": True}]
    )
    begun = Pending(
        ada.pk,
        ada.get_session_auth_hash(),
        "",
        challenge=call,
        shown=factors.SHOWN,
    )

    def ready(route: Route) -> None:
        step = route.request.url.rsplit("/", 1)[-1]
        kept = replace(begun, way={"code": "sms", "call": "voice"}.get(step, ""))
        if step == "passkey":
            kept = Pending(ben.pk, ben.get_session_auth_hash(), "")
        session = SessionStore(key)
        PENDING.keep(session, kept, now)
        session.save()
        route.continue_()

    page.route("**/login/*", ready)
