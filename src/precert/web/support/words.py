"""What happened to an account's access, in words, for the support desk's timeline. Nothing secret
stands in an event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from precert.journal.history import Event
from precert.people import events
from precert.people.roles import ROLES

WORDS: Mapping[str, str] = {
    events.CODE_REQUESTED: "A code was sent",
    events.CODE_FAILED: "A wrong code was typed",
    events.CODE_PROVED: "A code was proved",
    events.CALL_ANSWERED: "A call was answered with #",
    events.SIGNED_IN: "Signed in",
    events.SESSION_ENDED: "A session was ended",
    events.SESSIONS_ENDED: "All sessions were ended",
    events.SIGN_IN_FAILED: "A sign-in failed",
    events.LOCKED: "Locked",
    events.UNLOCKED: "Unlocked",
    events.CONTEXT_CHANGED: "Changed the context",
    events.SIGNED_OUT: "Signed out",
    events.ACCOUNT_CREATED: "The account was created",
    events.ACCOUNT_CHANGED: "The account was changed",
    events.ACCOUNT_DEACTIVATED: "Deactivated",
    events.ACCOUNT_REACTIVATED: "Reactivated",
    events.ACCOUNT_REMOVED: "Deleted",
    events.USERNAME_FREED: "Never registered in time: the username went to somebody else",
    events.EMAIL_CHANGED: "The e-mail address was changed",
    events.LINK_REQUESTED: "A link to register was mailed",
    events.LINK_RESENT: "The link was sent again by support",
    events.LINK_OPENED: "The mailed link was opened",
    events.REGISTERED: "Registered",
    events.REGISTRATION_RESET: "The registration was reset",
    events.FACTOR_ADDED: "A second factor was added",
    events.FACTOR_REMOVED: "A second factor was removed",
    events.FACTOR_NAMED: "A second factor was given another name",
    events.RECOVERY_CODES_MADE: "Recovery codes were made",
    events.PASSWORD_CHANGED: "The password was changed",
    events.TERMS_AGREED: "Agreed to terms of use",
    events.ROLE_GRANTED: "A role was given",
    events.ROLE_CHANGED: "A role was changed",
    events.ROLE_REMOVED: "A role was removed",
    events.MEMBERSHIP_PAUSED: "A role was paused for nonuse",
    events.MEMBERSHIP_RESUMED: "A paused role was resumed",
    "refused": "Something was refused",
}
FAILED: Mapping[str, str] = {
    "password": "wrong password",  # nosec B105 - a reason in words
    "locked": "the account was locked",
    "inactive": "the account was deactivated",
    "door": "wrong door of the login page",
    "too-many": "too many tries",
}


@dataclass(frozen=True)
class Line:
    """One line of the timeline."""

    at: datetime
    what: str
    who: str
    text: str = ""


def timeline(found: Iterable[Event]) -> list[Line]:
    """The events in words, in the order given."""
    return [
        Line(one.at, WORDS.get(one.verb, one.verb), one.actor_name, _text(one)) for one in found
    ]


def _text(event: Event) -> str:
    """Reason, role, kind of factor: what of the event's data helps the desk."""
    data = event.data
    if event.verb == "refused":
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
