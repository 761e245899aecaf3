"""Who sees which case, draft and document: the rows themselves, without a page."""

from dataclasses import replace
from uuid import UUID

import pytest

from precert.cases import access
from precert.cases.queries import consumer_cases, consumer_search, search
from precert.cases.queries.case_file import case_file
from precert.cases.queries.copies import copies
from precert.cases.queries.home import home
from precert.cases.queries.open_requests import open_requests
from precert.cases.queries.timeline import timeline
from precert.conduct.actor import Actor
from precert.people import setup
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.mark.req("STA-06", part="cases")
@pytest.mark.parametrize("role", ["pcp", "attending"])
def test_every_named_role_sees_the_case(world, now, role):
    setup.add_membership(
        world.accounts["rosa"], world.groups["dme"], None, "provider-group-admin", now
    )
    group = setup.create_group("Smith", [world.providers["doctor"]], now)
    setup.add_membership(world.accounts["rosa"], group, None, "provider-staff", now)
    doctor = world.providers["doctor"]
    typed = {f"provider/attending/{doctor}": 1} if role == "attending" else {"provider/pcp": doctor}
    number = w.submitted(world, now, **typed)["case"]
    assert case_file(world.actor("rosa", "doctor"), number) is not None
    assert case_file(world.rosa, number) is None, "another of her providers has no part in it"


@pytest.mark.req("STA-06", part="cases")
def test_a_group_sees_the_case_unless_the_contract_says_context_only(world, now):
    number = w.submitted(world, now)["case"]
    assert search.find(world.actor("ada", "denver"), search.WantedNumber(case=number)) == number
    assert (
        search.find(world.actor("ada", "aurora"), search.WantedNumber(case=number)) is None
    )  # CO UM: own context only


@pytest.mark.req("STA-06", part="cases")
def test_staff_see_the_cases_of_their_contracts(world, now):
    number = w.submitted(world, now)["case"]
    assert case_file(world.grace, number) is not None
    assert case_file(replace(world.grace, contracts=frozenset({w.MS})), number) is None


@pytest.mark.req("STA-06", part="drafts")
def test_drafts_are_the_requesting_providers_and_its_group_admins(world, now):
    made = w.draft(world, now)
    for who, provider, seen in (
        ("ada", "denver", True),
        ("ben", "denver", True),
        ("ada", "aurora", True),
        ("rosa", "dme", False),
    ):
        assert access.drafts(world.actor(who, provider)).filter(pk=made).exists() is seen, (
            who,
            provider,
        )
    assert not access.drafts(world.grace).exists()
    assert not access.drafts(world.mallory).exists()


def test_nobody_elses_rows_are_in_any_list(world, now):
    made = w.submitted(world, now)
    w.draft(world, now)
    mallory = world.mallory
    assert (home(mallory).in_progress.n, open_requests(mallory).rows) == (0, [])
    found = consumer_cases.rows(mallory, world.consumers["carol"])
    assert (found.submitted, found.servicing, found.count) == ((), (), 0)
    assert consumer_cases.counts(mallory, [world.consumers["carol"]]) == {}
    assert consumer_search.consumer(world.jill, world.consumers["carol"]) is None
    assert search.find(mallory, search.WantedNumber(case=made["case"])) is None


def test_an_actor_without_permissions_finds_nobody(world, now):
    nobody = Actor(
        kind="person",
        id="0",
        name="",
        provider_id=world.providers["denver"],
        contracts=frozenset({w.CO}),
    )
    terms = consumer_search.SearchTerms(member_id="CO1000001")
    assert consumer_search.search(nobody, terms).found == ()
    assert open_requests(nobody).rows == []


def test_the_timeline_hides_from_providers_what_is_internal(world, now):
    made = w.submitted(world, now)
    w.issue(UUID(made["request"]), world.grace, now)
    file = case_file(world.ada, made["case"])
    theirs = [(e.what, e.who) for e in timeline(world.ada, file.row.pk)]
    assert theirs == [
        ("Determination issued", "Review organization"),
        ("Review started", "Review organization"),
        ("Request submitted", "Ada Tester"),
    ]
    assert ("Review started", "Grace Tester") in [
        (e.what, e.who) for e in timeline(world.grace, file.row.pk)
    ]


def test_what_was_copied_is_as_the_registry_had_it(world, now):
    file = case_file(world.ada, w.submitted(world, now)["case"])
    found = copies(file)
    assert {one.name: one.value for one in found.consumer}["Date of birth"] == "12/15/1960"
    assert all(
        one.today is None
        for one in (*found.consumer, *(v for p in found.providers for v in p.values))
    )


@pytest.mark.req("FND-02", part="numbers")
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("261600001", search.WantedNumber(case="261600001")),
        (" 26160 0001 ", search.WantedNumber(case="261600001")),
        ("a261600001", search.WantedNumber(authorization="A261600001")),
        ("11326-0340", search.WantedNumber(case="113268340")),
        ("00001-0000", search.WantedNumber(case="000018000")),
        ("Smith", None),
        ("", None),
        ("1234", None),
    ],
)
def test_a_number_is_read_as_what_it_is(typed, wanted):
    assert search.read(typed) == wanted
