"""First step of signing in: username and password. Known and unknown names take the same path,
statement by statement.
"""

from datetime import datetime
from functools import cache
from typing import Literal

from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import passwords, policy, tries
from precert.people.actions.fail_sign_in import FailSignIn, FailSignInInput
from precert.people.actors import STRANGER, as_account
from precert.people.models import Account

Door = Literal["staff", "provider"]

NOT_RIGHT = (
    "The username or password is incorrect, or the account cannot be used now."
    f" {policy.LOCK.tries} failed attempts within {policy.LOCK.window.seconds // 60} minutes lock an"
    " account. Your administrator or support (see below) can unlock it."
)


def check_password(username: str, password: str, now: datetime, *, door: Door) -> Account:
    """The account with that password behind that door. Raises the same Refusal for every reason why
    not, and BusyError when it wasn't looked at.
    """
    _dummy()  # made before it's needed, for the first try of a process too
    key = tries.key_of(username, "password")
    ticket = tries.take(key, now, policy.SECRET)
    account = Account.objects.filter(username=policy.username(username)).first()
    reason = _closed(account, door) if ticket else "too-many"
    try:
        right = _burn(password) if account is None or reason else _matches(account, password)
    except passwords.BusyError:
        tries.give_back(key, ticket or "", now, right=False)  # nothing was looked at
        raise
    if account is not None and ticket and right:
        tries.give_back(key, ticket, now)
        return account
    locks = bool(ticket) and tries.fail(key, ticket or "", now, policy.SECRET)
    failure = FailSignInInput(
        account.pk if account else None, key[:40], reason or "password", locks, "password", door
    )
    perform(FailSignIn, failure, _actor(account), now)
    raise not_right()


def not_right() -> Refusal:
    """The one answer to a failed try."""
    return refuse("invalid", "not-right", NOT_RIGHT)


def _actor(account: Account | None) -> Actor:
    return STRANGER if account is None else as_account(account)


def _closed(account: Account | None, door: Door) -> str:
    """Why the password isn't even looked at; empty when it is."""
    if account is None:
        return "unknown"
    if account.locked_at is not None:
        return "locked"
    if not account.is_active or account.removed_at is not None:
        return "inactive"
    return "" if account.staff == (door == "staff") else "door"


def _matches(account: Account, password: str) -> bool:
    """Look at the password, at production's cost."""
    typed = passwords.normal(password)
    if len(typed) > policy.PASSWORD.most or not account.has_usable_password():
        return _burn(password)
    return passwords.is_right(typed, account.password)


def _burn(password: str) -> bool:
    """The work of looking, for nothing: an unknown name must not answer faster."""
    passwords.is_right(password[: policy.PASSWORD.most], _dummy())
    return False


@cache
def _dummy() -> str:
    """A password nobody has, hashed like all others."""
    return passwords.hashed("nobody's password")
