"""Forgot password: whoever names username and email address gets a code, or nothing, and the same
answer.
"""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from precert.people import policy
from precert.people.actions.start_code import start_code, start_decoy
from precert.people.models import Account


def start_forgotten(username: str, email: str, now: datetime, *, staff: bool) -> int:
    """The id of the challenge: of a mailed code when both belong to an account that can be used,
    else of a decoy.

    `staff`: whether staff sign in with passwords here. The code goes to the proven address, also
    when an administrator has put down a newer one that was never proved. Known and unknown names
    take the same statements. Raises Refusal when too many codes were asked for, for either.
    """
    account = Account.objects.filter(username=policy.username(username)).first()
    if (
        account is not None
        and (staff or not account.staff)
        and _usable(account)
        and (_same(email, account.proven_email) | _same(email, account.email))
    ):
        return start_code(
            account, now, purpose="forgot-password", channel="email", to=account.proven_email
        )
    return start_decoy(username, now, purpose="forgot-password")


def _usable(account: Account) -> bool:
    open_one = (
        account.is_active
        and account.locked_at is None
        and account.removed_at is None
        and account.registered_at is not None
    )
    return open_one and bool(account.proven_email) and account.has_usable_password()


def _same(typed: str, address: str) -> bool:
    return bool(address) and constant_time_compare(typed.strip().casefold(), address.casefold())
