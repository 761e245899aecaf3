"""The emailed code of a sign-in, asked for and typed in, without the pages."""

from datetime import datetime

from precert.people.actions.sign_in import sign_in
from precert.people.actions.start_code import start_again, start_code
from precert.people.checks.code import check_code
from precert.people.models import Account
from precert.people.proofs import Proof


def start(account: Account, now: datetime) -> int:
    """Have a code mailed to sign in with; the id of its challenge."""
    return start_code(account, now, purpose="sign-in", channel="email", to=account.email)


def again(challenge: int, now: datetime) -> int:
    """Have a new one mailed."""
    return start_again(challenge, now)


def enter(challenge: int, typed: str, now: datetime) -> Account:
    """Type the code and be let in; the account. Raises Refusal."""
    account = check_code(challenge, typed, now, purpose="sign-in").account
    assert account is not None
    sign_in(account, Proof("email", challenge), now, address="10.0.0.1")
    return account
