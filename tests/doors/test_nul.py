"""A NUL in an address, a query or a form: PostgreSQL refuses to look for one, so that nothing
behind the door gets to see it.
"""

import pytest

from tests import world as worlds


@pytest.fixture
def world(db, now):
    return worlds.build(now)


@pytest.fixture
def ada(world):
    return worlds.signed_in(world, "ada", "denver")


@pytest.mark.parametrize(
    "address", ["/cases/%00", "/cases/%00/activity", "/cases/26%00001/summary"]
)
def test_an_address_with_one_cannot_be_read(ada, address):
    assert ada.get(address).status_code == 400


@pytest.mark.parametrize(
    "query", ["name=%00", "npi=%00", "type_code=%00", "specialty=a%00", "name=Front%00+Range"]
)
def test_a_search_is_made_without_it(ada, world, now, query):
    assert (
        ada.get(f"/drafts/{worlds.draft(world, now)}/provider/servicing?{query}").status_code == 200
    )


@pytest.mark.parametrize("field", ["member_id", "last_name", "contract", "category", "search\0"])
def test_a_form_is_read_without_it(ada, field):
    typed = {"contract": "co-um", "category": "outpatient", "search": "1"}
    typed |= {"last_name": "Lapsed", "birth_date": "05/04/1971", "first_name": "L"}
    page = ada.post("/create", typed | {field: f"{typed.get(field, '')}\0"}, follow=True)
    assert page.status_code == 200
