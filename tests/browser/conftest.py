"""Tests in a real Chromium against a real server: a thread of this process, on this process's
database copy.

Because the server is a thread, a test may read `mail.outbox`, set things up through actions and
turn settings. Its clock runs. They are split over the two databases: what differs between these is
tested without a browser, on both.
"""

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import pictures
from tests.harness.serving import served
from tests.harness.template import ROOT, Copy

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # no script runs long enough for its optimised code to pay
    "--js-flags=--no-opt --no-maglev",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = os.environ.get(
    "PRECERT_SCREENSHOTS", ""
)  # pictures take a good part of the time: only when asked for
IN_DOCS = SCREENSHOTS.startswith("docs")  # `make screenshots`: only those worth showing, made small
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDTHS = {"desktop": (1280, 900), "narrow": (320, 800)}
SHARES = ("sqlite", "postgresql")
SLOWLY = int(os.environ.get("PRECERT_SLOWLY", "0"))  # milliseconds
PATIENCE = 10_000  # milliseconds for anything on a page, on a busy machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--share`: which half of the browser tests this run takes; all without it."""
    parser.addoption(
        "--share", choices=SHARES, help="take every second browser test: those of this database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests may open sockets on this machine; each goes to one database."""
    ours = [item for item in items if item.path.is_relative_to(ROOT / "tests" / "browser")]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.enable_socket)
    share = config.getoption("share")
    if share:
        ours.sort(key=lambda item: item.nodeid)
        other = set(ours) - set(ours[SHARES.index(share) :: 2])
        if other:
            config.hook.pytest_deselected(items=sorted(other, key=lambda i: i.nodeid))
            items[:] = [item for item in items if item not in other]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the run."""
    # Playwright's loop lives in this thread, and Django takes any loop for a sign of async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = shutil.which(os.environ.get("PRECERT_CHROMIUM", "chromium-headless-shell"))
    assert program, "Chromium is missing; scripts/install-tools installs it on Debian"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def application() -> WSGIApplication:
    """The product with its middleware, made once: whitenoise reads the list of all static files
    then.
    """
    product = WSGIHandler()
    chance = random.Random()

    def held_back(environ: Any, start_response: Any) -> Any:
        time.sleep(chance.uniform(0, SLOWLY / 1000))
        return product(environ, start_response)

    return held_back if SLOWLY else product


@pytest.fixture
def server(committed: Copy, folders: Path, application: WSGIApplication) -> Iterator[str]:
    """The address of a running server on the committed copy."""
    with served(application) as address:
        yield address


@pytest.fixture
def new_context(chromium: Browser, server: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts: each is another person at another machine."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        width, height = WIDTHS["desktop"]
        context = chromium.new_context(
            base_url=server, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Makes pages of fresh contexts; an error in a script of ours, or a refusal by the security
    policy, fails the test.
    """
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: (
                wrong.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )

    def make(**options: Any) -> Page:
        context = new_context(**options)
        context.on("page", watch)
        return context.new_page()

    yield make
    assert wrong == [], wrong


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a fresh context."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Checks the page as it stands, all rules of axe on: WCAG 2.2 AA and best practice; any
    violation fails.
    """
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate(DRAWN)  # what answers to a new size has done so
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate(
            f"axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}})"
        )
        told = [
            {"rule": v["id"], "help": v["help"], "where": [n["target"] for n in v["nodes"]]}
            for v in found["violations"]
        ]
        assert told == [], f"{page.url}\n{json.dumps(told, indent=1)}"

    return check


@pytest.fixture
def snap() -> Callable[[Page, str], None]:
    """Looks at the page at both widths and leaves it at desktop width: nothing may need scrolling
    sideways (WCAG 1.4.10).

    With PRECERT_SCREENSHOTS it takes `<name>-desktop.png` and `<name>-narrow.png`.
    """
    folder = ROOT / SCREENSHOTS
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.wait_for_load_state()
        for label, (width, height) in reversed(WIDTHS.items()):
            page.set_viewport_size({"width": width, "height": height})
            if IN_DOCS:
                pictures.keep(page.screenshot(full_page=True), folder, name, label)
            elif SCREENSHOTS:
                page.screenshot(full_page=True, path=folder / f"{name}-{label}.png")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} px wide at {width} px"

    return take


@pytest.fixture
def look(
    axe: Callable[[Page], None], snap: Callable[[Page, str], None]
) -> Callable[[Page, str], None]:
    """Both at once: axe on the page as it stands, and its pictures."""

    def both(page: Page, name: str) -> None:
        axe(page)
        snap(page, name)

    return both
