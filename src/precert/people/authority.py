"""Whom an administrator may manage, and how far: the one place that decides it, for provider admins
and for support.

A Group Admin manages every member of the groups through which they act for the context's provider;
a Provider Admin those who work at the provider acted for, but no Group Admin; support staff
everybody whose providers are enrolled in the contracts they serve. Who also works elsewhere is
managed here only in what is here: what touches the whole account needs `manages_wholly`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.people.models import Account, GroupProvider, Membership
from precert.people.roles import ROLES
from precert.registry.enrolments import enrolled_in

GROUP_ROLES = frozenset(
    role.id for role in ROLES.values() if role.side == "provider" and role.reach == "group"
)
PROVIDER_ADMIN_ROLES = frozenset(
    role.id
    for role in ROLES.values()
    if role.side == "provider"
    and role.reach == "provider"
    and "users.manage-provider" in role.permissions
)
ELSEWHERE = (
    "This person also works for providers you do not manage, so only support can do this (see"
    " Help, Contact). You can still change or remove the roles shown here."
)
OWN = "You cannot do this to your own account. Ask another administrator."
OWN_ROLE = "This is your own role. Ask another administrator to change it."
ABOVE = "Only a Group Admin or support can change this."


@dataclass(frozen=True)
class Authority:
    """How far an administrator's power reaches: whole groups, one provider in some groups, or as
    support all of some contracts.
    """

    groups: frozenset[int] = frozenset()
    provider_id: int | None = None
    provider_groups: frozenset[int] = frozenset()
    support: bool = False
    contracts: frozenset[str] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        """True for somebody who manages nobody."""
        return not (self.groups or self.provider_groups or self.support)

    def memberships(self) -> QuerySet[Membership]:
        """The memberships within the span; Group Admins' own are not within a Provider Admin's."""
        return Membership.objects.filter(self._within())

    def _within(self) -> Q:
        if self.support:
            at = enrolled_in(self.contracts)
            return Q(provider__in=at) | Q(provider=None, group__owned__provider__in=at)
        return Q(group__in=self.groups) | Q(
            group__in=self.provider_groups, provider=self.provider_id
        )


def span_of(actor: Actor) -> Authority:
    """The actor's span in the context acted in; at most one query. Support's powers need
    `users.support`.
    """
    if actor.side == "review":
        return (
            Authority(support=True, contracts=actor.contracts_with("users.support"))
            if "users.support" in actor.anywhere
            else Authority()
        )
    if actor.provider_id is None or not (
        actor.may("users.manage-group") or actor.may("users.manage-provider")
    ):
        return Authority()
    mine = Membership.objects.filter(
        account=actor.account_id, paused_at=None, group__owned__provider=actor.provider_id
    )
    held = list(
        mine.filter(Q(provider=None) | Q(provider=actor.provider_id)).values_list(
            "group", "provider", "role"
        )
    )
    groups = frozenset(
        group for group, provider, role in held if role in GROUP_ROLES and provider is None
    )
    at = frozenset(
        group
        for group, provider, role in held
        if role in PROVIDER_ADMIN_ROLES and provider is not None
    )
    return Authority(
        groups if actor.may("users.manage-group") else frozenset(), actor.provider_id, at - groups
    )


def manageable(actor: Actor) -> QuerySet[Account]:
    """The accounts that the actor may manage, in part or wholly; themselves too. Removed accounts
    are nobody's.
    """
    return accounts_in(span_of(actor))


def accounts_in(span: Authority) -> QuerySet[Account]:
    """The accounts of a span. Support also helps those who don't belong anywhere (yet)."""
    rows = Account.objects.filter(staff=False, removed_at=None)
    if span.empty:
        return rows.none()
    within = Q(pk__in=span.memberships().values("account"))
    if span.support:
        return rows.filter(within | ~Q(pk__in=Membership.objects.values("account")))
    if span.provider_groups:  # the Group Admins of these groups are above a Provider Admin
        above = Membership.objects.filter(
            group__in=span.provider_groups, role__in=GROUP_ROLES
        ).values("account")
        mine = span.memberships().filter(group__in=span.groups).values("account")
        return rows.filter(within & (~Q(pk__in=above) | Q(pk__in=mine)))
    return rows.filter(within)


def manages_wholly(actor: Actor, account_id: int) -> bool:
    """Whether every membership of that account is within the actor's reach (support's always is)."""
    span = span_of(actor)
    if not accounts_in(span).filter(pk=account_id).exists():
        return False
    others = Membership.objects.filter(account=account_id).exclude(
        pk__in=span.memberships().values("pk")
    )
    return span.support or not others.exists()


def whole_account(actor: Actor, account_id: int) -> str:
    """Why the actor may not do what touches the whole account, in words; empty when they may. For
    others' accounts only.
    """
    if actor.account_id == account_id:
        return OWN
    return "" if manages_wholly(actor, account_id) else ELSEWHERE


def own_role(actor: Actor, account_id: int) -> str:
    """Why the actor may not change or remove a role of that account: nobody does it to themselves.
    Empty for others.
    """
    return OWN_ROLE if actor.account_id == account_id else ""


def grantable(actor: Actor, account_id: int | None, group_id: int) -> frozenset[str]:
    """The provider roles that the actor may give to that account in that group: never more power
    over people than the actor's own there.

    A Group Admin gives all; a Provider Admin what their own roles permit already; nobody raises
    themselves. What the actor is in another group that owns the same provider counts for nothing.
    """
    every = [role for role in ROLES.values() if role.side == "provider"]
    if "users.support" in actor.anywhere:  # whom and where is limited to the contracts of the desk
        return frozenset(role.id for role in every)
    own = frozenset[str]().union(
        *(one.permissions for one in actor.grants if one.group_id == group_id)
    )
    if "users.manage-group" in own:
        return frozenset(
            role.id for role in every if account_id != actor.account_id or role.permissions <= own
        )
    if "users.manage-provider" in own:
        return frozenset(
            role.id for role in every if role.permissions <= own and role.reach == "provider"
        )
    return frozenset()


def able_admins(groups: Iterable[int]) -> QuerySet[Membership]:
    """The Group Admins' memberships of these groups whose owners can sign in, locked ones too."""
    held = Membership.objects.filter(
        group__in=list(groups), provider=None, role__in=GROUP_ROLES, paused_at=None
    )
    return held.filter(
        account__is_active=True, account__removed_at=None, account__registered_at__isnull=False
    )


def manages(actor: Actor) -> bool:
    """Whether the actor's roles permit managing anybody at all."""
    return bool(actor.anywhere & {"users.manage-provider", "users.manage-group", "users.support"})


def managed(actor: Actor, account_id: int) -> Account:
    """The account. Raises Refusal: an account out of reach is not known
    here.
    """
    found = manageable(actor).filter(pk=account_id).first()
    if found is None:
        raise refuse("missing", "no-such-user", "User not found.")
    return found


def places(actor: Actor) -> QuerySet[GroupProvider]:
    """The providers, each in its group, whose users the actor manages."""
    span = span_of(actor)
    if span.support:
        return GroupProvider.objects.filter(provider__in=enrolled_in(span.contracts))
    return GroupProvider.objects.filter(
        Q(group__in=span.groups) | Q(group__in=span.provider_groups, provider=span.provider_id)
    )


def place(actor: Actor, place_id: int) -> GroupProvider:
    """A provider in its group, by the id of the pair. Raises Refusal for one out of reach."""
    found = places(actor).select_related("group").filter(pk=place_id).first()
    if found is None:
        raise refuse("missing", "no-such-provider", "Provider not found.")
    return found
