"""The lock of an account: set by too many wrong tries, taken away by whoever may, or by time.

Each function writes inside an action's transaction, but those that only look.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from precert.conduct.action import Action
from precert.people import events, policy, tries
from precert.people.models import Account


def lock(action: Action[Any], account_id: int, factor: str) -> None:
    """Lock the account; does nothing when it is locked already.

    Nor while nobody has registered with it: it has no password that could be guessed, and a
    stranger could end a registration.
    """
    if Account.objects.filter(pk=account_id, locked_at=None, registered_at__isnull=False).update(
        locked_at=action.now
    ):
        action.record(events.LOCKED, events.SUBJECT_ACCOUNT, account_id, factor=factor)


def unlock(action: Action[Any], rows: QuerySet[Account], account: Account, reason: str) -> bool:
    """Take the account's lock away, if it is one of these rows; False when it isn't.

    The tries are forgotten, or one more would lock again.
    """
    if not rows.filter(pk=account.pk).update(locked_at=None):
        return False
    forget_tries(account.username)
    action.record(events.UNLOCKED, events.SUBJECT_ACCOUNT, account.pk, reason=reason)
    return True


def forget_tries(username: str) -> None:
    """Start counting anew for somebody who was unlocked: the password, and each way and purpose of
    a code.
    """
    tries.forget(tries.key_of(username, "password"))
    for about in (tries.key_of(username, purpose) for purpose in policy.PURPOSES):
        for factor in (*policy.CHANNELS, "app", "recovery", "passkey"):
            tries.forget(tries.key_of(about, factor))


def locked() -> QuerySet[Account]:
    """The accounts that are locked."""
    return Account.objects.exclude(locked_at=None)


def overdue(now: datetime) -> list[int]:
    """Ids of the accounts whose lock time takes away."""
    return list(long_locked(now).order_by("pk").values_list("pk", flat=True))


def long_locked(now: datetime) -> QuerySet[Account]:
    """The accounts locked for as long as the installation's setting says; none where time doesn't
    unlock (0, the default).
    """
    if settings.UNLOCK_AFTER <= 0:
        return Account.objects.none()
    return Account.objects.filter(locked_at__lte=now - timedelta(minutes=settings.UNLOCK_AFTER))
