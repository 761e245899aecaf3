"""Text that waits somewhere, for the list on the page that somebody lands on: Home, the queue, the support desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from precert.people.queries.kept import all_kept
from precert.web.door import Request

NAMES: Mapping[str, str] = {  # by what the data-keep of a form begins with
    "note": "A note",
    "answer": "An answer to a request for information",
    "ask": "A question to a provider",
    "refer": "A referral to a physician",
    "profile": "Your profile",
    "add-user": "A new user",
    "act-": "A reason at the support desk",
    "issue-code-": "Why a new code is issued",
    "revoke-code-": "Why a code is revoked",
}


@dataclass(frozen=True)
class Left:
    """One row: what was being typed, the page, when."""

    name: str
    page: str
    at: datetime


def left(request: Request) -> list[Left]:
    """Where the account typed something that it hasn't sent, newest first; one query."""
    return [Left(_name(one.form), one.page, one.at) for one in all_kept(request.account.pk)]


def _name(form: str) -> str:
    return next((name for start, name in NAMES.items() if form.startswith(start)), "Something typed")
