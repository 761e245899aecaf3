"""Getting people to their seats: through the real door, or quickly by a session put into the
browser.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core import mail
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from precert.jobs.worker import run_once
from precert.kit import clock
from tests import world as w
from tests.deciding.documents.samples import pdf

Look = Callable[[Page, str], None]


def sign_in(
    context: BrowserContext, server: str, world: w.World, who: str, provider: str | None = None
) -> None:
    """Put the character's session into the browser."""
    put(context, server, w.signed_in(world, who, provider))


def put(context: BrowserContext, server: str, client: Client) -> None:
    """Put a client's session into the browser."""
    value = client.cookies["__Host-session"].value
    address = server.replace("http:", "https:")
    context.add_cookies(
        [
            {
                "name": "__Host-session",
                "value": value,
                "url": address,
                "secure": True,
                "httpOnly": True,
            }
        ]
    )


def days(n: int) -> str:
    """The day in `n` days, as a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=n)).date().isoformat()


def deliver() -> None:
    """What the worker does: letters, notices, mailed codes."""
    run_once(clock.now())


def mailed_code(who: str) -> str:
    """The code that was mailed last to the character."""
    deliver()
    body = next(
        str(message.body)
        for message in reversed(mail.outbox)
        if message.to == [f"{who}@example.org"]
    )
    found = re.search(r"\b\d{6}\b", body)
    assert found, body
    return found.group()


def enter(page: Page, who: str, look: Look | None = None, *, staff: bool = False) -> None:
    """Sign in with password and mailed code, at the fitting door; with `look` also wrongly first."""
    page.goto("/login")
    door = page.get_by_role("form", name="Sign in as staff" if staff else "Sign in", exact=True)
    if look:
        look(page, "login")
        door.get_by_label("Username").fill(who)
        door.get_by_label("Password").fill("not the password")
        door.get_by_role("button").click()
        expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
        look(page, "login-refused")
    door.get_by_label("Username").fill(who)
    door.get_by_label("Password").fill(w.PASSWORD)
    door.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    if look:
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Verify").click()
        expect(page.get_by_role("heading", name="You are not signed in yet")).to_be_visible()
        look(page, "login-code")
    page.get_by_label("Code").fill(mailed_code(who))
    page.get_by_role("button", name="Verify").click()
    page.wait_for_url(lambda url: "/login" not in url)


def paper(folder: Path, name: str) -> Path:
    """A small PDF of that name, as a clinic would attach it."""
    found = folder / name
    found.write_bytes(pdf())
    return found
