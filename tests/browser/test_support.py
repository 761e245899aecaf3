"""The support line: somebody has locked themselves out; the desk sees why, unlocks with a reason,
and they are in.
"""

import pytest
from playwright.sync_api import expect

from precert.conduct.refusal import Refusal
from precert.kit import clock
from precert.people.checks.password import check_password
from tests import world as w
from tests.browser.keys import Keys
from tests.browser.sign_in import enter, sign_in
from tests.doing.people import helping


@pytest.mark.req("ACC-10")
@pytest.mark.req("REV-09", part="unlock")
def test_lock_see_why_unlock_and_sign_in(new_page, server, settings, axe):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world = w.build(clock.now())
    helping.staff(world, "sue", "support")
    for _ in range(10):
        with pytest.raises(Refusal):
            check_password("ben", "not it", clock.now(), door="provider")

    desk = new_page()
    sign_in(desk.context, server, world, "sue")
    desk.goto("/")
    expect(desk.get_by_role("heading", name="Support")).to_be_visible()
    field = desk.get_by_label("Username, name, email, phone, NPI or provider")
    field.fill("ben")
    field.press("Enter")
    axe(desk)
    desk.get_by_role("link", name="Ben Tester").click()
    expect(desk.get_by_role("cell", name="Locked after 10 failed attempts.")).to_be_visible()

    desk.get_by_role("row", name="Locked after").get_by_role("button", name="Unlock").click()
    dialog = desk.get_by_role("dialog", name="Unlock")
    axe(desk)
    dialog.get_by_label("Reason").fill("   ")
    dialog.get_by_role("button", name="Unlock").click()
    dialog = desk.get_by_role("dialog", name="Unlock")
    expect(dialog.get_by_role("link", name="Enter a reason.")).to_be_visible()
    axe(desk)
    dialog.get_by_label("Reason").fill("Called; named the last two cases.")
    dialog.get_by_role("button", name="Unlock").click()
    expect(desk.get_by_role("status").filter(has_text="was unlocked.")).to_be_visible()
    expect(desk.get_by_role("list", name="Access events")).to_contain_text(
        "Called; named the last two cases."
    )

    person = new_page()
    enter(person, "ben")
    expect(person.get_by_role("heading", name="Home", exact=True)).to_be_visible()

    keys = Keys(desk)
    keys.follow("Give role")
    keys.write(desk.get_by_role("textbox", name="Provider"), "elsewhere")
    keys.press_button("Find Provider")
    keys.press_button("Give role")
    expect(desk.get_by_role("heading", name="Action not completed")).to_be_visible()
    axe(desk)
    keys.choose(desk.get_by_role("combobox", name="Role"), "Provider Admin")
    keys.write(desk.get_by_role("textbox", name="Reason"), "Works there on Mondays.")
    keys.press_button("Give role")
    expect(desk.get_by_role("status").filter(has_text="Role added.")).to_be_visible()
    expect(desk.get_by_role("cell", name="Elsewhere Clinic")).to_be_visible()


@pytest.mark.req("REV-09", part="codes")
def test_a_code_is_issued_read_out_and_revoked(new_page, server, axe):
    world = w.build(clock.now())
    helping.staff(world, "sue", "support")
    page = new_page()
    sign_in(page.context, server, world, "sue")
    page.goto(f"/support/providers/{world.providers['denver']}")
    page.get_by_role("button", name="Issue a new code").click()
    dialog = page.get_by_role("dialog", name="Issue a new code")
    dialog.get_by_label("Reason").fill("The letter was lost.")
    dialog.get_by_role("button", name="Issue").click()
    code = page.locator("#new-code").inner_text()
    assert len(code) == 14
    axe(page)
    page.get_by_role("link", name="Back to the provider").click()
    expect(page.get_by_role("cell", name="by Sue Desk")).to_be_visible()
    assert code not in page.content()
    page.get_by_role("button", name="Revoke the code").click()
    dialog = page.get_by_role("dialog", name="Revoke the code")
    axe(page)
    dialog.get_by_label("Reason").fill("Read out to the wrong clinic.")
    dialog.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("status").filter(has_text="Registration code revoked.")).to_be_visible()
