"""Somebody in the middle of a new password or a new email address: each page finds what comes
before it done.
"""

from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Route

from precert.kit import clock
from precert.people.models import Account
from precert.web.passwords.progress import PROGRESS, Progress
from precert.web.profile.new_address import NEW_ADDRESS, WaitingAddress
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
    now = clock.now()

    def ready(route: Route) -> None:
        url = route.request.url
        known = Progress(1, ada.pk if url.endswith(("/new", "?verified")) else None)
        store = SessionStore(key)
        for one in PROGRESS.values():
            one.keep(store, known, now)
        NEW_ADDRESS.keep(store, WaitingAddress(1, "king@example.org"), now)
        store.save()
        route.continue_()

    for addresses in ("**/password/**", "**/profile/email*"):
        page.route(addresses, ready)
