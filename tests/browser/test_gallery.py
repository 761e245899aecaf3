"""Every component in Chromium: axe at two widths, the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "320"])


@pytest.fixture
def gallery(page):
    def opened(size=DESKTOP, address="/gallery") -> Page:
        page.set_viewport_size(size)
        page.goto(address)
        return page

    return opened


def field(page: Page, path: str):
    return page.locator(f"[data-path='{path}']")


@SIZES
@pytest.mark.req("OPS-06")
def test_every_component_passes_axe_and_fits_the_width(gallery, axe, snap, size):
    page = gallery(size)
    page.get_by_role("button", name="Expand All").click()
    axe(page)
    if size == DESKTOP:
        snap(page, "gallery")


@SIZES
@pytest.mark.req("OPS-06")
def test_what_opens_passes_axe_too(gallery, axe, snap, size):
    page = gallery(size)
    page.get_by_role("button", name="Open a dialog").click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_label("Diagnosis", exact=True).fill("sample")
    expect(page.locator("[role=option]")).to_have_count(4)
    page.keyboard.press("ArrowDown")
    axe(page)
    page.keyboard.press("Escape")
    if size == PHONE:
        page.get_by_role("button", name="Menu").click()
    page.locator(".pc-bar summary").last.click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@SIZES
@pytest.mark.parametrize(
    "address", ["/gallery/public", *(f"/gallery/error/{n}" for n in (400, 403, 404, 419, 500, 503))]
)
def test_pages_outside_pass_axe(gallery, axe, snap, size, address):
    page = gallery(size, address)
    axe(page)
    if size == DESKTOP:
        snap(page, address.strip("/").replace("/", "-"))


def test_a_missing_page_says_the_same_bytes_twice(page):
    first, second = (page.request.get("/gallery/error/404").body() for _ in range(2))
    assert first == second


def test_25_rows_fit_a_laptop_screen(gallery):
    page = gallery()
    assert page.locator("#queue").bounding_box()["height"] <= 690


def test_a_dialog_takes_and_returns_the_focus(gallery):
    page = gallery()
    opener = page.get_by_role("button", name="Open a dialog")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Cancel this request?")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_form_that_deletes_asks_first(gallery):
    page = gallery()
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.get_by_role("button", name="Delete draft").click()
    dialog = page.get_by_role("dialog", name="Please confirm")
    expect(dialog).to_contain_text("Delete this draft?")
    dialog.get_by_role("button", name="No").click()
    assert sent == []
    page.get_by_role("button", name="Delete draft").click()
    dialog.get_by_role("button", name="Yes").click()
    page.wait_for_url("**/gallery/order")


@pytest.mark.req("OPS-06")
def test_the_type_ahead_works_by_keyboard_alone(gallery):
    page = gallery()
    box = page.get_by_role("combobox", name="Diagnosis", exact=True)
    box.focus()
    page.keyboard.type("sam")
    expect(page.locator("[role=option]")).to_have_count(4)
    expect(page.locator("#announcer")).to_have_text("4 found.")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#" + box.get_attribute("aria-activedescendant"))).to_contain_text(
        "A group: choose one of its codes"
    )
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_have_text(re.compile("cannot be chosen"))
    expect(page.locator(".pc-combo").filter(has=box).locator("[data-field-error]")).to_have_text(
        re.compile("cannot be chosen")
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Z10.1 Sample condition, right side")
    expect(field(page, "diagnosis.code")).to_have_value("Z10.1")
    expect(page.locator("[data-saved-state]")).to_have_text("Saved 10:42")
    page.keyboard.press("Control+a")
    page.keyboard.type("half a wo")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Z10.1 Sample condition, right side")


def test_a_look_up_that_is_down_says_so(gallery):
    page = gallery()
    page.get_by_role("combobox", name="Diagnosis", exact=True).fill("down")
    expect(page.locator("#announcer")).to_have_text("The search is not responding. Try again.")


@pytest.mark.req("OPS-06")
@pytest.mark.req("WIZ-06", part="drag and keyboard")
def test_order_is_changed_by_keyboard_and_by_dragging(gallery):
    page = gallery()
    rows = page.locator("#diagnoses > li")
    page.get_by_role("button", name="Move up Z10.2").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Z10.2")
    expect(page.locator("#announcer")).to_have_text("Z10.2 is now 1 of 3, primary")
    expect(page.get_by_role("button", name="Move up Z10.2")).to_be_focused()
    grip = rows.nth(2).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), rows.first.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 3, steps=8)
    page.mouse.up()
    expect(rows.first).to_contain_text("Z20.0")


@pytest.mark.req("OPS-06")
def test_shortcuts_search_list_rows_and_can_be_off(gallery):
    page = gallery()
    page.keyboard.press("/")
    expect(page.get_by_label("Search by #")).to_be_focused()
    page.keyboard.type("j/")
    expect(page.get_by_label("Search by #")).to_have_value("j/")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="261600001", exact=True)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    gallery(address="/gallery?keys=off")
    page.keyboard.press("/")
    expect(page.get_by_label("Search by #")).not_to_be_focused()


@SIZES
def test_without_javascript_the_menu_and_the_forms_are_there(new_context, size):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size(size)
    page.goto("/gallery")
    expect(page.get_by_label("Search by #")).to_be_visible()
    expect(page.get_by_role("button", name="Upload")).to_be_visible()
    assert page.locator("#f-diagnosis-code").get_attribute("name") == "diagnosis.code"


def test_a_link_of_the_error_summary_goes_to_the_field(gallery):
    page = gallery()
    page.get_by_role("link", name="Start date is missing.").first.click()
    expect(page.locator("#f-service-start")).to_be_focused()


def test_duration_and_dates_follow_each_other(gallery):
    page = gallery()
    field(page, "service.duration").fill("5")
    field(page, "service.duration").press("Tab")
    expect(field(page, "service.end")).to_have_value("2026-06-13")
    field(page, "service.end").fill("2026-06-10")
    expect(field(page, "service.duration")).to_have_value("2")
    field(page, "service.start").fill("2026-07-01")
    expect(field(page, "service.end")).to_have_value("2026-07-02")
    field(page, "stay.start").fill("2026-06-03")
    field(page, "stay.end").fill("2026-06-05")
    expect(field(page, "stay.nights")).to_have_value("2")


def carried(page: Page, *files: tuple[str, int]):
    """What a person drags over the page: files by name and size."""
    return page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, size] of files)
                carried.items.add(new File(["%PDF-1.7".padEnd(size)], name, { type: "application/pdf" }));
            return carried;
        }""",
        files,
    )


@pytest.mark.req("WIZ-09", part="drag")
def test_dropped_files_are_sent_each_by_itself(gallery):
    page = gallery()
    zone = page.locator("[data-upload-zone]").first
    dropped = {"dataTransfer": carried(page, ("one.pdf", 8), ("two.pdf", 8))}
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.url.endswith("/gallery/upload") else None)
    zone.dispatch_event("dragover", dropped)
    expect(zone).to_have_attribute("data-over", "1")
    zone.dispatch_event("dragleave", dropped)
    expect(zone).not_to_have_attribute("data-over", "1")
    zone.dispatch_event("dragover", dropped)
    zone.dispatch_event("drop", dropped)
    expect(zone).not_to_have_attribute("data-over", "1")
    rows = page.locator("[data-upload-list] li")
    expect(rows).to_have_count(2)
    for n, name in enumerate(("one.pdf", "two.pdf")):
        expect(rows.nth(n)).to_contain_text(name)
        expect(rows.nth(n)).to_contain_text("Uploaded")
    assert len(sent) == 2
    assert page.url.endswith("/gallery"), "the browser didn't open what was dropped"


@pytest.mark.req("WIZ-09", part="progress")
def test_a_file_on_its_way_shows_how_far_it_is_and_can_be_cancelled(gallery):
    page = gallery()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}
    line.send("Network.emulateNetworkConditions", slow)
    page.evaluate(
        """() => {
            window.shown = [];
            new MutationObserver(() => {
                const bar = document.querySelector("[data-upload-list] progress");
                if (bar) window.shown.push(bar.value);
            }).observe(document.querySelector("[data-upload-list]"), { subtree: true, childList: true, characterData: true });
        }"""
    )
    zone = page.locator("[data-upload-zone]").first
    zone.dispatch_event("drop", {"dataTransfer": carried(page, ("large.pdf", 900_000))})
    expect(page.get_by_role("progressbar", name="Progress of large.pdf")).to_be_visible()
    rows = page.locator("[data-upload-list] li")
    expect(rows.first).to_contain_text(re.compile(r"\d+%"))
    expect(rows.first).to_contain_text("Uploaded", timeout=30_000)
    shown = page.evaluate("window.shown")
    assert shown == sorted(shown)
    assert any(0 < value < 100 for value in shown), shown
    assert shown[-1] == 100
    zone.dispatch_event("drop", {"dataTransfer": carried(page, ("other.pdf", 900_000))})
    page.get_by_role("button", name="Cancel other.pdf").click()
    expect(rows).to_have_count(1)


@pytest.mark.req("WIZ-09", part="refusals")
def test_an_upload_shows_errors_and_the_limits(gallery):
    page = gallery()
    files = [
        {"name": "fine.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"MZ"},
        {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""},
        {"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
    ]
    page.get_by_label("Add documents").set_input_files(files)
    expect(page.get_by_role("button", name="Upload")).to_be_hidden()
    rows = page.locator("[data-upload-list] li")
    for n, words in enumerate(
        ["Uploaded", "The content isn't what the name says.", "The file is empty.", "not accepted"]
    ):
        expect(rows.nth(n)).to_contain_text(words)
    page.get_by_role("button", name="Remove tool.exe").click()
    expect(rows).to_have_count(3)


def test_polling_replaces_its_fragment(gallery):
    page = gallery()
    expect(page.locator("#polled")).to_have_text("Just asked.", timeout=9000)


def test_on_paper_every_ribbon_is_open_and_the_frame_is_gone(gallery):
    page = gallery()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("Everything about the location.")).to_be_visible()
    expect(page.locator(".pc-top")).to_be_hidden()
    expect(page.locator(".pc-saved")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.get_by_text("Everything about the location.")).to_be_hidden()
