import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.contracts import queries as contracts
from precert.journal.models import Reading
from precert.registry import identity
from precert.registry.models import Consumer
from tests import world as w
from tests.harness.reading import text

pytestmark = pytest.mark.django_db
BY_NAME = {"last_name": w.CANARY, "birth_date": "1960-12-15", "first_name": "C"}


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.fixture
def ada(world):
    return w.signed_in(world, "ada", "denver")


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    "terms",
    [
        {"member_id": "CO1000001"},
        {"member_id": " co1000001 "},
        BY_NAME,
        BY_NAME | {"last_name": w.CANARY.upper()},
    ],
)
def test_a_consumer_is_found_by_id_or_by_last_name_and_birth_date(world, ada, terms, now):
    w.submitted(world, now)
    page = ada.post("/consumers", terms, follow=True)
    shown = text(page)
    for words in ("Name", "Date of Birth", "Address", "Consumer ID", "Contract", "Case Count"):
        assert words in shown
    assert f"Carol {w.CANARY} 12/15/1960 12 Elm St, Denver, CO 80203 CO1000001 Colorado 1" in shown
    assert Reading.objects.filter(
        subject_kind="consumer", subject_ids=[str(world.consumers["carol"])]
    ).exists()


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"last_name": w.CANARY},
        {"birth_date": "1960-12-15"},
        {"first_name": "Carol", "last_name": w.CANARY},
    ],
)
def test_less_finds_nobody_and_says_what_is_needed(ada, terms):
    page = ada.post("/consumers", terms, follow=True)
    assert page.status_code == 422
    assert "Enter the " in text(page)
    assert "12/15/1960" not in page.content.decode()
    assert not Reading.objects.filter(subject_kind="consumer").exists()


@pytest.mark.req("MEM-01")
@pytest.mark.req("CON-10", part="search fields")
def test_a_contract_that_asks_for_a_first_name_is_not_searched_without(ada):
    asks = "first_name" in contracts.current(w.CO).pack.consumers.search_extra
    page = ada.post(
        "/consumers", {k: v for k, v in BY_NAME.items() if k != "first_name"}, follow=True
    )
    assert ("CO1000001" in text(page)) is not asks
    assert ("first letter of the first name" in text(page)) is asks


def test_a_date_that_is_none_is_named_beside_its_field(ada):
    page = ada.post("/consumers", {"last_name": "X", "birth_date": "15/15/1960"}, follow=True)
    assert page.status_code == 422
    assert "“15/15/1960” is not a date. Enter the date of birth as MM/DD/YYYY." in text(page)


@pytest.mark.req("MEM-07")
def test_nobody_found_says_whom_to_call(ada):
    page = ada.post("/consumers", {"member_id": "123-45-6789"}, follow=True)
    assert "No one found." in text(page)
    assert contracts.current(w.CO).pack.support.phone in text(page)


def test_people_of_other_contracts_are_not_found_nor_opened(world, ada):
    assert "Meridian" not in text(ada.post("/consumers", {"member_id": "MS1000001"}, follow=True))
    foreign = ada.get(f"/consumers/{w.reference(ada, world.consumers['max'])}")
    missing = ada.get(f"/consumers/{w.reference(ada, 999_999)}")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_no_term_stands_in_an_address(ada):
    page = ada.get("/consumers", {"member_id": "CO1000001"})
    assert w.CANARY not in page.content.decode()
    assert 'method="post" action="/consumers"' in page.content.decode()


@pytest.mark.req("MEM-01", "OPS-05")
def test_results_have_an_address_to_come_back_to_that_says_nothing(world, ada):
    """Back from a consumer's page asks for it again; each showing is logged, the search itself
    shows nobody.
    """
    sent = ada.post("/consumers", BY_NAME)
    assert sent.status_code == 302
    address = sent.headers["Location"]
    assert not any(word in address for word in (w.CANARY, "1960", "CO1"))
    assert not Reading.objects.filter(subject_kind="consumer").exists()
    other = ada.post("/consumers", {"member_id": "CO1000002"}).headers["Location"]
    for _ in range(2):
        assert "Carol" in text(ada.get(address))
    assert "Lena" in text(ada.get(other))
    assert Reading.objects.filter(subject_kind="consumer").count() == 3
    for page in (ada.get("/consumers"), w.signed_in(world, "ben", "denver").get(address)):
        assert page.status_code == 200
        assert w.CANARY not in page.content.decode()


@pytest.mark.req("MEM-01")
@pytest.mark.req("CON-01", part="person label")
@pytest.mark.parametrize(
    ("who", "called"), [("jill", "Member ID"), ("mallory", "Consumer or Member ID")]
)
def test_a_person_is_called_as_the_contracts_of_the_context_say(world, who, called):
    browser = w.signed_in(world, who, {"jill": "jackson"}.get(who, who))
    assert f"Enter a {called}, or a last name and date of birth" in text(browser.get("/consumers"))
    assert f"Enter the {called}, or the last name" in text(browser.post("/consumers", {}))
    found = text(browser.post("/consumers", {"member_id": "MS1000001"}, follow=True))
    assert f"Address {called} Contract" in found


@pytest.mark.req("MEM-01")
@pytest.mark.parametrize("page", ["/consumers", "/create"])
def test_a_first_name_that_is_needed_is_asked_for_before_the_search(world, page):
    browser = w.signed_in(world, "ada", "denver")
    said = text(browser.get(page))
    assert "Enter a Consumer ID, or a last name, first name and date of birth." in said


@pytest.mark.req("MEM-02")
@pytest.mark.req("MEM-03", part="rows")
@pytest.mark.req("CON-01", part="customer contract")
@pytest.mark.req("CON-01", part="plans")
def test_the_page_shows_who_covers_and_the_requests_by_case(world, ada, now):
    made = w.submitted(world, now)
    w.issue(UUID(made["request"]), world.grace, now)
    w.draft(world, now)
    page = ada.get(f"/consumers/{w.reference(ada, world.consumers['carol'])}")
    shown = text(page)
    for words in (
        f"Carol {w.CANARY}", "12/15/1960 (age 65)", "Contract Colorado 00198",
        "Medicaid Health First Colorado 01/01/2024 open", "UM CASE (1)",
        "Submitted Requests (2)", "Servicing Requests (0)", "Pending Case ID", f"Case: {made['case']}",
        "Request 01", "Completed", "06/09/2026", "Outpatient",
        "06/15/2026 - 07/14/2026", "Approved: 1", "View Procedures", "12 / 12",
        "No letters available", "Answer request for information: The review organization has not asked", "Un-Submitted",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.req("MEM-02")
@pytest.mark.req("MEM-03", part="rows")
def test_a_servicing_provider_sees_others_requests_under_servicing(world, now):
    w.submitted(world, now, **{"provider/pcp": world.providers["dme"]})
    w.draft(world, now)
    rosa = w.signed_in(world, "rosa", "dme")
    page = rosa.get(f"/consumers/{w.reference(rosa, world.consumers['carol'])}")
    assert "Submitted Requests (0)" in text(page)
    assert "Servicing Requests (1)" in text(page)
    assert "Not reviewed: 1" in text(page)
    assert "Pending Case ID" not in text(page)


def test_strangers_of_the_same_contract_see_the_person_but_no_request(world, now):
    """Anyone of the contract may look a member up; the requests are the organisations' own."""
    made = w.submitted(world, now)
    mallory = w.signed_in(world, "mallory", "mallory")
    page = mallory.get(f"/consumers/{w.reference(mallory, world.consumers['carol'])}")
    assert made["case"] not in page.content.decode()
    assert "UM CASE (0)" in text(page)
    assert (
        Reading.objects.filter(
            subject_kind="consumer", actor_id=str(world.accounts["mallory"])
        ).count()
        == 1
    )


def test_the_number_of_queries_does_not_grow_with_the_rows(world, ada, now):
    counts = []
    for k in range(50):
        day = f"2026-{7 + k // 28:02d}-{1 + k % 28:02d}"
        w.submitted(
            world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}
        )
        if k in {0, 49}:
            with CaptureQueriesContext(connection) as found:
                page = ada.get(f"/consumers/{w.reference(ada, world.consumers['carol'])}")
            assert len(page.context["found"].submitted) == k + 1
            counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_number_of_queries_does_not_grow_with_the_people_found(world, ada):
    counts = []
    carol = Consumer.objects.get(pk=world.consumers["carol"])
    for n in (0, 49):
        for k in range(n):
            carol.pk, carol.member_id = None, f"CO2{k:06d}"
            carol.save(force_insert=True)
        with CaptureQueriesContext(connection) as found:
            page = ada.post("/consumers", BY_NAME, follow=True)
        assert len(page.context["search"].found) == n + 1
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_merged_person_is_found_by_the_old_id_with_the_cases_of_both(world, ada, now):
    """What was submitted under the id that was given up counts, and is shown, for the one who
    remains.
    """
    made = w.submitted(world, now)
    identity.merge(world.consumers["carol"], world.consumers["lena"])
    found = text(ada.post("/consumers", {"member_id": "CO1000001"}, follow=True))
    assert f"Lena Lapsed Formerly Carol {w.CANARY}, CO1000001" in found
    assert "CO1000002 Colorado 1" in found
    assert made["case"] in text(ada.get(f"/consumers/{w.reference(ada, world.consumers['lena'])}"))


@pytest.mark.req("MEM-01", part="references")
def test_a_consumer_is_reached_by_what_a_search_gave_and_by_nothing_else(world, ada):
    """A number, a reference that was changed, one of another session: as if nobody were there."""
    carol, max_ = world.consumers["carol"], world.consumers["max"]
    page = ada.post("/consumers", {"member_id": "CO1000001"}, follow=True).content.decode()
    [given] = set(re.findall(r'href="/consumers/([^"]+)"', page))
    assert "Quetzalcoatlus" in text(ada.get(f"/consumers/{given}"))
    other = w.signed_in(world, "ada", "denver")
    number, _, signature = given.partition(".")
    wrong = [str(carol), f"{max_}.{signature}", f"{number}.{signature[:-1]}", given + "x", "0"]
    answers = [ada.get(f"/consumers/{one}") for one in wrong] + [other.get(f"/consumers/{given}")]
    assert [one.status_code for one in answers] == [404] * len(answers)
    assert all("Quetzalcoatlus" not in one.content.decode() for one in answers)
