"""Accounts that have something unused: read for the daily look, read again inside the transaction
that closes it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from precert.contracts.queries import all_current
from precert.people import nonuse
from precert.people.models import Account, Membership, StaffRole
from precert.people.queries.membership_contracts import packs_by_membership
from precert.people.roles import ADMINISTRATORS


def candidates(now: datetime) -> list[int]:
    """Ids of registered, active accounts of which something may be unused by the shortest rule
    there is; exact is `uses_of`.
    """
    days = min([nonuse.DAYS, *(one.pack.session.nonuse_days for one in all_current())])
    before = now - timedelta(days=days)
    old = Q(last_used_at__lte=before) | Q(last_used_at=None, created_at__lte=before)
    people = Q(staff=False, pk__in=Membership.objects.filter(old, paused_at=None).values("account"))
    day = now - timedelta(days=settings.STAFF_NONUSE_DAYS)
    staff = Q(staff=True) & (
        Q(signed_in_at__lte=day) | Q(signed_in_at=None, registered_at__lte=day)
    )
    rows = Account.objects.filter(people | staff, is_active=True, removed_at=None).exclude(
        registered_at=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def uses_of(account: Account, now: datetime) -> list[nonuse.Use]:
    """How the account's memberships were used."""
    rows = list(Membership.objects.filter(account=account).order_by("pk"))
    packs = packs_by_membership(rows, now)
    return [
        nonuse.Use(
            row.pk,
            nonuse.counts_from(
                row.last_used_at or row.created_at, account.registered_at, account.reactivated_at
            ),
            tuple(pack.session.nonuse_days for pack in packs[row.pk]),
            paused=row.paused_at is not None,
            used=row.last_used_at,
        )
        for row in rows
    ]


def staff_unused(account: Account, now: datetime) -> bool:
    """Whether a staff account has not signed in for the installation's time."""
    since = nonuse.counts_from(account.signed_in_at, account.registered_at, account.reactivated_at)
    return nonuse.is_unused(since, [settings.STAFF_NONUSE_DAYS], now)


def last_administrator(account_id: int) -> bool:
    """Whether nobody else who is active administers the installation: without them nobody could
    reactivate.
    """
    roles = StaffRole.objects.filter(
        role__in=ADMINISTRATORS, account__is_active=True, account__removed_at=None
    )
    return (
        roles.filter(account=account_id).exists() and not roles.exclude(account=account_id).exists()
    )
