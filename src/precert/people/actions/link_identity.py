"""Single sign-on: from what the provider proved to a staff account. The first time its username
links the two for good.

Unlike with a password nothing is guessed here, so nothing is counted; every failure is journaled,
and all get the same answer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import events, policy, tries
from precert.people.acting import STRANGER, as_account
from precert.people.actions.check_password import FailSignIn, Failure
from precert.people.models import Account, StaffIdentity

NOT_ADMITTED = "Single sign-on does not give you access here."


@dataclass(frozen=True)
class Claimed:
    """Somebody as the provider proved them: who there, which username here, whether by a second
    factor.
    """

    issuer: str
    subject: str
    username: str
    second_factor: bool


class LinkIdentity(LockedAction[Claimed]):
    """Remember for good who a staff account is at the provider. The answer is the identity's id."""

    verb = "link-identity"
    label = "Link single sign-on"
    permission = ""

    def allowed(self) -> bool:
        """The provider's proof is the permission; it is for staff only."""
        return self.actor.side == "review" and self.actor.account_id is not None

    def apply(self) -> int:
        """An account has one identity at a provider, an identity one account: unique constraints
        decide. Raises IntegrityError.
        """
        row = StaffIdentity.objects.create(
            account_id=self.actor.person_id,
            issuer=self.data.issuer,
            subject=self.data.subject,
            linked_at=self.now,
        )
        self.record(
            events.IDENTITY_LINKED, events.SUBJECT_ACCOUNT, self.actor.person_id, identity=row.pk
        )
        return row.pk


def admit(claimed: Claimed, now: datetime) -> tuple[Account, int]:
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
    except IntegrityError:
        mine = StaffIdentity.objects.filter(
            issuer=claimed.issuer, subject=claimed.subject, account=account.pk
        ).first()
    if mine is None:  # the account is somebody else there
        turn_away("linked", now, account)
        raise _no()
    return account, mine.pk  # another request of the same person was first


def turn_away(reason: str, now: datetime, account: Account | None = None, digest: str = "") -> None:
    """Journal that somebody was not let in by single sign-on."""
    failure = Failure(
        account.pk if account else None, digest[:40], f"sso-{reason}", False, "sso", "staff"
    )
    perform(FailSignIn, failure, as_account(account) if account else STRANGER, now)


def _closed(account: Account | None, claimed: Claimed) -> str:
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
