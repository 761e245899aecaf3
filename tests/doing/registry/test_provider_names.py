"""Providers are found by their name as people write it, and by their numbers however parted."""

from datetime import date

import pytest

from precert.people.queries.places import places
from precert.registry import providers
from precert.registry.models import Enrolment, Provider
from tests import world as w

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 9)


@pytest.fixture
def world(now):
    """Two providers, both enrolled, beside the usual ones."""
    built = w.build(now)
    for name, first, last, npi, number, city in (
        ("Núñez-O'Hara, Mary Ann", "Mary Ann", "Núñez-O'Hara", "1999888776", "CO-77 12", "Pueblo"),
        ("St. Mary’s Hospital & Medical Center", "", "", "1003000126", "M9", "Grand Junction"),
    ):
        row = Provider.objects.create(
            source="test", source_id=npi, npi=npi, type_code="physician", type_label="Physician", name=name, first_name=first,
            last_name=last, medicaid_id=number, address1="1 Main St", city=city, state="CO", postal_code="81001",
        )  # fmt: skip
        Enrolment.objects.create(provider=row, contract=w.CO, active_from=date(2020, 1, 1))
    return built


MARY = (
    "Mary Ann Nunez-O'Hara, MD",
    "Dr. Mary Núñez O’Hara",
    "nunez ohara, mary ann, M.D., Ph.D.",
    "NuñezOHara",
    "Mary A. Nunez Pueblo",
    "nunez, pueblo, co",
)
HOSPITAL = (
    "Saint Marys Hospital and Medical Ctr",
    "St Mary's, Grand Junction",
    "medical center st. mary",
    "The St.Mary’s Hospital, Inc.",
)


@pytest.mark.req("WIZ-04", part="search")
@pytest.mark.parametrize(
    ("typed", "npi"),
    [*((one, "1999888776") for one in MARY), *((one, "1003000126") for one in HOSPITAL)],
)
def test_punctuation_titles_and_order_make_no_difference(world, typed, npi):
    assert [one.npi for one in providers.search(w.CO, DAY, name=typed)] == [npi]
    assert [one.npi for one in providers.of_contracts([w.CO], typed, 10)] == [npi]


@pytest.mark.req("WIZ-04", part="search")
@pytest.mark.parametrize(
    "typed", ["1999 888 776", "199-988-8776", "1999888776", "co7712", "CO-77 12"]
)
def test_a_number_is_found_however_it_is_parted(world, typed):
    for found in (
        providers.search(w.CO, DAY, npi=typed),
        providers.search(w.CO, DAY, name=typed),
        providers.of_contracts([w.CO], typed, 10),
    ):
        assert [one.npi for one in found] == ["1999888776"]
    assert len(providers.ids_with_npi("1999 888 776")) == 1


@pytest.mark.parametrize("typed", ["-", "\u200b", ",", "zzz", "\0"])
def test_what_names_nobody_finds_nobody(world, typed):
    assert providers.search(w.CO, DAY, name=typed) == []
    assert providers.search(w.CO, DAY, npi=typed) == []
    assert providers.of_contracts([w.CO], typed, 10) == []
    assert providers.ids_with_npi("") == []


def test_the_providers_of_a_group_are_found_the_same_way(world):
    actor = world.actor("ada", "denver")
    every, _ = places(actor, "", 0, 25)
    first = every[0].provider
    for typed in (f"Dr. {first.name}, MD", f"{first.npi[:4]} {first.npi[4:7]}-{first.npi[7:]}"):
        assert first.id in {row.provider.id for row in places(actor, typed, 0, 25)[0]}
