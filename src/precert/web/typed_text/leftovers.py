"""Text that waits somewhere, for the list on the page that somebody lands on: Home, the queue, the
support desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import Resolver404, resolve

from precert.cases.offers import keeping, verbs
from precert.people.queries.typed_text import all_kept
from precert.web.door import Request
from precert.web.zone import zone

NAMES: Mapping[str, str] = {  # by what the data-keep of a form begins with
    "note": "A note",
    "profile": "Your profile",
    "add-user": "A new user",
    "unlock-": "Reason for unlocking a user",
    "give-role": "A new role",
    "act-": "Reason for a support action",
    "issue-code-": "Reason for a new code",
    "revoke-code-": "Reason for revoking a code",
}


@dataclass(frozen=True)
class Left:
    """One row: what was being typed, the page, its case's number if it is a case's, when, and the
    time zone to tell that in.
    """

    name: str
    page: str
    case: str
    at: datetime
    zone: str


def left(request: Request) -> list[Left]:
    """Where the account typed something that it hasn't sent, newest first."""
    rows = all_kept(request.account.pk)
    here = zone(request) if rows else ""
    return [Left(_name(one.form), one.page, _case(one.page), one.at, here) for one in rows]


def _case(page: str) -> str:
    """The number of the case that a page is about; empty for others, and for one that is gone."""
    try:
        return str(resolve(page).kwargs.get("number", ""))
    except Resolver404:
        return ""


def _name(form: str) -> str:
    labels = {keeping(verb): kind.label for verb, kind in verbs().items()}
    named = (name for start, name in NAMES.items() if form.startswith(start))
    return labels.get(form) or next(named, "Unsent text")
