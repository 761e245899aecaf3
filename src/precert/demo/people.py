"""The registry and the accounts of the demonstration: made once, in the order of `cast`, with
made-up consumers.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from precert.conduct.actor import Actor
from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.demo import cast
from precert.people import queries, setup
from precert.people.roles import ROLES
from precert.registry.consumers import EligibilitySpan
from precert.registry.setup import NewConsumer, NewProvider, add_consumers, add_providers

FIRST = {
    "F": (
        "Abigail Beatrix Celeste Daphne Edith Flora Greta Harriet Imogen Josephine Kezia Lucinda"
        " Marigold Nell Ottilie Prudence Quilla Rosalind Sybil Thea Ursula Verity Winifred Yvette"
        " Zelda"
    ),
    "M": (
        "Ambrose Basil Clement Desmond Edgar Felix Giles Horace Ivor Jasper Kermit Lionel Magnus"
        " Neville Orson Percival Quentin Rufus Silas Tobias Ulric Vernon Wendell Yancy Zebulon"
    ),
}
LAST = (
    "Testerman Sampleford Mockingham Placeholder Examplewood Fictional Demoville Pretendson"
    " Syntheti Standin Dummyworth Fabricant Makebelieve Inventory Specimen Prototype Facsimile"
    " Replica Simulacre Mannequin"
)
STREETS = "Example Sample Placeholder Specimen Rehearsal Practice Pattern Template"
PROGRAMMES = {cast.CO: "Health First Colorado", cast.MS: "State and School Employees' Plan"}
HOW_MANY = {cast.CO: 130, cast.MS: 70}
SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Member:
    """A consumer, with what decides which service suits them; `active` means covered without a gap
    through the cases' time.
    """

    id: int
    contract: str
    birth_date: date
    gender: str
    active: bool

    def age(self, day: date) -> int:
        """Full years on that day."""
        return (
            day.year
            - self.birth_date.year
            - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))
        )


@dataclass
class Crowd:
    """Ids of everyone, by the keys of `cast`; actors are made when first needed and kept."""

    now: datetime
    packs: dict[str, Pack] = field(default_factory=dict)
    providers: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def actor(self, who: str, site: str = "") -> Actor:
        """That person as they act: for the provider `site`, or as staff."""
        if (who, site) not in self._actors:
            self._actors[who, site] = queries.actor_for(
                queries.account(self.accounts[who]),
                self.providers[site] if site else None,
                self.now,
            )
        return self._actors[who, site]


Said = Callable[[str, int], None]  # what was made, and how many of it


def populate(now: datetime, said: Said) -> Crowd:
    """Make registry, groups and accounts in a database that has the packs and nothing else."""
    crowd = Crowd(now, packs={one.pack.id: one.pack for one in all_current()})
    _providers(crowd)
    said("providers", len(crowd.providers))
    _consumers(crowd)
    said("consumers", len(crowd.members))
    _accounts(crowd, now - timedelta(days=90))
    setup.mark_used(crowd.accounts.values(), now)  # nobody of the demonstration has been away
    said("accounts", len(crowd.accounts))
    return crowd


def _providers(crowd: Crowd) -> None:
    labels = {one.code: one.label for one in crowd.packs[cast.CO].provider_types}
    rows = [_provider(n, site, labels) for n, site in enumerate(cast.SITES, 1)]
    crowd.providers = dict(zip((site.key for site in cast.SITES), add_providers(rows), strict=True))


def _provider(n: int, site: cast.Site, labels: Mapping[str, str]) -> NewProvider:
    town, (first, last) = cast.TOWNS[site.town], site.person or ("", "")
    return NewProvider(
        source="demo", source_id=f"site-{n}", npi=cast.npi(n) if site.has_npi else "", registration_code=cast.code(n),
        type_code=site.type, type_label=labels[site.type], name=site.name, specialty=site.specialty,
        facility_name="" if site.person else site.name, first_name=first, last_name=last,
        address1=f"{n}00 {STREETS.split()[n % 8]} Ave", city=town.name, state=town.state, postal_code=town.postal_code,
        county=town.county, phone=cast.phone(town.area, 2 * n), fax=cast.phone(town.area, 2 * n + 1), medicaid_id=f"D{n:06d}",
        contracts=site.contracts, active_from=SINCE,
    )  # fmt: skip


def _accounts(crowd: Crowd, at: datetime) -> None:
    groups = {
        name: setup.create_group(name, [crowd.providers[s.key] for s in sites], at)
        for name, sites in cast.GROUPS.items()
    }
    for n, seat in enumerate((*cast.PROVIDER_PEOPLE, *cast.STAFF)):
        staff = ROLES[seat.role].side == "staff"
        account = setup.create_account(
            seat.username, first_name=seat.first_name, last_name=seat.last_name, email=f"{seat.username}@{cast.DOMAIN}",
            password=cast.PASSWORD, now=at, staff=staff, phone=cast.phone("303", n), fax=cast.phone("303", 50 + n),
        )  # fmt: skip
        crowd.accounts[seat.username] = account
        if staff:
            setup.grant_staff_role(account, seat.role, at, seat.contract)
        else:
            setup.add_membership(
                account, groups[seat.group], crowd.providers.get(seat.site), seat.role, at
            )
            setup.agree_terms(account, at)


def _consumers(crowd: Crowd) -> None:
    rng = random.Random(198203)  # nosec B311 - made-up people, the same each time
    today = crowd.now.date()
    rows, active = [], []
    for contract, many in HOW_MANY.items():
        for n in range(1, many + 1):
            row, covered = _consumer(rng, crowd.packs[contract], n, today)
            rows.append(row)
            active.append((contract, covered))
    ids = add_consumers(rows)
    crowd.members = [
        Member(pk, contract, row.birth_date, row.gender, covered)
        for pk, row, (contract, covered) in zip(ids, rows, active, strict=True)
    ]  # fmt: skip


def _consumer(rng: random.Random, pack: Pack, n: int, today: date) -> tuple[NewConsumer, bool]:
    gender = rng.choice("FM")
    years = rng.choice(
        (rng.randint(3, 17), rng.randint(18, 64), rng.randint(18, 64), rng.randint(45, 88))
    )
    birth = today - timedelta(days=years * 365 + rng.randint(100, 360))
    town = rng.choice([town for town in cast.TOWNS.values() if town.state == pack.state])
    spans, covered = _spans(
        n, PROGRAMMES[pack.id], [plan.code for plan in pack.plans], years, today
    )
    row = NewConsumer(
        customer=pack.customer.number, member_id=f"{pack.state}{pack.customer.number}{n:04d}", first_name=rng.choice(FIRST[gender].split()),
        middle_name=rng.choice(("", "", "A", "M", "R")), last_name=rng.choice(LAST.split()), birth_date=birth, gender=gender,
        address1=f"{rng.randint(1, 99)}00 {rng.choice(STREETS.split())} St", city=town.name, state=town.state,
        postal_code=town.postal_code, county=town.county, phone=cast.phone(town.area, n), spans=spans,
    )  # fmt: skip
    return row, covered


def _spans(
    n: int, program: str, plans: list[str], years: int, today: date
) -> tuple[tuple[EligibilitySpan, ...], bool]:
    """Eligibility of the n-th consumer, and whether it lasts without a gap: of ten, one has a gap,
    one has ended, one changed plans.
    """

    def span(plan: int, start: int, end: int | None = None) -> EligibilitySpan:
        return EligibilitySpan(
            program,
            plans[plan],
            today - timedelta(days=start),
            None if end is None else today - timedelta(days=end),
        )

    first = 1 if years < 19 else 0  # children have the second plan
    if n % 10 == 3:
        return (span(first, 900, 75), span(first, 20)), False
    if n % 10 == 7:
        return (span(first, 1100, 15 + n),), False
    if n % 10 == 5:
        return (span(1 - first, 1000, 301), span(first, 300)), True
    return (span(first, 400 + 3 * n),), True
