"""A provider's nurse at her browser: what she does on each page of the portal, with the mouse.

`look` is called on each page she meets, with a name: axe and pictures.
"""

import base64
import io
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.sign_in import Look
from tests.browser.tabs import tab_of


class Nurse:
    """One nurse; `name` begins the names of her pictures."""

    def __init__(self, page: Page, look: Look, name: str) -> None:
        self.page = page
        self._look = look
        self.name = name

    def look(self, what: str) -> None:
        self._look(self.page, f"{self.name}-{what}")

    def go_on(self, heading: str) -> None:
        """To the next step, by the footer's button."""
        self.page.get_by_role("button", name=f"Go to {heading}").click()
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def act_for(self, provider: str) -> None:
        expect(self.page.get_by_role("heading", name="Change Context")).to_be_visible()
        self.look("context")
        self.page.get_by_role("button", name=f"Act for {provider}").click()
        expect(self.page.get_by_role("heading", level=1, name="Home")).to_be_visible()

    def create(self, category: str, person_id: str, *, person: str, contract: str = "") -> None:
        """Steps 1 to 3: parameters, person, create."""
        page = self.page
        page.get_by_role("link", name="Create Case").first.click()
        self.look("1-create")
        if contract:
            page.get_by_label("Case Contract").select_option(label=contract)
        page.get_by_role("group", name="Request Type").get_by_text(category, exact=True).click()
        page.get_by_role("button", name="Search", exact=True).last.click()
        expect(page.get_by_role("heading", name="Please correct")).to_be_visible()
        self.look("2-refused")
        page.get_by_label(f"{person} ID", exact=True).fill(person_id)
        page.get_by_role("button", name="Search", exact=True).last.click()
        create = page.get_by_role("button", name="Create Case")
        expect(create).to_be_visible()
        self.look("3-create")
        create.click()
        expect(page.get_by_role("heading", level=1, name="Additional Providers")).to_be_visible()

    def add_attending(self, name: str) -> None:
        """4: an attending physician from the search."""
        page = self.page
        page.get_by_role("link", name="Add Attending Physician").click()
        self.look("4-choose")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Search", exact=True).last.click()
        page.get_by_role("button", name=f"Choose {name}").click()
        expect(page.get_by_role("heading", level=1, name="Additional Providers")).to_be_visible()
        expect(
            page.get_by_role("row", name="Attending Physician").filter(has_text=name)
        ).to_be_visible()

    def choose(self, **options: str) -> None:
        """Select by label: `place_of_service="Office"` chooses Office under Place of Service."""
        for name, label in options.items():
            words = " ".join(
                word if word == "of" else word.capitalize() for word in name.split("_")
            )
            self.page.get_by_label(words).select_option(label=label)

    def add_code(self, label: str, typed: str, option: str, *, look: str = "") -> None:
        """Type-ahead, and a click on the row; with `look` a look at the list."""
        box = self.page.get_by_role("combobox", name=label)
        box.press_sequentially(typed, delay=5)
        row = self.page.get_by_role("option", name=option).first
        expect(row).to_be_visible()
        if look:
            self.look(look)
        row.click()
        expect(self.page.get_by_role("listbox")).to_have_count(0)
        expect(self.page.get_by_text(option).first).to_be_visible()

    def unfold(self, line: str) -> None:
        """Show the fields of a line that is folded."""
        ribbon = self.page.locator("details.pc-line").filter(
            has=self.page.get_by_role("heading", name=line)
        )
        if ribbon.get_attribute("open") is None:
            ribbon.locator("summary").first.click()

    def questionnaire(self, name: str) -> Page:
        """Open a questionnaire in its tab."""
        return tab_of(self.page, self.page.get_by_role("link", name=f"Take {name}").click)

    def upload(self, file: Path, kind: str) -> None:
        """9: one document."""
        page = self.page
        page.get_by_role("button", name="Upload a Document").click()
        self.look("9-upload")
        page.get_by_role("group", name="Document Type").get_by_text(kind, exact=True).click()
        page.get_by_label("Documents", exact=True).set_input_files(file)
        expect(page.get_by_role("link", name=file.name)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)

    def add_note(self, text: str) -> None:
        """A note by the footer's button."""
        page = self.page
        page.get_by_role("button", name="Add a Note").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Note").fill(text)
        self.look("note")
        dialog.get_by_role("button", name="Add Note").click()
        expect(page.get_by_text(text).first).to_be_attached()
        expect(page.get_by_role("dialog")).to_have_count(0)

    def refused(self, label: str) -> None:
        """Submit with something missing: it is listed, and its link leads to the field."""
        page = self.page
        expect(page.get_by_role("heading", level=1, name="Submit Case")).to_be_visible()
        page.get_by_role("button", name="Submit", exact=True).click()
        listed = page.get_by_role("group", name="Please correct this before you submit")
        expect(listed).to_be_visible()
        self.look("11-refused")
        listed.get_by_role("link", name=label).click()
        expect(page.get_by_label(label)).to_be_visible()
        self.look("field-missing")

    def submit(self) -> str:
        """11: Submit, agree; the Case ID."""
        page = self.page
        self.look("11-submit")
        page.get_by_role("button", name="Submit", exact=True).click()
        expect(page.get_by_role("heading", name="Disclaimer")).to_be_visible()
        self.look("11-disclaimer")
        page.get_by_role("button", name="Agree").click()
        page.wait_for_url("**/cases/*")
        number = page.url.rsplit("/", 1)[1].partition("?")[0]
        expect(page.get_by_role("heading", level=1, name=f"Case {number}")).to_be_visible()
        self.look("case-submitted")
        return number

    def answer(self, number: str, note: str, file: Path, kind: str) -> None:
        """See what was asked, answer with note and document."""
        page = self.page
        page.get_by_label("Search by #").fill(number)
        page.get_by_label("Search by #").press("Enter")
        expect(page.get_by_role("heading", name="Information requested").first).to_be_visible()
        self.look("case-asked")
        page.get_by_role("link", name="Answer request for information").first.click()
        page.get_by_role("button", name="Review before sending").click()
        expect(page.get_by_role("heading", name="Not sent")).to_be_visible()
        self.look("answer-refused")
        page.get_by_label("Note", exact=True).fill(note)
        page.get_by_label("Document type").select_option(label=kind)
        page.get_by_label("Files").set_input_files(file)
        expect(page.get_by_role("button", name=f"Remove {file.name}")).to_be_visible()
        page.get_by_role("button", name="Review before sending").click()
        expect(page.get_by_role("heading", name="Send answer?")).to_be_visible()
        self.look("answer-sending")
        page.get_by_role("button", name="Send answer").click()
        expect(page.get_by_role("heading", level=1, name=f"Case {number}")).to_be_visible()
        expect(page.get_by_role("heading", name="Information requested", level=2)).to_have_count(0)

    def reopen(self) -> None:
        """The case page as it is now."""
        self.page.reload()

    def summary(self, number: str) -> str:
        """The Case Summary in its tab; its text."""
        tab = tab_of(self.page, self.page.get_by_role("link", name="Case Summary").click)
        expect(tab.get_by_role("heading", level=1, name=f"Case Summary: {number}")).to_be_visible()
        self._look(tab, f"{self.name}-summary")
        text = tab.get_by_role("main").inner_text()
        tab.close()
        return text

    def letter(self, part_of_name: str) -> str:
        """The text of a letter of the case, opened as the link on the page opens it."""
        self.page.get_by_role("button", name="Expand All").click()
        return letter_text(self.page, self.page.get_by_role("link", name=part_of_name).first)


def letter_text(page: Page, link: Locator) -> str:
    """Fetch the letter that the link leads to, with the page's session, and read it."""
    expect(link).to_be_visible()
    answer = page.evaluate(
        """async (address) => {
            const answer = await fetch(address);
            const bytes = new Uint8Array(await answer.arrayBuffer());
            let text = "";
            for (const byte of bytes) text += String.fromCharCode(byte);
            return [answer.status, answer.headers.get("content-type"), btoa(text)];
        }""",
        link.get_attribute("href"),
    )
    assert answer[:2] == [200, "application/pdf"]
    return "\n".join(
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(base64.b64decode(answer[2]))).pages
    )
