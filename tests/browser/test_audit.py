"""The audit trail in a real browser: a name that was typed and not chosen is never dropped."""

import pytest
from playwright.sync_api import expect

from precert.kit import clock
from tests import world as w
from tests.browser.sign_in import sign_in
from tests.doing.people import helping


@pytest.mark.req("OPS-05")
def test_a_person_typed_and_not_chosen_is_looked_for_all_the_same(page, server):
    world = w.build(clock.now())
    helping.staff(world, "max", "administrator")
    sign_in(page.context, server, world, "max")
    page.goto("/audit")
    person = page.get_by_role("combobox", name="Person")
    person.press_sequentially("nobody here")
    page.get_by_label("IP address").click()
    expect(person).to_have_value("nobody here")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("link", name="No account has this user name.")).to_be_visible()
    expect(person).to_have_value("nobody here")
    person.fill("max")
    page.get_by_label("IP address").click()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/audit?*person=*")
    expect(person).to_have_value("max")
