"""Who of the review organization may do something under a contract: whom work can be given to."""

from precert.people.models import StaffRole
from precert.people.roles import ROLES


def reviewers(permission: str, contract: str) -> dict[int, str]:
    """Names by account id, in the order of the names: everybody whose account is active and one of
    whose roles for that contract (or for all) permits it. One statement.
    """
    roles = [role.id for role in ROLES.values() if permission in role.permissions]
    rows = StaffRole.objects.filter(
        role__in=roles,
        contract__in=["", contract],
        account__staff=True,
        account__is_active=True,
        account__removed_at=None,
    ).select_related("account")
    names = {row.account_id: row.account.full_name for row in rows}
    return dict(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))
