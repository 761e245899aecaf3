"""A page's ticket for keeping text: it says that the page opened for this account in this context,
and marks the visit.

Without it nobody could ask for the text of a page that no longer opens for them, or fill the table
with pages that aren't there.
"""

import secrets
from dataclasses import dataclass

from django.core import signing

from precert.people.policy import SESSION_LIMIT
from precert.web.door import Request

SALT = "precert.web.typed_text"
FIELD = (  # of a form that is sent: the form's name, a blank, the ticket; typed-text.js adds it
    "keep-ticket"
)
LONGEST_PAGE = 300  # of the column


@dataclass(frozen=True)
class Ticket:
    """The page's path, and the mark of this visit."""

    page: str
    visit: str


def issue(request: Request) -> str:
    """The ticket of the page that is being answered; empty for a path that is too long to be kept.

    A form that comes back with what was wrong may do so from another address: it still belongs to
    the page it was sent from.
    """
    before = (
        read(request, request.POST.get(FIELD, "").partition(" ")[2])
        if request.method == "POST"
        else None
    )
    page = before.page if before else request.path
    return (
        ""
        if len(page) > LONGEST_PAGE
        else signing.dumps([*_whose(request), page, secrets.token_hex(8)], salt=SALT)
    )


def read(request: Request, typed: str) -> Ticket | None:
    """What a ticket says; None when it isn't the asker's, in another context, or older than a
    session lasts.
    """
    try:
        account, provider, page, visit = signing.loads(typed, salt=SALT, max_age=SESSION_LIMIT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(page, visit) if [account, provider] == _whose(request) else None


def _whose(request: Request) -> list[int | None]:
    return [request.account.pk, request.actor.provider_id]
