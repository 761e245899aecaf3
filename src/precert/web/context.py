"""What every page shows around its content: menu, who acts for whom, the demo banner, fixed
addresses.

Reads only attributes that the door's middleware sets on the request; a request without `actor` is a
public page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from precert.conduct.actor import Actor
from precert.people import roles
from precert.web.door import Request
from precert.web.typed_text import ticket


@dataclass(frozen=True)
class MenuLink:
    """One entry of a menu; `key` is its route's name."""

    label: str
    url: str
    key: str
    current: bool = False


Entry = tuple[str, str]  # route name, label
HELP_MENU: tuple[Entry, ...] = (
    ("help_guide", "User Guide"),
    ("help_faq", "FAQ"),
    ("help_releases", "Release Notes"),
    ("help_passwords", "Password Guidelines"),
    ("help_resources", "Community Resources"),
    ("help_contact", "Contact"),
)
PROFILE_MENU: tuple[Entry, ...] = (
    ("profile", "Edit User Profile"),
    ("change_password", "Change Password"),
    ("security", "Security"),
    ("sessions", "Sessions"),
)
PATHS = {
    "home": "/",
    "login": "/login",
    "logout": "/logout",
    "context": "/context",
    "search": "/search",
    "idle": "/session/idle",
    "kept": "/session/kept",
}


def entries(wanted: Iterable[Entry], path: str) -> tuple[MenuLink, ...]:
    """The one with the longest address that `path` is or lies under is current."""
    found = [(key, label, _address(key)) for key, label in wanted]
    under = [url for _, _, url in found if path == url or _lies_under(path, url)]
    current = max(under, key=len, default=None)
    return tuple(MenuLink(label, url, key, url == current) for key, label, url in found)


@cache
def _address(route: str) -> str:
    """Routes don't change while the process runs."""
    return reverse(route)


def _lies_under(path: str, url: str) -> bool:
    """True when `path` is below `url`; Home ("/") has nothing below it."""
    return url != "/" and path.startswith(url.rstrip("/") + "/")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu`, `help_menu`, `profile_menu`, `actor`, `account`, `acting_for`,
    `demo`, `paths` and so on.

    Optional attributes of the request: `actor`, `account`, `acting_for` (text of the banner),
    `several_contexts` (bool), `idle_seconds` (the contract's idle limit).
    """
    shown: dict[str, Any] = {"demo": settings.MODE == "demo", "paths": PATHS}
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return shown
    account = getattr(request, "account", None)
    side: roles.Side = "staff" if actor.side == "review" else "provider"
    main = [(item.route, item.label) for item in roles.menu(actor.anywhere, side)]
    return shown | {
        "actor": actor,
        "account": account,
        "acting_for": getattr(request, "acting_for", ""),
        "several_contexts": getattr(request, "several_contexts", False),
        "idle_seconds": getattr(request, "idle_seconds", 0),
        "kept_ticket": partial(ticket.issue, cast("Request", request)),
        "shortcuts": getattr(account, "shortcuts", True),
        "menu": entries(main, request.path),
        "help_menu": entries(HELP_MENU, request.path),
        "profile_menu": entries(PROFILE_MENU, request.path),
    }
