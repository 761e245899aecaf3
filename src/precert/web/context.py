"""What every page shows around its content: menu, who acts for whom, the demo banner, fixed addresses.

Reads only attributes that the door's middleware sets on the request; a request without `actor` is a public page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from precert.conduct.actor import Actor


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu; `key` is its route's name, `count` what waits behind it (0 shows nothing)."""

    label: str
    url: str
    key: str
    current: bool = False
    count: int = 0


# label, route name, permission ("" = every signed-in person of that side), in the order shown
Entry = tuple[str, str, str]
PROVIDER_MENU: tuple[Entry, ...] = (
    ("Home", "home", ""),
    ("Cases", "cases", ""),
    ("Create Case", "create_case", "request_enter"),
    ("Consumers", "consumers", ""),
    ("Setup", "setup", "users_manage"),
    ("Message Center", "message_center", ""),
    ("Reports", "reports", "reports_run"),
    ("Preferences", "preferences", "preferences_edit"),
)
STAFF_MENU: tuple[Entry, ...] = (
    ("Queue", "queue", ""),
    ("Cases", "cases", ""),
    ("Create Case", "create_case", "request_enter"),
    ("Consumers", "consumers", ""),
    ("Reports", "reports", "reports_run"),
    ("Failures", "failures", "failures_see"),
)
HELP_MENU: tuple[Entry, ...] = (
    ("User Guide", "help_guide", ""),
    ("FAQ", "help_faq", ""),
    ("Release Notes", "help_releases", ""),
    ("Password Guidelines", "help_passwords", ""),
    ("Criteria Sheets", "help_criteria", ""),
    ("Community Resources", "help_resources", ""),
    ("Contact", "help_contact", ""),
)
PROFILE_MENU: tuple[Entry, ...] = (
    ("Edit User Profile", "profile", ""),
    ("Change Password", "change_password", ""),
)
PATHS = {
    "home": "/",
    "login": "/login",
    "logout": "/logout",
    "context": "/context",
    "search": "/search",
    "idle": "/session/idle",
}


def entries(
    wanted: tuple[Entry, ...], actor: Actor, path: str, counts: Mapping[str, int]
) -> list[MenuItem]:
    """The entries that `actor` may use and whose page exists; the longest address that `path` lies under is current."""
    found = []
    for label, key, permission in wanted:
        if permission and not actor.may(permission):
            continue
        try:
            found.append((label, reverse(key), key))
        except NoReverseMatch:
            continue  # its page isn't there (yet): absent, not a dead link
    under = [url for _, url, _ in found if path == url or _lies_under(path, url)]
    current = max(under, key=len, default=None)
    return [
        MenuItem(label, url, key, url == current, counts.get(key, 0))
        for label, url, key in found
    ]


def _lies_under(path: str, url: str) -> bool:
    """True when `path` is below `url`; Home ("/") has nothing below it."""
    return url != "/" and path.startswith(url.rstrip("/") + "/")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu`, `help_menu`, `profile_menu`, `actor`, `account`, `acting_for`, `demo`, `paths` and so on.

    Optional attributes of the request: `actor`, `account`, `acting_for` (text of the banner), `several_contexts` (bool),
    `menu_counts` ({route name: n}), `idle_seconds` (the contract's idle limit).
    """
    shown: dict[str, Any] = {"demo": settings.MODE == "demo", "paths": PATHS}
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return shown
    counts: Mapping[str, int] = getattr(request, "menu_counts", {})
    account = getattr(request, "account", None)
    main = STAFF_MENU if actor.is_staff else PROVIDER_MENU
    return shown | {
        "actor": actor,
        "account": account,
        "acting_for": getattr(request, "acting_for", ""),
        "several_contexts": getattr(request, "several_contexts", False),
        "idle_seconds": getattr(request, "idle_seconds", 0),
        "shortcuts": getattr(account, "shortcuts", True),
        "menu": entries(main, actor, request.path, counts),
        "help_menu": entries(HELP_MENU, actor, request.path, counts),
        "profile_menu": entries(PROFILE_MENU, actor, request.path, counts),
    }
