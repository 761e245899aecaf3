"""People on their way in: a newcomer whose code was right, somebody who has terms of use to read."""

from playwright.sync_api import Page, expect

from precert.gate import session
from precert.people.models import TermsAgreement
from tests import world as w
from tests.browser.sign_in import put
from tests.harness.registering import give_code


def newcomer(page: Page, server: str, world: w.World) -> None:
    """Type NPI and code; the contact information comes next."""
    code = give_code(world.providers["doctor"], w.MS)
    page.goto("/register")
    expect(page.get_by_label("Provider Registration Code")).to_be_visible()
    page.get_by_label("Contract").select_option(w.MS)
    page.get_by_label("NPI").fill(w.PROVIDERS["doctor"][1])
    page.get_by_label("BCBS ID").fill(code)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Contact information")).to_be_visible()


def registered(page: Page, server: str, world: w.World) -> None:
    """Have a link mailed."""
    newcomer(page, server, world)
    for label, typed in {
        "Username": "newcomer",
        "First name": "Nell",
        "Last name": "Newman",
        "Fax": "3035550112",
    }.items():
        page.get_by_label(label).fill(typed)
    for field in ("#id_email", "#id_email_again"):
        page.locator(field).fill("nell@example.org")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Check your email")).to_be_visible()


def reader(page: Page, server: str, world: w.World) -> None:
    """Sign in as somebody who hasn't agreed to the terms of use."""
    TermsAgreement.objects.filter(account=world.accounts["jill"]).delete()
    client = w.signed_in(world, "jill")
    store = client.session
    del store[session.TERMS]
    store.save()
    put(page.context, server, client)
