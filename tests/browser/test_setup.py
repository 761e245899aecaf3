"""Setup using only the keyboard, with scripts: every operation, every dialog and error under axe."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Dialog, Locator, Page, expect

from precert.kit import clock
from precert.people.models import Account, Membership
from tests import world as w
from tests.browser.keys import Keys
from tests.browser.sign_in import deliver, sign_in
from tests.doing.people import helping
from tests.harness.registering import give_code

CODE = "23458266"
SAVED = re.compile(r"Saved \d\d:\d\d")
Axe = Callable[[Page], None]


@pytest.fixture
def world(server: str) -> w.World:
    """Ada and Gia lead Denver Health; Ben works at Denver Hospital. Jane Smith MD can be registered
    with a code.
    """
    made = w.build(clock.now())
    made.accounts["gia"] = w._account("gia", made.now)
    helping.member(made, "gia", "denver", None, "provider-group-admin")
    give_code(made.providers["doctor"], w.CO, CODE)
    return made


@pytest.fixture
def ada(page: Page, server: str, world: w.World) -> Keys:
    sign_in(page.context, server, world, "ada", "denver")
    page.goto("/")
    return Keys(page)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-state]")).to_have_text(SAVED)


def opened(page: Page, name: str) -> Locator:
    """The row of somebody or of a provider that is folded out."""
    return page.locator("section", has=page.get_by_role("heading", name=name))


def unfold(keys: Keys, name: str) -> Locator:
    keys.follow(name)
    expect(keys.page.get_by_role("link", name=name).first).to_have_attribute(
        "aria-expanded", "true"
    )
    return opened(keys.page, name)


@pytest.mark.req("ORG-02", "ORG-03", "ORG-05")
def test_providers_and_new_users_by_keyboard(
    ada: Keys, page: Page, world: w.World, axe: Axe
) -> None:
    ada.follow("Setup")
    expect(page.get_by_role("link", name="Manage Provider Groups (2)")).to_have_attribute(
        "aria-current", "page"
    )
    ada.follow("Register New Provider")
    ada.press_button("Find Provider")
    expect(page.get_by_role("group", name="No provider was added")).to_be_focused()
    axe(page)
    ada.write(page.get_by_label("Provider NPI"), "1679576722")
    ada.write(page.get_by_label("Provider Registration Code"), CODE)
    ada.press_button("Find Provider")
    ada.to(page.get_by_role("radio", name="Jane Smith MD"))
    axe(page)
    ada.press_button("Select")
    expect(page.get_by_role("link", name="Manage Provider Groups (3)")).to_be_visible()

    unfold(ada, "Denver Hospital")
    axe(page)
    ada.follow("Add New User")
    ada.press_button("Create")
    expect(page.get_by_role("heading", name="The user was not created")).to_be_visible()
    axe(page)
    for label, text in (
        ("User name", "nina"),
        ("First name", "Nina"),
        ("Last name", "New"),
        ("Email address", "nina@example.org"),
        ("Confirm email address", "nina@example.org"),
        ("Fax", "303-555-0199"),
    ):
        ada.write(page.get_by_role("textbox", name=re.compile(f"^{label}")), text)
    ada.press_button("Create")
    expect(page.get_by_text("nina was created.")).to_be_visible()
    deliver()
    assert [message.to for message in mail.outbox][-1] == ["nina@example.org"]

    role = page.get_by_role("combobox", name="Role of Nina New")
    ada.choose(role, "Provider Admin")
    ada.press("Tab")
    saved(page)
    axe(page)
    assert Membership.objects.get(account__username="nina").role == "provider-admin"


@pytest.mark.req("ORG-04", "ORG-06", "ACC-13")
def test_manage_users_by_keyboard(ada: Keys, page: Page, world: w.World, axe: Axe) -> None:
    page.goto("/setup/users")
    ada.write(page.get_by_role("searchbox", name="Name, username or email"), "tester")
    ada.press("Enter")
    row = unfold(ada, "Ben Tester")
    axe(page)

    ada.choose(
        row.get_by_role("combobox", name="Available provider groups"),
        "Aurora Imaging, 100 Main St, Denver, CO 80202 (Denver Health)",
    )
    ada.press_button("Add", within=row)
    expect(page.get_by_role("heading", name="The role was not added")).to_be_visible()
    axe(page)
    ada.choose(
        opened(page, "Ben Tester").get_by_role("combobox", name="Provider group role"),
        "Provider Staff Account",
    )
    ada.press_button("Add", within=opened(page, "Ben Tester"))
    ada.choose(
        page.get_by_role("combobox", name="Role of Ben Tester at Aurora Imaging"), "Provider Admin"
    )
    ada.press("Tab")
    saved(page)
    ada.press_button("Remove Aurora Imaging from Ben Tester")
    ada.press_button("Undo")
    expect(page.get_by_text("Provider Admin was added.")).to_be_visible()
    assert (
        Membership.objects.get(
            account=world.accounts["ben"], provider=world.providers["aurora"]
        ).role
        == "provider-admin"
    )

    ada.follow("Reset Registration")
    dialog = page.get_by_role("dialog", name="Reset Registration: Ben Tester")
    expect(dialog).to_be_visible()
    axe(page)
    ada.press("Escape")
    expect(dialog).to_be_hidden()
    ada.follow("Reset Registration")
    ada.press_button("Reset Registration", within=dialog)
    expect(page.get_by_text("Registration reset for Ben Tester.")).to_be_visible()
    ada.press_button("Resend Link")
    mailed = "We emailed a new registration link to ben@example.org."
    expect(page.get_by_text(mailed, exact=True)).to_be_visible()

    helping.lock(world, "ben", clock.now())
    ada.reload()
    ada.follow("Unlock")
    dialog = page.get_by_role("dialog", name="Unlock: Ben Tester")
    ada.press_button("Unlock", within=dialog)
    expect(page.get_by_role("heading", name="Action not completed")).to_be_visible()
    axe(page)
    ada.write(
        page.get_by_label("Reason, and how you verified their identity"), "Rang me from the ward."
    )
    ada.press_button("Unlock")
    expect(page.get_by_text("Ben Tester was unlocked.")).to_be_visible()

    ada.follow("Delete")
    dialog = page.get_by_role("dialog", name="Delete: Ben Tester")
    axe(page)
    ada.press_button("Delete", within=dialog)
    expect(page.get_by_text("Ben Tester was deleted.")).to_be_visible()
    unfold(ada, "Ada Tester")
    expect(page.get_by_role("button", name="Delete")).to_be_disabled()
    axe(page)


@pytest.mark.req("ORG-04")
def test_a_users_page_saves_as_typed_and_cancel_puts_it_back(
    ada: Keys, page: Page, world: w.World, axe: Axe
) -> None:
    ben = world.accounts["ben"]
    page.goto(f"/setup/users?open={ben}")
    ada.follow("Edit Ben Tester")
    ada.write(page.get_by_label("City"), "Aurora")
    ada.write(page.get_by_label("Fax"), "12")
    ada.press("Tab")
    expect(page.get_by_text("Enter ten digits")).to_be_visible()
    axe(page)
    ada.write(page.get_by_label("Fax"), "303 555 0144")
    ada.write(page.get_by_label("Email address", exact=False).first, "benny@example.org")
    ada.write(page.get_by_label("Confirm email address"), "benny@example.org")
    ada.to(page.get_by_label("Active User"))
    ada.press("Space")
    expect(page.get_by_label("Active User")).not_to_be_checked()
    ada.press("Tab")
    saved(page)
    expect(page.locator("input[name='saved:active']")).to_have_value("false")
    row = Account.objects.get(pk=ben)
    assert (row.city, row.fax, row.email, row.is_active) == (
        "Aurora",
        "3035550144",
        "benny@example.org",
        False,
    )
    ada.press_button("Cancel")
    expect(page.get_by_text("Your changes were undone.")).to_be_visible()
    row = Account.objects.get(pk=ben)
    assert (row.city, row.fax, row.email, row.is_active) == (
        "",
        "3035550111",
        "ben@example.org",
        True,
    )
    ada.follow("Edit Ben Tester")
    ada.write(page.get_by_label("City"), "Boulder")
    ada.press_button("Done")
    expect(page.get_by_text(SAVED).first).to_be_visible()
    assert Account.objects.get(pk=ben).city == "Boulder"


@pytest.mark.req("ORG-04")
def test_an_address_typed_once_is_said_to_be_unsaved_and_leaving_is_asked_about(
    ada: Keys, page: Page, world: w.World
) -> None:
    state, first = (
        page.locator("[data-saved-state]"),
        page.get_by_label("Email address", exact=False).first,
    )
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"/setup/users/{world.accounts['ben']}")
    ada.write(first, "benny@example.org")
    ada.press("Tab")
    expect(state).to_have_text("Not saved: enter the same address in both fields")
    ada.write(page.get_by_label("City"), "Boulder")
    ada.press("Tab")
    expect(page.locator("input[name='saved:city']")).to_have_value("Boulder")
    expect(state).to_have_text("Not saved: enter the same address in both fields")
    ada.follow("Home")
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    expect(first).to_have_value("benny@example.org")
    ada.write(first, "ben@example.org")
    ada.press("Tab")
    saved(page)
    ada.write(first, "benny@example.org")
    ada.write(page.get_by_label("Fax"), "12")
    ada.press_button("Done")
    expect(page.get_by_role("heading", name="Not everything was saved")).to_be_visible()
    ada.press_button("Cancel")
    expect(page.get_by_text("Your changes were undone.")).to_be_visible()
    assert asked == ["beforeunload"], "Done and Cancel are no leaving"
    row = Account.objects.get(pk=world.accounts["ben"])
    assert (row.city, row.fax, row.email) == ("", "3035550111", "ben@example.org")
