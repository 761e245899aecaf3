"""Steps 1 to 3: parameters, the person, creating the request."""

import re
from copy import copy

import pytest

from precert.cases.models import Draft
from precert.people import setup
from precert.registry.models import Consumer
from tests import world as worlds
from tests.world import CO, MS

BASE = {"contract": CO, "category": "outpatient"}


@pytest.fixture
def ada(world):
    return worlds.signed_in(world, "ada", "denver")


def search(client, **fields):
    return client.post("/create", BASE | {"search": "1"} | fields, follow=True)


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
    assert "Consumer or Member ID" in text(page)
    assert mallory.post("/create", {"category": "outpatient"}).status_code == 422


@pytest.mark.req("ORG-07", part="contract list")
def test_the_contracts_are_those_of_the_provider_acted_for(world, ada, now, text):
    """Changing context changes the list, and what a search finds."""
    setup.add_membership(
        world.accounts["ada"], world.groups["jackson"], world.providers["jackson"], "provider-staff", now,
    )  # fmt: skip
    assert "Case Contract CO UM" in text(ada.get("/create"))
    table = text(ada.get("/context"))
    assert "Name NPI Type Address" in table
    for key in ("denver", "jackson"):
        name, npi, _, label, *_ = worlds.PROVIDERS[key]
        assert name in table
        assert f"{npi} {label} 100 Main St" in table
    ada.post("/context", {"provider": world.providers["jackson"]})
    page = text(ada.get("/create"))
    assert "Case Contract MS State UM" in page
    assert "CO UM" not in page
    found = search(ada, contract=MS, member_id="CO1000001")
    assert worlds.CANARY not in text(found)
    assert b'name="create"' not in found.content


@pytest.mark.req("WIZ-02", part="search")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Enter the Consumer ID, or the last name and the date of birth."),
        ({"last_name": "Quetzalcoatlus"}, "Enter the date of birth too"),
        ({"birth_date": "12/15/1960"}, "Enter the last name too."),
        (
            {"last_name": "Quetzalcoatlus", "birth_date": "13/45/1960"},
            "“13/45/1960” is not a date. Enter the date of birth as MM/DD/YYYY.",
        ),
        ({"last_name": "Quetzalcoatlus", "birth_date": "1/27/74"}, "“1/27/74” is not a date."),
        ({"member_id": "CO1000001", "birth_date": "01-10-1971"}, "“01-10-1971” is not a date."),
        (
            {"last_name": "Quetzalcoatlus", "birth_date": "12/15/1960"},
            "first letter of the first name",
        ),
    ],
)
def test_half_a_search_finds_nobody_and_says_what_lacks(ada, text, fields, said):
    page = search(ada, **fields)
    assert page.status_code == 422
    assert said in text(page)
    assert "CO1000001" not in text(page)


@pytest.mark.req("WIZ-02", part="search")
@pytest.mark.parametrize(
    "fields",
    [
        {"member_id": "co1000001"},
        {"last_name": "quetzalcoatlus", "birth_date": "12/15/1960", "first_name": "C"},
    ],
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
    assert "No one found." in text(page)
    assert (
        "A newborn without an ID (NICU) cannot be found here. Call Colorado Provider Support,"
        " 720-555-0142" in text(page)
    )
    assert b'name="create"' not in page.content


@pytest.mark.req("WIZ-02", part="earlier requests")
def test_earlier_requests_stand_in_two_tabs_and_open(ada, world, now, text):
    own = worlds.submitted(world, now)
    page = search(ada, member_id="CO1000001")
    assert "Submitted Requests (1)" in text(page)
    assert "Servicing Requests (0)" in text(page)
    assert f"/cases/{own['case']}" in page.content.decode()


@pytest.mark.req("WIZ-02", part="earlier requests")
def test_what_others_asked_for_stands_under_servicing_and_opens_too(world, now, text):
    """Rosa serves in a request of Ada's; a draft of Ada's is none of her business."""
    made = worlds.submitted(world, now, **{"provider/pcp": world.providers["dme"]})
    worlds.draft(world, now)
    rosa = worlds.signed_in(world, "rosa", "dme")
    page = search(rosa, member_id="CO1000001")
    assert "Submitted Requests (0)" in text(page)
    assert "Servicing Requests (1)" in text(page)
    [address] = set(re.findall(rf'href="(/cases/{made["case"]})"', page.content.decode()))
    assert rosa.get(address).status_code == 200


@pytest.mark.req("WIZ-02", part="choose")
def test_of_several_found_one_is_chosen(ada, world, text):
    """Two people of one name and birth date: nobody is taken before one of them is chosen."""
    carol = Consumer.objects.get(pk=world.consumers["carol"])
    twin = copy(carol)
    twin.pk, twin.member_id, twin.first_name = None, "CO1000009", "Cora"
    twin.save(force_insert=True)
    wanted = {"last_name": worlds.CANARY, "birth_date": "12/15/1960", "first_name": "C"}
    found = search(ada, **wanted)
    assert "Name Date of Birth Address Consumer ID Contract Case Count Action" in text(found)
    assert f"Carol {worlds.CANARY} 12/15/1960 12 Elm St, Denver, CO 80203 CO1000001 Colorado 0 Choose" in text(found)  # fmt: skip
    assert b'name="create"' not in found.content
    [given] = re.findall(r'name="choose" value="([^"]+)">Choose<span[^>]*> Cora', found.content.decode())  # fmt: skip
    chosen = ada.post("/create", BASE | wanted | {"choose": given}, follow=True)
    [person] = re.findall(r'name="create" value="([^"]+)"', chosen.content.decode())
    ada.post("/create", BASE | {"create": person, "key": "k"})
    assert Draft.objects.get().consumer_id == twin.pk


@pytest.mark.req("WIZ-02", part="search")
def test_the_page_can_be_come_back_to_from_the_steps_behind_it(ada, world, text):
    """By an address that says nobody's name; what was chosen and typed stands there again."""
    found = ada.post("/create", BASE | {"member_id": "CO1000001"})
    assert found.status_code == 302
    assert "CO1" not in found.headers["Location"]
    chosen = ada.post(
        "/create",
        BASE
        | {"member_id": "CO1000001", "choose": worlds.reference(ada, world.consumers["carol"])},
    ).headers["Location"]
    for address in (found.headers["Location"], chosen):
        page = ada.get(address)
        assert "Carol Quetzalcoatlus" in text(page), address
        assert b'value="CO1000001"' in page.content
        assert page.context["start"].category == "outpatient"
    assert "Quetzalcoatlus" not in text(ada.get("/create"))
    foreign = ada.post(
        "/create", BASE | {"choose": worlds.reference(ada, world.consumers["max"])}, follow=True
    )
    assert "Meridian" not in text(foreign)


@pytest.mark.req("WIZ-03")
def test_creating_makes_one_draft_however_often_it_is_sent(ada, world):
    data = BASE | {"create": worlds.reference(ada, world.consumers["carol"]), "key": "once"}
    first, second = ada.post("/create", data), ada.post("/create", data)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].endswith("/providers")
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("consumer", ["", "abc", "9" * 30, "0", "²", "{carol}", "{carol}.x"])
def test_a_person_who_isnt_there_is_not_found(ada, world, consumer):
    """Nor one who is there, by a number instead of the reference that a search gives."""
    typed = consumer.format(carol=world.consumers["carol"])
    assert ada.post("/create", BASE | {"create": typed}).status_code == 404
    assert "Carol" not in ada.get("/create", {"consumer": typed}).content.decode()


def test_a_contract_of_others_is_refused(ada, world):
    assert (
        ada.post(
            "/create",
            {
                "contract": MS,
                "category": "outpatient",
                "create": worlds.reference(ada, world.consumers["max"]),
            },
        ).status_code
        == 422
    )
    assert (
        ada.post(
            "/create", BASE | {"create": worlds.reference(ada, world.consumers["max"])}
        ).status_code
        == 404
    )
    assert not Draft.objects.exists()


def test_the_consumers_page_leads_here_with_the_person_chosen(ada, world, text):
    page = ada.get(f"/create?consumer={worlds.reference(ada, world.consumers['carol'])}")
    assert "Carol Quetzalcoatlus" in text(page)
    assert "Max" not in text(
        ada.get(f"/create?consumer={worlds.reference(ada, world.consumers['max'])}")
    )


@pytest.mark.req("WIZ-01")
@pytest.mark.req("CON-01", part="person label")
@pytest.mark.req("CON-01", part="customer contract")
def test_a_person_chosen_elsewhere_stays_in_sight_until_the_request_type_is_chosen(world, text):
    """Called as their contract calls them, though the context serves two; the customer contract
    stands on the person.
    """
    mallory = worlds.signed_in(world, "mallory", "mallory")
    first = mallory.get(f"/create?consumer={worlds.reference(mallory, world.consumers['max'])}")
    again = mallory.post(
        "/create", {"contract": MS, "create": worlds.reference(mallory, world.consumers["max"])}
    )
    assert again.status_code == 422
    for page in (first, again):
        assert "Max Meridian" in text(page)
        assert "Member ID MS1000001" in text(page)
        assert "Contract Mississippi 00203 Address" in text(page)
        assert b'class="pc-create__person"><section' not in page.content
        assert "Go to Member Information" in text(page)


def test_staff_and_strangers_stay_out(world, client):
    assert worlds.signed_in(world, "grace").get("/create").status_code == 403
    assert client.get("/create").status_code == 302


@pytest.mark.req("WIZ-02", part="search")
@pytest.mark.parametrize(
    "beside", [{"last_name": "Lapsed"}, {"birth_date": "05/04/1971"}, {"first_name": "Lena"}]
)
def test_what_is_typed_beside_an_id_has_to_be_that_persons(ada, text, beside):
    page = search(ada, member_id="CO1000001", **beside)
    assert "This Consumer ID belongs to someone with a different name or date of birth." in text(
        page
    )
    assert "Carol" not in text(page)
    right = {"last_name": "QUETZALCOATLUS", "first_name": "c", "birth_date": "12/15/1960"}
    assert "Carol Quetzalcoatlus" in text(search(ada, member_id="CO1000001", **right))


@pytest.mark.req("WIZ-01")
@pytest.mark.parametrize("button", ["create", "choose"])
def test_another_contract_chosen_after_the_person_is_said_at_the_contract(world, text, button):
    mallory = worlds.signed_in(world, "mallory", "mallory")
    typed = BASE | {
        "contract": MS,
        "member_id": "CO1000001",
        button: worlds.reference(mallory, world.consumers["carol"]),
    }
    page = mallory.post("/create", typed, follow=True)
    assert "Carol Quetzalcoatlus is not under MS State UM. Choose another contract" in text(page)
    assert b'value="CO1000001"' in page.content
    assert not Draft.objects.exists()
    done = mallory.post(
        "/create",
        typed | {"contract": CO, "create": worlds.reference(mallory, world.consumers["carol"])},
    )
    assert done.headers["Location"].endswith("/providers")
