"""What happened to an account's access, in words, for the support desk's timeline. Nothing secret
stands in an event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from precert.journal.event import REFUSED, words
from precert.journal.history import PastEvent
from precert.people.roles import ROLES

FAILED: Mapping[str, str] = {
    "password": "wrong password",  # nosec B105 - a reason in words
    "locked": "the account was locked",
    "inactive": "the account was deactivated",
    "door": "wrong part of the sign-in page",
    "too-many": "too many attempts",
}


@dataclass(frozen=True)
class AccessLine:
    """One line of the timeline."""

    at: datetime
    what: str
    who: str
    text: str = ""


def timeline(found: Iterable[PastEvent]) -> list[AccessLine]:
    """The events in words, in the order given."""
    return [AccessLine(one.at, words(one.verb), one.actor_name, _text(one)) for one in found]


def _text(event: PastEvent) -> str:
    """Reason, role, kind of factor: what of the event's data helps the desk."""
    data = event.data
    if event.verb == REFUSED:
        return str(data.get("action", ""))
    said = [FAILED.get(str(data["reason"]), str(data["reason"])) if data.get("reason") else ""]
    role = ROLES.get(str(data.get("role", "")))
    said.append(role.label if role else "")
    said += [
        str(data[key])
        for key in ("kind", "method", "factor", "purpose")
        if isinstance(data.get(key), str)
    ]
    return ", ".join(part for part in said if part)
