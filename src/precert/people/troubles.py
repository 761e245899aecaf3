"""Why somebody can't get in, as a list of plain findings, each with the one act that helps. Pure;
times are aware datetimes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Act = Literal["unlock", "reactivate", "resend", "reset", "end-sessions", "give-role"]


@dataclass(frozen=True)
class LinkState:
    """The newest link that was mailed to somebody."""

    purpose: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    lost: str = ""  # why its mail didn't go out, in words


@dataclass(frozen=True)
class SentCode:
    """The newest code: when, by which way it went and for what; `lost` says in words why it didn't
    arrive, empty when nobody said so.
    """

    at: datetime
    channel: str
    expires_at: datetime
    used_at: datetime | None = None
    lost: str = ""


@dataclass(frozen=True, kw_only=True)
class AccessFacts:
    """What is known of an account's access."""

    staff: bool = False
    locked_at: datetime | None = None
    tries_before_lock: int = 0
    wrong_codes: int = 0  # within the lock's window before now
    wrong_passwords: int = 0
    wrong_door: int = 0  # tries at the staff's door by a provider's user, or the other way round
    active: bool = True
    inactive_reason: str = ""
    inactive_since: datetime | None = None
    registered_at: datetime | None = None
    signed_in_at: datetime | None = None
    link: LinkState | None = None
    factors: int = 0
    memberships: int = 0
    paused: tuple[str, ...] = ()  # where, in words
    contracts: int = 0
    pending_terms: tuple[str, ...] = ()
    code: SentCode | None = None
    open_sessions: int = 0


@dataclass(frozen=True)
class Trouble:
    """One finding. `act` helps; empty where the person, an administrator or nobody has to do
    something. `stops`: nobody gets in with it.
    """

    code: str
    text: str
    at: datetime | None = None
    act: Act | Literal[""] = ""
    stops: bool = True


WAYS = {"email": "by email", "sms": "by text message", "voice": "by a call"}


def troubles(facts: AccessFacts, now: datetime) -> list[Trouble]:
    """Everything that keeps the account out or may, what stops it first."""
    found = [
        *_closed(facts),
        *_registration(facts, now),
        *_access(facts),
        *_tries(facts),
        *_code(facts, now),
    ]
    return sorted(found, key=lambda one: not one.stops)


def _closed(facts: AccessFacts) -> Iterator[Trouble]:
    if not facts.active:
        unused = facts.inactive_reason == "unused"
        why = (
            "Deactivated because it was not used." if unused else "Deactivated by an administrator."
        )
        yield Trouble(
            "unused" if unused else "deactivated", why, facts.inactive_since, "reactivate"
        )
    if facts.locked_at is not None:
        yield Trouble(
            "locked",
            f"Locked after {_times(facts.tries_before_lock, 'failed attempt', 'failed attempts')}.",
            facts.locked_at,
            "unlock",
        )


def _registration(facts: AccessFacts, now: datetime) -> Iterator[Trouble]:
    if facts.registered_at is not None:
        return
    link = facts.link
    act: Act | Literal[""] = "resend" if facts.active else ""
    if link is None:
        yield Trouble("no-link", "Not registered, and no link was sent.", None, act)
    elif link.lost and link.opened_at is None:
        yield Trouble(
            "link-lost", f"The email with the link was not sent: {link.lost}", link.made_at, act
        )
    elif link.opened_at is not None:
        yield Trouble(
            "unfinished",
            "The link was opened, but the registration was not finished.",
            link.opened_at,
            act,
        )
    elif link.expires_at <= now:
        yield Trouble(
            "link-expired",
            "The link expired and was never opened.",
            link.expires_at,
            act,
        )
    else:
        yield Trouble(
            "link-waits", "A link was sent and has not been opened yet.", link.made_at, act
        )


def _access(facts: AccessFacts) -> Iterator[Trouble]:
    if facts.registered_at is not None and not facts.factors:
        yield Trouble("no-factor", "No second factor has been added.", None, "reset")
    if facts.staff:
        return
    if facts.registered_at is not None and not facts.memberships:
        yield Trouble(
            "no-membership", "Has no role at any provider.", None, "give-role", stops=False
        )
    stops = len(facts.paused) == facts.memberships
    for where in facts.paused if facts.active else ():
        yield Trouble(
            "paused",
            f"Paused because it was not used: {where}.",
            None,
            "reactivate",
            stops,
        )
    if facts.memberships and not facts.contracts:
        yield Trouble(
            "no-contract",
            "None of this user's providers is enrolled in a contract today. Enrollment comes from"
            " the payer's files.",
            stops=False,
        )
    if facts.pending_terms:
        yield Trouble(
            "terms",
            f"Must accept terms of use at the next sign-in: {', '.join(facts.pending_terms)}.",
            stops=False,
        )


def _tries(facts: AccessFacts) -> Iterator[Trouble]:
    if facts.wrong_passwords:
        said = _times(facts.wrong_passwords, "wrong password", "wrong passwords")
        yield Trouble(
            "wrong-password",
            f"{said} in the last 15 minutes. If they forgot it, they can use Forgot your password? on the sign-in"
            " page.",
            stops=False,
        )
    if facts.wrong_door:
        used, right = (
            ("Customer/Provider", "Staff") if facts.staff else ("Staff", "Customer/Provider")
        )
        said = _times(facts.wrong_door, "attempt", "attempts")
        yield Trouble(
            "wrong-door",
            f"{said} to sign in under {used} in the last 15 minutes. They must use {right} on the"
            " sign-in page.",
            stops=False,
        )
    if facts.wrong_codes:
        said = _times(facts.wrong_codes, "wrong code", "wrong codes")
        yield Trouble(
            "wrong-code",
            f"{said} in the last 15 minutes. Only the latest code works.",
            stops=False,
        )


def _code(facts: AccessFacts, now: datetime) -> Iterator[Trouble]:
    if facts.registered_at is not None and facts.signed_in_at is None:
        yield Trouble(
            "never-signed-in",
            "Registered, but has not signed in yet.",
            facts.registered_at,
            stops=False,
        )
    code = facts.code
    if code is None or code.used_at is not None:
        return
    way = WAYS.get(code.channel, code.channel)
    if code.lost:
        # Without another factor only a new registration lets somebody choose another way.
        yield Trouble(
            "code-lost",
            f"The last code, sent {way}, did not arrive: {code.lost}",
            code.at,
            "reset",
            stops=False,
        )
    elif code.expires_at <= now:
        yield Trouble(
            "code-old",
            f"The last code, sent {way}, was never entered and has expired.",
            code.at,
            stops=False,
        )
    else:
        yield Trouble("code-waits", f"A code was sent {way} and still works.", code.at, stops=False)


def _times(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
