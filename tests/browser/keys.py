"""Somebody without a mouse: Tab, arrows, Space, Enter and typing, and nothing else."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150  # more than any page of ours has; then it goes round
MOST_ARROWS = 40


class Keys:
    """A keyboard before one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def reload(self) -> None:
        """F5: a key of the browser's window, which Chromium without one doesn't know."""
        self.page.reload()
        self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def to(self, target: Locator) -> None:
        """Tab until the target has the focus, and see that the focus shows."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                assert target.evaluate("element => element.matches(':focus-visible')")
                return
            self.press("Tab")
        raise AssertionError(f"{target} can't be reached by Tab")

    def press_button(self, name: str, *, within: Locator | None = None) -> None:
        """Tab to a button and press Enter."""
        self.to((within or self.page).get_by_role("button", name=name).last)
        self.press("Enter")

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Tab to a link and press Enter."""
        self.to((within or self.page).get_by_role("link", name=name).first)
        self.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        """Tab to a field and type over what is there."""
        self.to(field)
        self.press("Control+a")
        self.type(text)

    def date(self, field: Locator, iso: str) -> None:
        """Tab to a date field and type month, day and year as digits."""
        self.to(field)
        year, month, day = iso.split("-")
        self.type(month + day + year)
        expect(field).to_have_value(iso)

    def choose(self, select: Locator, label: str) -> None:
        """Tab to a list and type what the choice begins with."""
        self.to(select)
        self.type(label)
        assert select.evaluate("element => element.selectedOptions[0].label") == label

    def pick(self, group: Locator, label: str) -> None:
        """Tab into a group of radios, then arrows."""
        first = group.get_by_role("radio").first
        self.to(first)
        self.press("Space")
        wanted = group.get_by_role("radio", name=label, exact=True)
        for _ in range(MOST_ARROWS):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"{label} can't be reached by arrows")

    def look_up(self, box: Locator, text: str, option: str) -> None:
        """Type-ahead: type, walk the list by arrow, Enter."""
        self.to(box)
        self.type(text)
        wanted = self.page.get_by_role("option", name=option).first
        expect(wanted).to_be_visible()
        for _ in range(MOST_ARROWS):
            if wanted.get_attribute("aria-selected") == "true":
                self.press("Enter")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{option} can't be reached by arrows")
