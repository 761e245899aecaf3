"""A questionnaire in its own tab, answered with the mouse."""

from playwright.sync_api import Page, expect

from tests.browser.sign_in import Look
from tests.browser.tabs import tab_of


class Questionnaire:
    """The tab; each answer waits until the page shows it."""

    def __init__(self, tab: Page, title: str) -> None:
        self.tab = tab
        expect(tab.get_by_role("heading", level=1, name=title)).to_be_visible()
        self.form = tab.locator("#step-form")

    def pick(self, question: str, *answers: str) -> None:
        """Radios or boxes, by what their labels say."""
        for answer in answers:
            self.form.get_by_role("group", name=question).get_by_text(answer, exact=True).click()

    def choose(self, question: str, answer: str) -> None:
        """From a list."""
        self.form.get_by_label(question).select_option(label=answer)

    def write(self, question: str, answer: str) -> None:
        """Text, number or date."""
        self.form.get_by_label(question).fill(answer)
        self.form.get_by_label(question).blur()

    def next(self, section: str) -> None:
        """The next section."""
        self.tab.get_by_role("button", name=f"Next: {section}").click()
        expect(self.tab.get_by_role("heading", level=2, name=section)).to_be_visible()

    def complete(self, look: Look, name: str) -> None:
        """Mark as complete, yes: the tab closes, and the one that opened it shows the questionnaire
        for reading.
        """
        opener = self.tab.opener()
        assert opener is not None
        self.tab.get_by_role("button", name="Mark as Complete").click()
        look(self.tab, f"{name}-8-completing")
        with self.tab.expect_event("close"):
            self.tab.get_by_role("button", name="Yes").click()
        locked = tab_of(opener, opener.get_by_role("link", name="View").click)
        expect(locked.get_by_text("The answers can no longer be changed.")).to_be_visible()
        look(locked, f"{name}-8-completed")
        locked.close()
