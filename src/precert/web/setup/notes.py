"""What the next page of Setup says about what was just done, and how to take it back; and when that
was, by the contract's clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.urls import reverse

from precert.people.policy import SIGN_IN_LIMIT
from precert.web.account.pending import safe_next
from precert.web.door import Request
from precert.web.session_state import SessionState
from precert.web.zone import zone

ADMINS = ("users.manage-provider", "users.manage-group")


@dataclass(frozen=True)
class SetupNote:
    """A sentence; `undo` is the address and `fields` the fields of a form that takes it back."""

    text: str
    kind: str = "success"
    undo: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


NOTE = SessionState("setup_note", SetupNote, SIGN_IN_LIMIT)


def back(request: Request, account: int) -> str:
    """Where one came from: the list as it was searched and paged, as its forms and links say in
    `next`; else the user folded out.
    """
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    return safe_next(request, wanted) or f"{reverse('setup_users')}?open={account}"


def leave(request: Request, note: SetupNote) -> None:
    """Keep a note for the next page."""
    NOTE.keep(request.session, note, request.now)


def read(request: Request) -> SetupNote | None:
    """The note left for this page, once."""
    return NOTE.take(request.session, request.now)


def saved_at(request: Request) -> str:
    """The time now, as the saved state says it."""
    return f"{request.now.astimezone(ZoneInfo(zone(request))):%H:%M}"
