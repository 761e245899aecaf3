"""The contracts under which somebody works: their rules bind the one login that serves them all."""

from django.conf import settings

from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.people.models import Account, Link, StaffRole
from precert.people.queries.memberships import reach_of
from precert.people.roles import is_role
from precert.registry.enrolments import enrolments


def packs_of(account: Account, *, adding: int | None = None) -> list[Pack]:
    """The packs in force of every contract that the account's roles reach, whatever its days; staff
    without a contract serve all.

    `adding` is a provider that the account is about to work for. The rules that bind are the
    strictest of them.
    """
    if account.staff:
        rows = StaffRole.objects.filter(account=account.pk)
        served = {row.contract for row in rows if is_role(row.role, "staff")}
        return [one.pack for one in all_current() if "" in served or one.pack.id in served]
    providers = set(reach_of(account.pk).providers) | ({adding} if adding is not None else set())
    contracts = {one.contract for one in enrolments(providers)}
    return [one.pack for one in all_current() if one.pack.id in contracts]


def zone_of(account: Account, *, adding: int | None = None) -> str:
    """The time zone where somebody works: of the first by name of their contracts; the
    installation's while there is none.
    """
    return next((pack.time_zone for pack in packs_of(account, adding=adding)), settings.TIME_ZONE)


def told_zone(account: Account) -> str:
    """The time zone of the times in messages to somebody; while they register, that of the provider
    to be theirs counts too.
    """
    links = Link.objects.filter(account=account.pk, replaced_at=None).order_by("pk")
    promised = (
        links.values_list("provider_id", flat=True).last()
        if account.registered_at is None
        else None
    )
    return zone_of(account, adding=promised)
