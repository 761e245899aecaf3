"""People by id and by provider, as plain values: for copies on a request, letters and notices."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from precert.people.models import Account, Membership
from precert.people.roles import ROLES


@dataclass(frozen=True)
class AccountPerson:
    """Who somebody is and how to reach them."""

    id: int
    name: str
    email: str
    phone: str
    extension: str
    fax: str


def persons(account_ids: Iterable[int]) -> dict[int, AccountPerson]:
    """Those of the accounts that exist, former ones too, by id."""
    return {row.pk: _person(row) for row in Account.objects.filter(pk__in=list(account_ids))}


def person(account_id: int) -> AccountPerson | None:
    """The person with that account."""
    return persons([account_id]).get(account_id)


def account(account_id: int) -> Account:
    """The account as the door holds it. Raises Account.DoesNotExist."""
    return Account.objects.get(pk=account_id)


def members_of(provider_ids: Iterable[int], permission: str = "case.view") -> list[AccountPerson]:
    """Active people who may act for at least one of these providers with that permission, by id,
    each once.
    """
    wanted = list(provider_ids)
    roles = [
        role.id
        for role in ROLES.values()
        if role.side == "provider" and permission in role.permissions
    ]
    at_provider = Q(provider__in=wanted, group__owned__provider=F("provider"))
    at_group = Q(provider=None, group__owned__provider__in=wanted)
    members = Membership.objects.filter(at_provider | at_group, role__in=roles, paused_at=None)
    rows = Account.objects.filter(pk__in=members.values("account"), is_active=True, staff=False)
    return [_person(row) for row in rows.order_by("pk")]


def _person(row: Account) -> AccountPerson:
    return AccountPerson(row.pk, row.full_name, row.email, row.phone, row.extension, row.fax)
