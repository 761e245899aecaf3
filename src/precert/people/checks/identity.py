"""Single sign-on: from what the provider proved to a staff account. The first time its username
links the two for good.

Unlike with a password nothing is guessed here, so nothing is counted; every failure is journaled,
and all get the same answer.
"""

from datetime import datetime

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import policy, tries
from precert.people.actions.fail_sign_in import FailSignIn, FailSignInInput
from precert.people.actions.link_identity import LinkIdentity, LinkIdentityInput
from precert.people.actors import STRANGER, as_account
from precert.people.models import Account, StaffIdentity

NOT_ADMITTED = "Single sign-on does not give you access here."


def admit(claimed: LinkIdentityInput, now: datetime) -> tuple[Account, int]:
    """The staff account and the id of its identity. Raises the same Refusal for every reason why
    not.
    """
    known = (
        StaffIdentity.objects.select_related("account")
        .filter(issuer=claimed.issuer, subject=claimed.subject)
        .first()
    )
    named = policy.username(claimed.username)
    account = (
        known.account
        if known
        else Account.objects.filter(username=named, staff=True).first()
        if named
        else None
    )
    reason = _closed(account, claimed)
    if account is None or reason:
        turn_away(
            reason, now, account, digest=tries.key_of(f"{claimed.issuer} {claimed.subject}", "sso")
        )
        raise _no()
    if known:
        return account, known.pk
    try:
        return account, int(perform(LinkIdentity, claimed, as_account(account), now).answer)
    except Refusal:  # one of them is somebody else there
        turn_away("linked", now, account)
        raise _no() from None


def turn_away(reason: str, now: datetime, account: Account | None = None, digest: str = "") -> None:
    """Journal that somebody was not let in by single sign-on."""
    failure = FailSignInInput(
        account.pk if account else None, digest[:40], f"sso-{reason}", False, "sso", "staff"
    )
    perform(FailSignIn, failure, as_account(account) if account else STRANGER, now)


def _closed(account: Account | None, claimed: LinkIdentityInput) -> str:
    """Why the account may not come in; empty when it may."""
    if account is None or not account.staff:
        return "unknown"
    if account.locked_at is not None:
        return "locked"
    if not account.is_active or account.removed_at is not None:
        return "inactive"
    return "" if claimed.second_factor else "one-factor"


def _no() -> Refusal:
    return refuse("invalid", "not-admitted", NOT_ADMITTED)
