"""The frame of every page: the menu by permission, the banner, what the browser is told, error
pages without anybody in them.
"""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

import precert.web
from precert.conduct.actor import Actor
from precert.people import roles
from precert.web import context
from tests.deciding.web import rendering

WEB = Path(precert.web.__file__).parent
ERRORS = ["400", "403", "404", "500", "503", "csrf"]


def page(actor: Actor | None = None, address: str = "/login", **attributes: object) -> str:
    request = RequestFactory().get(address)
    for name, value in {"actor": actor, **attributes}.items():
        if value is not None:
            setattr(request, name, value)
    return render_to_string("base.html", {}, request)


@pytest.mark.req("FND-06", part="order")
def test_the_menu_has_what_exists_and_is_permitted_in_its_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context, "_address", lambda key: f"/{key}")
    nurse = Actor(
        "person",
        "1",
        "Ada",
        frozenset({"case.view", "draft.edit", "consumer.search", "message.send"}),
    )
    request = RequestFactory().get("/cases/26160")
    request.actor = nurse
    menu = context.page(request)["menu"]
    assert [item.label for item in menu] == [
        "Home",
        "Cases",
        "Create Case",
        "Consumers",
    ]
    assert [item.label for item in menu if item.current] == ["Cases"]
    request.actor = Actor(
        "staff", "2", "Grace", frozenset({"case.view", "queue.view", "failures.view"})
    )
    assert [item.label for item in context.page(request)["menu"]] == ["Queue", "Cases", "Failures"]


@pytest.mark.req("FND-06", part="hidden")
def test_every_entry_of_every_menu_has_its_page() -> None:
    routes = [item.route for item in roles.MENU]
    routes += [key for key, _ in (*context.HELP_MENU, *context.PROFILE_MENU)]
    assert all(reverse(route).startswith("/") for route in routes)


def test_home_is_current_only_on_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        context,
        "_address",
        lambda key: {"home": "/", "cases": "/cases", "create_case": "/cases/new"}[key],
    )
    wanted = [("home", "Home"), ("cases", "Cases"), ("create_case", "Create Case")]
    current = {
        path: [e.key for e in context.entries(wanted, path) if e.current]
        for path in ("/", "/cases", "/cases/new/3", "/help")
    }
    assert current == {
        "/": ["home"],
        "/cases": ["cases"],
        "/cases/new/3": ["create_case"],
        "/help": [],
    }


def test_the_banner_says_who_is_acted_for() -> None:
    shown = page(
        Actor("person", "1", "Ada Example"),
        acting_for="Sample Hospital (0 - Acute Hospital)",
        several_contexts=True,
    )
    assert "Sample Hospital (0 - Acute Hospital)" in shown
    assert "Change Context" in shown
    assert '<form method="post" action="/logout">' in shown
    assert "Change Context" not in page(Actor("person", "1", "Ada"), acting_for="Sample Hospital")


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_nothing_of_the_request(name: str) -> None:
    request = RequestFactory().get("/cases/261600001?x=canary")
    request.actor = Actor("person", "1", "Canary Example")
    first, second = (render_to_string(f"errors/{name}.html", {}, request) for _ in range(2))
    assert first == second
    assert "anary" not in first
    assert "261600001" not in first
    assert "csrf" not in first.lower()


def test_every_template_compiles() -> None:
    for path in sorted((WEB / "templates").rglob("*.html")):
        rendering.engines["django"].get_template(str(path.relative_to(WEB / "templates")))


def test_scripts_keep_nothing_in_the_browser_and_need_no_eval() -> None:
    forbidden = (
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "eval(",
        "new Function",
        'setAttribute("style"',
    )
    found = [
        f"{path.name}: {word}"
        for path in (WEB / "static").rglob("*.js")
        for word in forbidden
        if word in path.read_text()
    ]
    assert found == []
