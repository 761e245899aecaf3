"""Whom the support desk and administrators may help back in."""

from django.db.models import Q, QuerySet

from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts.queries import all_current
from precert.people.authority import OWN, manageable
from precert.people.models import Account, StaffRole
from precert.people.roles import ADMINISTRATORS

ABOVE = "This person is an administrator. Only another administrator can help them."


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


def hands_off(actor: Actor, account: Account) -> str:
    """Why the actor must leave this staff account alone, though within reach: it is their own, or an
    administrator's where they are none. Empty for others.

    So whoever resets an administrator is one, and the installation is never left without.
    """
    if not account.staff:
        return ""
    if actor.account_id == account.pk:
        return OWN
    theirs, mine = _administers(account.pk), _administers(actor.person_id)
    return "" if theirs <= mine or "" in mine else ABOVE


def _administers(account_id: int) -> set[str]:
    """The contracts of which somebody is an administrator; an empty one stands for all."""
    rows = StaffRole.objects.filter(account=account_id, role__in=ADMINISTRATORS)
    return set(rows.values_list("contract", flat=True))
