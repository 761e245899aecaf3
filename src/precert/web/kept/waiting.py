"""Text that waits somewhere, for the list on Home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from precert.people.queries.kept import all_kept
from precert.web.door import Request

NAMES: Mapping[str, str] = {  # by the data-keep of a form
    "note": "A note",
    "answer": "An answer to a request for information",
    "ask": "A question to a provider",
    "refer": "A referral to a physician",
    "profile": "Your profile",
    "add-user": "A new user",
}


@dataclass(frozen=True)
class Left:
    """One row: what was being typed, the page, when."""

    name: str
    page: str
    at: datetime


def left(request: Request) -> list[Left]:
    """Where the account typed something that it hasn't sent, newest first; one query."""
    return [Left(NAMES.get(one.form, "Something typed"), one.page, one.at) for one in all_kept(request.account.pk)]
