"""The people of the tests: Ada submits, Grace reviews, Mallory belongs elsewhere. All synthetic."""

from dataclasses import dataclass
from datetime import date, datetime

from precert.people import setup
from precert.people.models import Account
from precert.registry.models import Enrolment, Provider
from tests.harness import sessions
from tests.harness.again import remembered

PASSWORD = "Correct-Horse-9-Battery"
CONTRACTS = ("co-um", "ms-state-um")


@dataclass(frozen=True)
class Cast:
    """Accounts by name, and the ids of groups and providers."""

    ada: Account
    grace: Account
    mallory: Account
    group: int
    hospital: int
    clinic: int
    elsewhere: int


def provider(
    name: str,
    npi: str,
    type_code: str = "0",
    type_label: str = "Acute Hospital",
    *,
    contracts: tuple[str, ...] = CONTRACTS,
) -> int:
    """A provider enrolled in these contracts since 2020; its id."""
    row = Provider.objects.create(
        npi=npi, type_code=type_code, type_label=type_label, facility_name=name, name=name, address1="1 Main St", city="Denver", state="CO",
        postal_code="80204", phone="3035550100", fax="3035550101",
    )  # fmt: skip
    for contract in contracts:
        Enrolment.objects.create(provider=row, contract=contract, active_from=date(2020, 1, 1))
    return row.pk


def account(username: str, now: datetime, *, staff: bool = False) -> Account:
    """An account with the tests' password."""
    email = f"{username}@example.test"
    pk = setup.create_account(
        username,
        first_name=username.title(),
        last_name="Example",
        email=email,
        password=PASSWORD,
        now=now,
        staff=staff,
    )
    sessions.agree(pk, now)
    return Account.objects.get(pk=pk)


@remembered
def make_cast(now: datetime) -> Cast:
    """Ada is Provider Staff at the hospital, Grace a nurse for all contracts, Mallory Group Admin
    of another group.
    """
    hospital, clinic = (
        provider("Denver Hospital", "1234567893"),
        provider("Denver Clinic", "1245319599", "11", "Clinic", contracts=("co-um",)),
    )
    elsewhere = provider("Jackson Hospital", "1679576722")
    group, other = (
        setup.create_group("Denver Health", [hospital, clinic], now),
        setup.create_group("Jackson Health", [elsewhere], now),
    )
    ada, grace, mallory = (
        account("ada", now),
        account("grace", now, staff=True),
        account("mallory", now),
    )
    setup.add_membership(ada.pk, group, hospital, "provider-staff", now)
    setup.add_membership(mallory.pk, other, None, "provider-group-admin", now)
    setup.grant_staff_role(grace.pk, "nurse", now)
    return Cast(ada, grace, mallory, group, hospital, clinic, elsewhere)
