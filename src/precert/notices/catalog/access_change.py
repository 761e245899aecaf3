"""Something changed about how somebody comes in: they are told, so that they notice what they
didn't do themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from precert.journal.recording import Entry
from precert.kit.clock import local_text
from precert.notices.notice import Notice
from precert.people import events
from precert.people.queries.recipients import owner_told
from precert.people.queries.unlockers import who_unlocks
from precert.people.roles import ROLES
from precert.transports.transport import Outgoing


@dataclass(frozen=True)
class Change:
    """The subject of the mail and its first sentence; `password`: the account's password can be
    changed by whoever reads it.
    """

    subject: str
    what: str
    password: bool = True


FACTORS = {
    "email": "codes by email",
    "phone": "a phone number",
    "app": "an authenticator app",
    "passkey": "a passkey",
}
CHANGES: Mapping[str, Change] = {
    events.PASSWORD_CHANGED: Change(
        "Your Precert password was changed", "The password of your account was changed."
    ),
    events.EMAIL_CHANGED: Change(
        "Your Precert email address was changed",
        "Your account now uses another email address. We no longer use this one.",
    ),
    events.FACTOR_ADDED: Change(
        "A Precert sign-in method was added",
        "You can now sign in with {factor}.",
    ),
    events.FACTOR_REMOVED: Change(
        "A Precert sign-in method was removed",
        "You can no longer sign in with {factor}.",
    ),
    events.RECOVERY_CODES_MADE: Change(
        "New Precert recovery codes",
        "New recovery codes were created for your account. Earlier codes no longer work.",
    ),
    events.ROLE_GRANTED: Change(
        "You have a new role in Precert", "Your account now has the role {role}."
    ),
    events.ROLE_CHANGED: Change(
        "Your role in Precert was changed", "The role of your account was changed to {role}."
    ),
    events.ROLE_REMOVED: Change(
        "A role in Precert was removed", "The role {role} was removed from your account."
    ),
    events.LOCKED: Change(
        "Your Precert account is locked",
        "Your account was locked after too many failed sign-in attempts. You can keep working"
        " where you are signed in now. {unlock}",
        password=False,
    ),
    events.UNLOCKED: Change(
        "Your Precert account is unlocked", "Your account was unlocked. You can sign in again."
    ),
    events.ACCOUNT_DEACTIVATED: Change(
        "Your Precert account was deactivated",
        "Your account was deactivated. You can no longer sign in with it.",
        password=False,
    ),
    events.ACCOUNT_REACTIVATED: Change(
        "Your Precert account is active again",
        "Your account was reactivated. You can sign in again.",
    ),
    events.ACCOUNT_REMOVED: Change(
        "Your Precert account was removed",
        "Your account was removed by an administrator.",
        password=False,
    ),
    events.REGISTRATION_RESET: Change(
        "Your Precert registration was reset",
        "Your password and second factors were removed from your account. We will email you a"
        " link to register again.",
        password=False,
    ),
}
TEXT = """Hello {name},

{what}

When: {when}
Username: {username}

If this was you, or you expected it, you don't need to do anything.
If not, {first}contact your administrator or support: {site}/help

Please don't reply to this message. We never ask for your password or a code by email or phone.
"""

AND_FIRST = "change your password at {site}/password/forgot and "


class AccessChange(Notice):
    """One message to the person; when the email address changed, to the address before."""

    verbs = tuple(CHANGES)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        if entry.actor_id == SETUP or entry.data.get("how") == "registered":
            return []
        told = owner_told(entry)
        if told is None:
            return []
        change, site = CHANGES[entry.verb], settings.SITE_URL
        about = {
            "name": told.name,
            "username": told.username,
            "site": site,
            "when": local_text(entry.at, told.zone),
        }
        about |= {
            "what": _what(change, entry, now),
            "first": AND_FIRST.format(site=site) if change.password else "",
        }
        return [Outgoing(told.account_id, told.address, change.subject, TEXT.format(**about))]


SETUP = "setup"  # loaders make accounts whose owners don't know of them yet


def _what(change: Change, entry: Entry, now: datetime) -> str:
    role = ROLES.get(str(entry.data.get("role", "")))
    factor = FACTORS.get(str(entry.data.get("kind", "")), "something")
    unlock = who_unlocks(int(entry.subject_id), now) if entry.verb == events.LOCKED else ""
    said = {"role": role.label if role else "it had", "factor": factor, "unlock": unlock}
    return change.what.format(**said)
