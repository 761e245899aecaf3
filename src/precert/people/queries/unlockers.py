"""Who can take the lock of an account away, in words: for the refusal of those who can't, and for
the mail to its owner.
"""

from datetime import datetime

from precert.people.authority import GROUP_ROLES
from precert.people.models import Account, Membership, StaffRole
from precert.people.queries.membership_contracts import desks, packs_of
from precert.people.roles import ADMINISTRATORS

STAFF = "Ask your organization's support staff or an administrator to unlock it."
ADMINISTRATOR = (
    "Ask another administrator of your organization, or whoever runs its Precert server, to unlock"
    " it."
)


def only_support(account_id: int, now: datetime) -> str:
    """Why no administrator of a provider can unlock the account, and whom to call; empty when one
    can.
    """
    packs = packs_of(account_id, now)
    if strict := [pack for pack in packs if pack.session.unlock == "support"]:
        return f"Only support can unlock this account. Contact {desks(strict)}."
    if Membership.objects.filter(account=account_id, role__in=GROUP_ROLES).exists():
        return f"Only support can unlock a Group Admin. Contact {desks(packs)}."
    return ""


def who_unlocks(account_id: int, now: datetime) -> str:
    """Whom the owner asks."""
    if Account.objects.filter(pk=account_id, staff=True).exists():
        above = StaffRole.objects.filter(account=account_id, role__in=ADMINISTRATORS).exists()
        return ADMINISTRATOR if above else STAFF
    return only_support(account_id, now) or (
        f"Ask your administrator to unlock it, or contact {desks(packs_of(account_id, now))}."
    )
