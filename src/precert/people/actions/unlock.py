"""Unlock: somebody whose tries have locked the account may try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, reason_missing, refuse
from precert.people import events
from precert.people.actions.verify_code import forget_tries
from precert.people.helping import Helped, helped
from precert.people.models import Account
from precert.people.queries.served import packs_of


@dataclass(frozen=True)
class ToUnlock:
    """Whose account, and why whoever unlocks it believes that the person asking is its owner."""

    account_id: int
    reason: str


class Unlock(LockedAction[ToUnlock]):
    """Take the lock away and count tries anew.

    Who manages the account may; a Group Admin's lock, and every lock where a contract says so, is
    staff support's.
    """

    verb = "unlock"
    label = "Unlock"
    permission = "users.manage-provider"

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """An account that this actor doesn't manage is not known here."""
        self.whose: Helped = helped(self.actor, self.data.account_id)

    def allowed(self) -> bool:
        """`lock` has asked whether this account is the actor's to manage."""
        return self.whose.managed

    def check(self) -> list[Finding]:
        """What is not locked needs no unlocking; some locks only staff support may take away."""
        found = reason_missing(self.data.reason)
        if self.whose.account.locked_at is None:
            found.append(Finding("not-locked", "This account isn't locked."))
        if self.actor.side != "review":
            found.extend(self._support_only())
        return found

    def _support_only(self) -> list[Finding]:
        packs = packs_of(self.data.account_id, self.now)
        desks = {
            pack.support.phone: pack.support.name
            for pack in packs
            if pack.session.unlock == "support"
        }
        if desks:
            call = " or ".join(f"{name}, {phone}" for phone, name in desks.items())
            return [
                Finding("support-unlocks", f"Only support can unlock this account. Contact {call}.")
            ]
        if not self.whose.group_admin:
            return []
        call = (
            " or ".join(
                dict.fromkeys(f"{pack.support.name}, {pack.support.phone}" for pack in packs)
            )
            or "support (see Help, Contact)"
        )
        return [
            Finding("support-unlocks", f"Only support can unlock a Group Admin. Contact {call}.")
        ]

    def apply(self) -> None:
        """Once, however many ask."""
        if not unlock(self, self.whose.account, self.data.reason.strip()):
            raise refuse("conflict", "not-locked", "Someone else has just unlocked this account.")


def unlock(action: Action[Any], account: Account, reason: str) -> bool:
    """Take the account's lock away, inside an action's transaction; False when it isn't locked.

    The tries are forgotten, or one more would lock again.
    """
    if not Account.objects.filter(pk=account.pk).exclude(locked_at=None).update(locked_at=None):
        return False
    forget_tries(account.username)
    action.record(events.UNLOCKED, events.SUBJECT_ACCOUNT, account.pk, reason=reason)
    return True


@dataclass(frozen=True)
class Waited:
    """An account that has been locked for the installation's time."""

    account_id: int


class UnlockByTime(LockedAction[Waited]):
    """The clock takes a lock away, where the installation has set a time after which it does (ADR
    11).
    """

    verb = "unlock-by-time"
    label = "Unlock after the time set"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.data.account_id)

    def lock(self) -> None:
        """Unlocked, or locked anew, in the meantime."""
        account = _long_locked(self.now).filter(pk=self.data.account_id).first()
        if account is None:
            raise refuse("missing", "not-locked", "This account has not been locked that long.")
        self.account = account

    def allowed(self) -> bool:
        """Only the clock finds that time has passed."""
        return self.actor.kind == "worker"

    def apply(self) -> None:
        """Once, and the tries are forgotten."""
        if _long_locked(self.now).filter(pk=self.account.pk).update(locked_at=None):
            forget_tries(self.account.username)
            self.record(events.UNLOCKED, events.SUBJECT_ACCOUNT, self.account.pk, reason="time")


def long_locked(now: datetime) -> list[int]:
    """Ids of accounts locked for as long as the installation's setting says; none where time
    doesn't unlock (0, the default).
    """
    return list(_long_locked(now).order_by("pk").values_list("pk", flat=True))


def _long_locked(now: datetime) -> QuerySet[Account]:
    if settings.UNLOCK_AFTER <= 0:
        return Account.objects.none()
    return Account.objects.filter(locked_at__lte=now - timedelta(minutes=settings.UNLOCK_AFTER))
