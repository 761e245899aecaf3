"""Whom the support desk and administrators may help back in, and what each such act needs."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts.queries import all_current
from precert.people.managing import GROUP_ROLES, manageable, manages
from precert.people.models import Account, Membership, StaffRole


@dataclass(frozen=True)
class Helped:
    """An account that somebody is to be helped with: whether it is the actor's to help, and whether
    it is a Group Admin's.
    """

    account: Account
    managed: bool
    group_admin: bool


def helpable(actor: Actor) -> QuerySet[Account]:
    """The accounts that the actor may help: those managed, and for support also staff who serve no
    other contract than theirs.
    """
    mine = manageable(actor)
    if not (actor.side == "review" and "users.support" in actor.anywhere):
        return mine
    served = actor.contracts_with("users.support")
    every = frozenset(one.pack.id for one in all_current())
    beyond = Q() if every <= served else ~Q(contract__in=served)
    others = StaffRole.objects.filter(beyond) if beyond else StaffRole.objects.none()
    return mine | Account.objects.filter(
        Q(staff=True, removed_at=None) & ~Q(pk__in=others.values("account"))
    )


def helped(actor: Actor, account_id: int) -> Helped:
    """The account. Raises Refusal `missing` for one out of reach; who helps nobody isn't told
    whether it exists.
    """
    if not manages(actor):
        return Helped(Account(pk=account_id), managed=False, group_admin=False)
    account = helpable(actor).filter(pk=account_id).first()
    if account is None:
        raise refuse("missing", "no-such-user", "User not found.")
    admins = Membership.objects.filter(account=account_id, role__in=GROUP_ROLES)
    return Helped(account, managed=True, group_admin=admins.exists())
