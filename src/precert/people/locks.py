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

BY_TIME = "time"


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

    The tries are forgotten, or one more would lock again; but time alone doesn't forget how many
    failed in a row.
    """
    if not rows.filter(pk=account.pk).update(locked_at=None):
        return False
    tries.forget(keys_of(account.username), in_a_row=reason != BY_TIME)
    action.record(events.UNLOCKED, events.SUBJECT_ACCOUNT, account.pk, reason=reason)
    return True


def keys_of(username: str) -> list[str]:
    """Of the counters of somebody's tries: the password, and each way and purpose of a code."""
    abouts = [tries.key_of(username, purpose) for purpose in policy.PURPOSES]
    factors = (*policy.CHANNELS, "app", "recovery", "passkey")
    codes = [tries.key_of(about, factor) for about in abouts for factor in factors]
    return [tries.key_of(username, "password"), *codes]


def locked() -> QuerySet[Account]:
    """The accounts that are locked."""
    return Account.objects.exclude(locked_at=None)


def overdue(now: datetime) -> list[int]:
    """Ids of the accounts whose lock time takes away."""
    rows = long_locked(now).order_by("pk").values_list("pk", "username")
    return [pk for pk, username in rows if not at_ceiling(username)]


def at_ceiling(username: str) -> bool:
    """Whether so many tries failed in a row that only a person takes the lock away."""
    return tries.reached(keys_of(username))


def long_locked(now: datetime) -> QuerySet[Account]:
    """The accounts locked for as long as the installation's setting says; none where time doesn't
    unlock (0, the default).
    """
    if settings.UNLOCK_AFTER <= 0:
        return Account.objects.none()
    return Account.objects.filter(locked_at__lte=now - timedelta(minutes=settings.UNLOCK_AFTER))
