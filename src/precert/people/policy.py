"""The rules of sign-in as pure functions: lock, codes, passwords, idle sessions. Times are aware
datetimes.
"""

import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

Countdown = Literal["ends-at", "starts-at"]
Channel = Literal["email", "sms", "voice"]
FactorKind = Literal["email", "phone", "app", "passkey"]
Purpose = Literal[
    "sign-in", "register", "add-factor", "change-password", "forgot-password", "change-email"
]
LinkPurpose = Literal["register", "invite", "reset"]
Inactive = Literal[
    "admin", "unused"
]  # an administrator's doing; nobody signed in for the contract's time

CHANNELS: tuple[Channel, ...] = get_args(Channel)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

COUNTDOWN = timedelta(minutes=2)
IDLE_MINUTES = 15  # where no contract says otherwise
SESSION_LIMIT = timedelta(hours=12)  # a session's whole life, however busy
SIGN_IN_LIMIT = timedelta(
    minutes=15
)  # from the right password to the second factor; from a proved code to what it permits
REGISTRATION_LIMIT = timedelta(
    minutes=60
)  # from the right NPI and code to the mailed link; from the opened link to the end


@dataclass(frozen=True)
class LockRule:
    """`tries` failures within `window` lock; time alone doesn't unlock. So do `ceiling` failures in
    a row, however slow, where there is one.
    """

    tries: int = 10
    window: timedelta = timedelta(minutes=15)
    ceiling: int | None = None


@dataclass(frozen=True)
class CodeRule:
    """A mailed code: its digits, life, the wrong tries it bears, and how many unused ones may be
    asked for within `window`.
    """

    digits: int = 6
    life: timedelta = timedelta(minutes=10)
    tries: int = 5
    unused: int = 10
    window: timedelta = timedelta(minutes=15)


@dataclass(frozen=True)
class PasswordRule:
    """What a new password needs. The default is 14 characters with all four kinds."""

    least: int = 14
    most: int = 256  # bounds the work of hashing; at least 128 must be accepted
    kinds: bool = True


LOCK = LockRule()
SECRET = LockRule(ceiling=100)  # a password or code of an account (NIST SP 800-63B-4, 3.2.2)
REMEMBERED = timedelta(days=365)  # failures in a row are counted for so long after the last one
ADDRESS = LockRule(tries=50)  # of one network address: an office shares it
LINKS = LockRule(tries=5)  # links asked for again, of one account
CODE = CodeRule()
PASSWORD = PasswordRule()


def username(typed: str) -> str:
    """A username as it is stored and compared: without outer blanks, in one Unicode form, case
    folded.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).strip().casefold())


def within(tries: Sequence[datetime], now: datetime, rule: LockRule = LOCK) -> list[datetime]:
    """The tries that still count at `now`."""
    return [at for at in tries if at > now - rule.window]


def may_try(tries: Sequence[datetime], now: datetime, rule: LockRule = LOCK) -> bool:
    """Whether one more try may be made; `tries` are those failed or still being checked."""
    return len(within(tries, now, rule)) < rule.tries


def new_code(rule: CodeRule = CODE) -> str:
    """A code of decimal digits from the system's random source."""
    return f"{secrets.randbelow(10**rule.digits):0{rule.digits}d}"


def typed_code(text: str) -> str:
    """A code as typed or pasted, without blanks and dashes."""
    return "".join(character for character in text if character not in " -\u00a0\t")


def password_problems(
    password: str, name: str = "", *, rule: PasswordRule = PASSWORD, common: Collection[str] = ()
) -> list[str]:
    """What stands against a new password, in words that say what to do; empty when nothing does.
    `common` is lower case.
    """
    found = []
    if len(password) < rule.least:
        found.append(f"Use at least {rule.least} characters.")
    if len(password) > rule.most:
        found.append(f"Use at most {rule.most} characters.")
    if rule.kinds and (missing := _missing_kinds(password)):
        *others, last = missing
        found.append(f"Add {', '.join(others)} and {last}." if others else f"Add {last}.")
    if password.casefold() in common:
        found.append("Choose another password. This one is on lists that attackers try first.")
    if name and username(name) in password.casefold():
        found.append("Do not use your username.")
    return found


def _missing_kinds(password: str) -> list[str]:
    kinds = (
        ("an uppercase letter", str.isupper),
        ("a lowercase letter", str.islower),
        ("a digit", str.isdigit),
        ("a special character", lambda c: not c.isalnum() and not c.isspace()),
    )
    return [
        label for label, of_kind in kinds if not any(of_kind(character) for character in password)
    ]


@dataclass(frozen=True)
class Idle:
    """How an idle session stands: when the countdown starts and when the session ends."""

    state: Literal["active", "countdown", "expired"]
    warns_at: datetime
    ends_at: datetime


def idle(
    now: datetime,
    last_input: datetime,
    minutes: int = IDLE_MINUTES,
    countdown: Countdown = "ends-at",
) -> Idle:
    """How a session stands whose person last did something at `last_input`.

    The contract's idle time is when the two-minute countdown ends ("ends-at") or when it starts
    ("starts-at").
    """
    limit = timedelta(minutes=minutes)
    ends = last_input + limit + (COUNTDOWN if countdown == "starts-at" else timedelta())
    warns = max(ends - COUNTDOWN, last_input)
    state: Literal["active", "countdown", "expired"] = (
        "expired" if now >= ends else "countdown" if now >= warns else "active"
    )
    return Idle(state, warns, ends)


def too_old(now: datetime, started: datetime) -> bool:
    """Whether a session has reached its absolute limit."""
    return now >= started + SESSION_LIMIT
