from copy import copy
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Draft
from precert.conduct.perform import perform
from precert.journal.models import Reading
from precert.registry.models import Consumer
from tests import world as w
from tests.doing.conversations.writing import read, write
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.mark.req("FND-01", part="figures")
def test_the_figures_are_the_organisations_and_the_table_its_drafts(world, now):
    w.draft(world, now)
    w.draft(world, now, who="ben")
    w.submitted(world, now)
    shown = text(w.signed_in(world, "ada", "denver").get("/"))
    for words in (
        "3 Work-in-Progress", "2 Not Submitted", "1 Submitted", "Request Saved But Not Submitted",
        "CO UM UM-OUTPATIENT CO1000001 Carol", "12/15/1960", "06/09/2026 09:00 MDT (Ben Tester)", "Displaying records 1 to 2 of 2 records",
    ):  # fmt: skip
        assert words in shown, words
    assert "Needs you" not in shown
    assert len(Reading.objects.get(subject_kind="draft", page="home").subject_ids) == 2


@pytest.mark.req("FND-01", part="new messages")
def test_new_messages_are_those_of_the_other_side_that_this_person_has_not_read(world, now):
    request = UUID(w.submitted(world, now)["request"])
    first, _ = (write(request, world.grace, now) for _ in range(2))
    write(request, world.ada, now, "RE: Question")

    def shown(who, provider):
        return text(w.signed_in(world, who, provider).get("/"))

    assert " 2 New Messages" in shown("ada", "denver")
    read(first, world.ada, now)
    assert " 1 New Messages" in shown("ada", "denver")
    assert " 2 New Messages" in shown("ben", "denver")
    assert " 0 New Messages" in shown("mallory", "mallory")


@pytest.mark.req("FND-01", part="table")
def test_what_a_draft_lacks_is_named_as_it_is_now(world, now):
    draft = w.draft(world, now)
    w.fill(
        world, draft, w.OUTPATIENT | {"line/k1/start": None, "line/k1/end": None}, world.ada, now
    )
    ada = w.signed_in(world, "ada", "denver")
    assert "97110 - Requested Start Date" in text(ada.get("/"))
    assert all(" " not in path for path in Draft.objects.get().missing), "paths, no sentences"
    w.fill(
        world, draft, {"line/k1/start": "2026-06-15", "line/k1/end": "2026-07-14"}, world.ada, now
    )
    assert "Nothing: ready to submit" in text(ada.get("/"))


@pytest.mark.req("FND-01", part="figures")
def test_what_waits_for_an_answer_is_counted_and_linked(world, now):
    request = UUID(w.submitted(world, now)["request"])
    w.take(request, world.grace, now)
    perform(RequestInformation, RequestInformationInput(request, ("Plan",)), world.grace, now)
    page = w.signed_in(world, "ada", "denver").get("/")
    assert "Needs you: 1 request for information" in text(page)
    assert 'href="/cases?needs=answer"' in page.content.decode()


@pytest.mark.req("CON-01", part="person label")
@pytest.mark.req("FND-01", part="table")
def test_a_person_is_called_as_the_contracts_say_by_the_name_they_have_everywhere(world, now):
    Consumer.objects.filter(pk=world.consumers["max"]).update(middle_name="A", suffix="Jr")
    w.draft(world, now, who="jill", provider="jackson", contract=w.MS, consumer="max")
    shown = text(w.signed_in(world, "jill", "jackson").get("/"))
    assert "Member ID Member Name" in shown
    assert "MS1000001 Max A Meridian Jr" in shown


def test_strangers_see_none_of_it(world, now):
    w.draft(world, now)
    w.submitted(world, now)
    page = w.signed_in(world, "mallory", "mallory").get("/")
    assert w.CANARY not in page.content.decode()
    assert "0 Work-in-Progress" in text(page)
    assert "No unfinished requests." in text(page)


def test_staff_go_to_the_queue_and_the_undecided_choose_a_context(world):
    assert w.signed_in(world, "grace").get("/").headers["Location"] == "/queue"
    assert w.signed_in(world, "ada").get("/").headers["Location"] == "/context"


@pytest.mark.req("FND-05", part="sort")
def test_the_table_pages_and_sorts_by_its_address(world, now, clock):
    for k in range(12):
        w.draft(world, now.replace(minute=k))
    ada = w.signed_in(world, "ada", "denver")
    first, second = ada.get("/"), ada.get("/?page=2")
    assert "Displaying records 1 to 10 of 12 records" in text(first)
    assert "Displaying records 11 to 12 of 12 records" in text(second)
    assert "Displaying records 1 to 12 of 12 records" in text(ada.get("/?show=25"))
    oldest = ada.get("/?sort=modified&show=25")
    assert [d.id for d in oldest.context["home"].drafts] == [
        d.id for d in reversed(ada.get("/?show=25").context["home"].drafts)
    ]
    assert 'aria-sort="ascending"' in oldest.content.decode()
    assert ada.get("/?page=99").headers["Location"] == "/"
    for nonsense in ("/?page=x&show=7", "/?page=-1", "/?page=99999999999", "/?sort=name"):
        assert ada.get(nonsense, follow=True).status_code == 200


@pytest.mark.req("FND-05", part="more than a thousand")
@pytest.mark.parametrize(("n", "counted"), [(1_000, "1,000"), (1_001, "more than 1,000")])
def test_a_count_is_exact_to_a_thousand(world, now, n, counted):
    row = Draft.objects.get(pk=w.draft(world, now))
    more = [copy(row) for _ in range(n - 1)]
    for one in more:
        one.pk = uuid4()
    Draft.objects.bulk_create(more)
    shown = text(w.signed_in(world, "ada", "denver").get("/"))
    assert f"Displaying records 1 to 10 of {counted} records" in shown
    assert f" {counted} Not Submitted" in shown


def test_the_number_of_queries_does_not_grow_with_the_rows(world, now):
    ada = w.signed_in(world, "ada", "denver")
    counts = []
    for n in (1, 49):
        for _ in range(n):
            w.draft(world, now)
        with CaptureQueriesContext(connection) as found:
            ada.get("/?show=50")
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.req("FND-06", part="same everywhere")
def test_the_menu_is_the_same_on_every_page_and_in_its_order(world, now):
    case = w.submitted(world, now)["case"]
    ada = w.signed_in(world, "ada", "denver")
    order = [
        "Home",
        "Cases",
        "Create Case",
        "Consumers",
        "Setup",
    ]
    menus = []
    for place in (
        "/",
        "/cases",
        f"/cases/{case}",
        "/consumers",
        f"/consumers/{w.reference(ada, world.consumers['carol'])}",
        "/help",
    ):
        page = ada.get(place)
        menus.append([item.label for item in page.context["menu"]])
        assert 'name="q"' in page.content.decode(), place
    assert all(menu == menus[0] for menu in menus)
    assert menus[0] == [label for label in order if label in menus[0]]
    assert {"Home", "Cases", "Consumers"} <= set(menus[0])
