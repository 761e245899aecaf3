"""Steps 1 to 3: parameters, the person, creating the request."""

import pytest

from precert.cases.models import Draft
from tests import world as worlds
from tests.world import CO, MS

BASE = {"contract": CO, "category": "outpatient"}


@pytest.fixture
def ada(world):
    return worlds.signed_in(world, "ada", "denver")


def search(client, **fields):
    return client.post("/create", BASE | {"search": "1"} | fields)


@pytest.mark.req("WIZ-01")
def test_a_single_contract_is_filled_in_and_the_request_type_is_asked(ada, text):
    page = ada.get("/create")
    assert page.status_code == 200
    assert "Case Type UM Case Contract CO UM" in text(page)
    assert b'<input type="hidden" name="contract" value="co-um">' in page.content
    assert "Inpatient" in text(page)
    assert "checked" not in page.content.decode()
    again = ada.post("/create", {"contract": CO, "member_id": "CO1000001"})
    assert again.status_code == 422
    assert "Choose Inpatient or Outpatient." in text(again)


@pytest.mark.req("WIZ-01")
def test_several_contracts_are_chosen_from(world, text):
    mallory = worlds.signed_in(world, "mallory", "mallory")
    page = mallory.get("/create")
    assert b'<select class="usa-select' in page.content
    assert "CO UM MS State UM" in text(page)
    assert mallory.post("/create", {"category": "outpatient"}).status_code == 422


@pytest.mark.req("WIZ-02")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Enter the Consumer ID, or the last name and the date of birth."),
        ({"last_name": "Quetzalcoatlus"}, "Enter the date of birth too"),
        ({"birth_date": "12/15/1960"}, "Enter the last name too."),
        ({"last_name": "Quetzalcoatlus", "birth_date": "13/45/1960"}, "Enter the date of birth too"),
        ({"last_name": "Quetzalcoatlus", "birth_date": "12/15/1960"}, "first letter of the first name"),
    ],
)
def test_half_a_search_finds_nobody_and_says_what_lacks(ada, text, fields, said):
    page = search(ada, **fields)
    assert page.status_code == 422
    assert said in text(page)
    assert "CO1000001" not in text(page)


@pytest.mark.req("WIZ-02")
@pytest.mark.parametrize(
    "fields", [{"member_id": "co1000001"}, {"last_name": "quetzalcoatlus", "birth_date": "12/15/1960", "first_name": "C"}]
)
def test_one_person_found_is_the_one(ada, text, fields):
    page = search(ada, **fields)
    assert page.status_code == 200
    assert "Carol Quetzalcoatlus" in text(page)
    assert b'name="create"' in page.content


@pytest.mark.req("MEM-07")
@pytest.mark.parametrize("member", ["NEWBORN", "MS1000001", "x" * 5000, "' OR 1=1 --"])
def test_somebody_who_cant_be_found_is_helped_by_the_contracts_support(ada, text, member):
    page = search(ada, member_id=member)
    assert page.status_code == 200
    assert "Nobody found." in text(page)
    assert "a newborn who has no id yet (NICU) can't be found here. Call Colorado Provider Support, 720-555-0142" in text(page)
    assert b'name="create"' not in page.content


@pytest.mark.req("WIZ-02")
def test_earlier_requests_stand_in_two_tabs_and_open(ada, world, now, text):
    own = worlds.submitted(world, now)
    page = search(ada, member_id="CO1000001")
    assert "Submitted Requests (1)" in text(page)
    assert "Servicing Requests (0)" in text(page)
    assert f"/cases/{own['case']}" in page.content.decode()


@pytest.mark.req("WIZ-03")
def test_creating_makes_one_draft_however_often_it_is_sent(ada, world):
    data = BASE | {"create": str(world.consumers["carol"]), "key": "once"}
    first, second = ada.post("/create", data), ada.post("/create", data)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].endswith("/providers")
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("consumer", ["", "abc", "9" * 30, "0", "²"])
def test_a_person_who_isnt_there_is_not_found(ada, consumer):
    assert ada.post("/create", BASE | {"create": consumer}).status_code == 404


def test_a_contract_of_others_is_refused(ada, world):
    assert ada.post("/create", {"contract": MS, "category": "outpatient", "create": str(world.consumers["max"])}).status_code == 422
    assert ada.post("/create", BASE | {"create": str(world.consumers["max"])}).status_code == 404
    assert not Draft.objects.exists()


def test_the_consumers_page_leads_here_with_the_person_chosen(ada, world, text):
    page = ada.get(f"/create?consumer={world.consumers['carol']}")
    assert "Carol Quetzalcoatlus" in text(page)
    assert "Max" not in text(ada.get(f"/create?consumer={world.consumers['max']}"))


def test_staff_and_strangers_stay_out(world, client):
    assert worlds.signed_in(world, "grace").get("/create").status_code == 403
    assert client.get("/create").status_code == 302
