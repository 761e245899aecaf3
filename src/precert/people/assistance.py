"""Whom the support desk and administrators may help back in."""

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts.queries import all_current
from precert.people.authority import manageable
from precert.people.models import Account, StaffRole


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


def helped(actor: Actor, account_id: int) -> Account:
    """The account. Raises Refusal: one out of reach is not known here."""
    account = helpable(actor).filter(pk=account_id).first()
    if account is None:
        raise refuse("missing", "no-such-user", "User not found.")
    return account
