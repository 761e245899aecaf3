"""Somebody in the middle of a new password or a new e-mail address: each page finds what comes
before it done.
"""

from dataclasses import asdict

from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Route

from precert.kit import clock
from precert.people.models import Account
from precert.web.passwords.under_way import UnderWay
from precert.web.profile import new_address
from tests import world as w
from tests.browser.sign_in import sign_in


def changing_person(page: Page, server: str, world: w.World) -> None:
    """Ada, whose codes were sent, and (before the pages of the new password, and with ?verified)
    typed.
    """
    sign_in(page.context, server, world, "ada", "denver")
    ada = Account.objects.get(pk=world.accounts["ada"])
    key = str(
        next(one["value"] for one in page.context.cookies() if one["name"] == "__Host-session")
    )
    since = clock.now().timestamp()

    def ready(route: Route) -> None:
        url = route.request.url
        known = asdict(UnderWay(1, since, ada.pk if url.endswith(("/new", "?verified")) else None))
        store = SessionStore(key)
        store["forgot-password"] = store["change-password"] = known
        store[new_address.KEY] = asdict(new_address.Waiting(1, "king@example.org", since))
        store.save()
        route.continue_()

    for addresses in ("**/password/**", "**/profile/email*"):
        page.route(addresses, ready)
