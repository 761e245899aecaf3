"""One search for a consumer: the same fields, rules and words on the Consumers page and in Create
Case.
"""

import re

import pytest

from precert.registry.models import Consumer
from tests import world as w
from tests.harness.reading import text

pytestmark = pytest.mark.django_db
CAROL = {"last_name": w.CANARY, "first_name": "C", "birth_date": "12/15/1960"}
DOORS = {
    "/consumers": {},
    "/create": {"contract": w.CO, "category": "outpatient", "search": "1"},
}


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.fixture(params=DOORS)
def search(request, world):
    """Searching there, and going where it leads."""
    ada = w.signed_in(world, "ada", "denver")
    beside = DOORS[request.param]
    return lambda **typed: ada.post(request.param, beside | typed, follow=True)


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter the Consumer ID, or the last name and the date of birth."),
        ({"last_name": "X"}, "Enter the date of birth too, as MM/DD/YYYY."),
        ({"birth_date": "12/15/1960"}, "Enter the last name too."),
        (CAROL | {"first_name": ""}, "Enter at least the first letter of the first name too."),
        (CAROL | {"birth_date": "13/45/1960"}, "“13/45/1960” is not a date."),
        ({"member_id": "CO1000001", "birth_date": "01-10-1971"}, "“01-10-1971” is not a date."),
        (
            {"member_id": "CO1000001", "last_name": "Lapsed"},
            "someone with a different name or date",
        ),
        ({"member_id": "CO1000001", "first_name": "Lena"}, "someone with a different name or date"),
    ],
)
def test_half_a_search_finds_nobody_and_says_what_lacks(search, typed, said):
    page = search(**typed)
    assert page.status_code == 422
    assert said in text(page)
    assert "12 Elm St" not in text(page)


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    "typed",
    [
        {"member_id": " co1000001 "},
        CAROL,
        CAROL | {"birth_date": "1960-12-15"},
        CAROL | {"member_id": "CO1000001"},
    ],
)
def test_who_is_meant_is_found(search, typed):
    page = search(**typed)
    assert page.status_code == 200
    assert f"Carol {w.CANARY}" in text(page)
    assert "12 Elm St, Denver, CO 80203" in text(page)


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    ("last", "first", "typed"),
    [
        ("O'Brien", "Ann", {"last_name": "O’Brien", "first_name": "A"}),
        ("O’Brien", "Ann", {"last_name": "obrien", "first_name": "ann"}),
        ("García Núñez", "José", {"last_name": "Garcia-Nunez", "first_name": "Jose"}),
        ("Garcia", "Jose", {"last_name": "GARCÍA", "first_name": "José"}),
        ("Smith-Jones", "Mary Ann", {"last_name": "Smith Jones", "first_name": "Mary-Ann"}),
        ("Smith Jones", "Maryann", {"last_name": "SmithJones", "first_name": "Mary Ann"}),
        ("De La Cruz", "Ana", {"last_name": "Delacruz", "first_name": "a"}),
        ("St. John", "Ana", {"last_name": "St John", "first_name": "A."}),
        ("Groß", "Søren", {"last_name": "Gross", "first_name": "Soren"}),
        ("Smith Jr.", "Al", {"last_name": "Smith", "first_name": "Al"}),
        ("Smith", "Al", {"last_name": "Smith, Jr.", "first_name": "Al"}),
    ],
)
def test_a_name_is_found_as_people_write_it(search, world, last, first, typed):
    row = Consumer.objects.get(pk=world.consumers["lena"])
    row.last_name, row.first_name = last, first
    row.save()
    assert "12 Elm St" in text(search(birth_date="05/04/1971", **typed))
    # beside the id the same holds
    assert "12 Elm St" in text(search(member_id="CO1000002", **typed))


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize("typed", ["CO 1000001", "co-100-0001", "ＣＯ1000001", "CO1000001\u200b"])
def test_an_id_is_found_however_it_is_parted(search, typed):
    assert "12 Elm St" in text(search(member_id=typed))


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    "typed", [CAROL | {"first_name": "-"}, CAROL | {"first_name": "\u200b"}, {"member_id": "--"}]
)
def test_what_holds_no_letter_finds_nobody(search, typed):
    assert "12 Elm St" not in text(search(**typed))


def test_the_fields_are_the_same_and_say_what_was_typed(search):
    page = search(last_name="Quux", birth_date="nonsense").content.decode()
    found = re.findall(r'<input class="usa-input[^>]* name="([a-z_]+)" value="([^"]*)"', page)
    assert found == [
        ("member_id", ""),
        ("last_name", "Quux"),
        ("first_name", ""),
        ("birth_date", "nonsense"),
    ]


def test_nobody_found_says_so_and_whom_to_call(search):
    page = text(search(member_id="CO9999999"))
    assert "No one found." in page
    assert "Accents, hyphens, apostrophes and spaces make no difference" in page
    assert "A newborn without an ID (NICU)" in page
