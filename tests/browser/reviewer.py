"""A reviewer, nurse or physician, at the desk: what is done on each page of the review side, with
the mouse.
"""

from playwright.sync_api import Locator, Page, expect

from tests.browser.sign_in import Look


class Reviewer:
    """One reviewer; `name` begins the names of the pictures."""

    def __init__(self, page: Page, look: Look, name: str) -> None:
        self.page = page
        self._look = look
        self.name = name

    def look(self, what: str) -> None:
        self._look(self.page, f"{self.name}-{what}")

    def take_next(self, number: str) -> None:
        """From the queue to the desk."""
        self.page.get_by_role("link", name="Queue").first.click()
        expect(self.page.get_by_role("heading", level=1, name="Queue")).to_be_visible()
        expect(self.page.get_by_role("link", name=number)).to_be_visible()
        self.look("queue")
        self.page.get_by_role("button", name="Take next").click()
        expect(self.page.get_by_role("heading", level=1, name=f"Review {number}")).to_be_visible()
        expect(self.page.get_by_text("You hold this request.")).to_be_visible()
        self.look("desk")

    def ask(self, *items: str) -> None:
        """Ask for information."""
        self.page.get_by_role("button", name="Ask for information").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("What do you need?").fill("\n".join(items))
        self.look("ask")
        dialog.get_by_role("button", name="Ask", exact=True).click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        for item in items:
            expect(self.page.get_by_text(item).first).to_be_visible()

    def refer(self, reason: str) -> None:
        """On to a physician."""
        self.page.get_by_role("button", name="Refer to physician").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("What should the physician review?").fill(reason)
        self.look("refer")
        dialog.get_by_role("button", name="Refer", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Queue")).to_be_visible()

    def line(self, code: str) -> Locator:
        """The decision form of one line."""
        return self.page.get_by_role("group", name=code)

    def decide(self, code: str, outcome: str, reason: str, **typed: str) -> None:
        """Outcome and reason of a line; `typed` by the first words of a label."""
        line = self.line(code)
        line.get_by_role("group", name="Determination").get_by_text(outcome, exact=True).click()
        line.get_by_label("Reason").select_option(label=reason)
        for label, value in typed.items():
            line.get_by_label(label.replace("_", " ")).first.fill(value)
        line.get_by_label("Reason").focus()
        self.saved()

    def unmet(self, code: str, criterion: str, evidence: str) -> None:
        """Mark a criterion as not met, with what shows it."""
        tick = self.line(code).locator(".pc-tick").filter(has_text=criterion)
        tick.get_by_role("combobox").select_option(label="Not met")
        tick.get_by_label("Evidence").fill(evidence)
        tick.get_by_label("Evidence").blur()
        self.saved()

    def saved(self) -> None:
        expect(self.page.locator("[data-saved-state]")).to_contain_text("Saved")

    def issue(self) -> None:
        """Issue, and say yes."""
        self.page.get_by_role("button", name="Issue").click()
        self.look("issue")
        self.page.get_by_role("button", name="Yes").click()
