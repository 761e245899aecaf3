"""The support desk's people, and accounts brought into the states that it sees."""

from datetime import datetime

from precert.people import setup
from precert.people.models import Account, Membership
from tests.world import PASSWORD, World


def staff(world: World, who: str, role: str, contract: str = "") -> int:
    """A staff account with that role."""
    made = setup.create_account(
        who,
        first_name=who.capitalize(),
        last_name="Desk",
        email=f"{who}@example.org",
        password=PASSWORD,
        now=world.now,
        staff=True,
    )
    setup.grant_staff_role(made, role, world.now, contract)
    world.accounts[who] = made
    return made


def lock(world: World, who: str, at: datetime) -> Account:
    """The account, locked."""
    Account.objects.filter(pk=world.accounts[who]).update(locked_at=at)
    return account(world, who)


def account(world: World, who: str) -> Account:
    """The account as it is now."""
    return Account.objects.get(pk=world.accounts[who])


def member(world: World, who: str, group: str, provider: str | None, role: str) -> Membership:
    """A membership more."""
    at = None if provider is None else world.providers[provider]
    return Membership.objects.get(
        pk=setup.add_membership(world.accounts[who], world.groups[group], at, role, world.now)
    )
