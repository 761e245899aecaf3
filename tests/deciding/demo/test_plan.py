"""The plan of the demonstration: who, what and when, without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from stdnum import luhn

from precert.contracts.pack_reader import SHIPPED, read_folder
from precert.demo import cast
from precert.demo.plot import ENDINGS, ZONES, plots, unfinished
from precert.demo.services import SERVICES
from precert.people import policy
from precert.people.roles import ROLES

PACKS = {one: read_folder(SHIPPED / one).pack for one in (cast.CO, cast.MS)}
NOWS = [
    datetime(2026, 6, 9, 15, tzinfo=UTC),
    datetime(2027, 1, 3, 2, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 23, 59, tzinfo=UTC),
]


def test_there_are_24_providers_in_6_groups_with_valid_npis_of_their_own() -> None:
    sites = [site for group in cast.GROUPS.values() for site in group]
    assert (len(cast.GROUPS), len(sites), len({site.key for site in sites})) == (6, 24, 24)
    numbers = [cast.npi(n) for n in range(1, 25)]
    assert len(set(numbers)) == 24
    assert all(len(one) == 10 and luhn.is_valid("80840" + one) for one in numbers)


@pytest.mark.req("ACC-02")
def test_two_more_providers_wait_to_be_registered_and_one_has_no_npi() -> None:
    assert [site.has_npi for site in cast.UNREGISTERED] == [True, False]
    assert len({cast.code(n) for n in range(1, len(cast.SITES) + 1)}) == len(cast.SITES)
    assert PACKS[cast.MS].code_in_both_fields
    assert cast.MS in cast.UNREGISTERED[1].contracts
    first = cast.SITES.index(cast.UNREGISTERED[0]) + 1
    assert cast.npi(first) in cast.newcomer()
    assert cast.code(first) in cast.newcomer()


def test_every_role_has_an_account_and_the_password_meets_the_policy() -> None:
    seats = (*cast.PROVIDER_PEOPLE, *cast.STAFF)
    assert {seat.role for seat in seats} == set(ROLES)
    assert (
        Counter(seat.role for seat in cast.STAFF)["nurse"]
        == Counter(seat.role for seat in cast.STAFF)["physician"]
        == 2
    )
    assert [policy.password_problems(cast.PASSWORD, seat.username) for seat in seats] == [[]] * len(
        seats
    )


def test_zones_and_towns_are_those_of_the_packs() -> None:
    assert {one: pack.time_zone for one, pack in PACKS.items()} == ZONES
    assert {town.state for town in cast.TOWNS.values()} == {pack.state for pack in PACKS.values()}


def test_the_services_name_what_the_packs_have() -> None:
    for name, service in SERVICES.items():
        pack = PACKS[service.contract]
        rules = pack.category(service.category)
        assert rules.service_type(service.type), name
        assert service.place in {one.code for one in rules.places_of_service}, name
        assert set(service.documents) <= {one.code for one in rules.document_types}, name
        needed = pack.questionnaires_for(
            service.category, service.type, tuple(ask.code for ask in service.asks)
        )
        assert {ref.id for ref in needed} == set(service.answers), name


@pytest.mark.parametrize("now", NOWS)
def test_cases_lie_in_the_last_sixty_days_and_are_the_same_each_time(now: datetime) -> None:
    made = plots(now, 120)
    assert len(made) == 120
    assert {plot.ending for plot in made} == set(ENDINGS)
    assert all(now - timedelta(days=64) < plot.submitted < now for plot in made)
    assert made == plots(now, 120)
    assert all(now - timedelta(days=14) < plan.begun < now for plan in unfinished(now, 12))


def test_fewer_cases_are_taken_evenly() -> None:
    few = plots(NOWS[0], 6)
    assert len(few) == 6
    assert len({plot.ending for plot in few}) > 2
