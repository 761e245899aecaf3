"""Which password rule somebody is under: the strictest of the contracts they work for, and the
installation's own.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db.models import Q

from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.people import policy
from precert.people.models import Account, GroupProvider, Link, Membership
from precert.people.queries.account_contracts import packs_of
from precert.registry import providers
from precert.registry.enrolments import enrolments

LEAST_WITH_KINDS = 14  # characters, as the guides of the programs have it beside four kinds of them
LEAST = (
    15  # where no kinds are asked for: NIST SP 800-63B-4 §3.1.1.2, even for a password on its own
)


def password_rule(account: Account) -> policy.PasswordRule:
    """The rule for a new password of this account.

    Every contract counts that staff serve, or that a provider of any of the memberships is enrolled
    in, whatever the day, used or paused; while somebody registers also those of the provider that
    is to be theirs.
    """
    if account.staff:
        return strictest(packs_of(account))
    theirs = {one.contract for one in enrolments(_provider_ids(account))}
    return strictest(one.pack for one in all_current() if one.pack.id in theirs)


def strictest(packs: Iterable[Pack]) -> policy.PasswordRule:
    """The longest length, and kinds if anybody asks for them, among these contracts and the
    installation's own rule.
    """
    asked = [pack.sign_in for pack in packs]
    kinds = settings.PASSWORD_CLASSES or any(one.character_classes for one in asked)
    own = settings.PASSWORD_LENGTH or (LEAST_WITH_KINDS if kinds else LEAST)
    return replace(
        policy.PASSWORD, least=max([own, *(one.minimum_length for one in asked)]), kinds=kinds
    )


def own_names(account: Account) -> list[str]:
    """What belongs to a person so plainly that it protects nothing: names, email address,
    organizations.
    """
    groups = set(
        Membership.objects.filter(account=account.pk).values_list("group__name", flat=True)
    )
    known = providers.many(_provider_ids(account)).values()
    return [
        account.first_name,
        account.last_name,
        account.email,
        "Precert",
        *sorted(groups),
        *sorted({row.name for row in known}),
    ]


def _provider_ids(account: Account) -> set[int]:
    """Every provider of the account's memberships, and of the link by which it is registering."""
    rows = Membership.objects.filter(account=account.pk).values_list("group_id", "provider_id")
    at_group = Q(group__in={group for group, provider in rows if provider is None})
    owned = GroupProvider.objects.filter(at_group).values_list("provider_id", flat=True)
    promised = Link.objects.filter(
        account=account.pk, provider__isnull=False, replaced_at=None
    ).values_list("provider_id", flat=True)
    return {provider for _, provider in rows if provider is not None}.union(
        owned, (one for one in promised if one is not None)
    )
