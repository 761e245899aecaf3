"""Create Case: a draft with everything that is known already."""

from dataclasses import replace
from datetime import datetime

import pytest

from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.models import Case, Draft
from precert.conduct.perform import perform
from tests import world as w
from tests.doing.cases import asking as a


def data(
    world: w.World, contract: str = w.CO, category: str = "outpatient", consumer: str = "carol"
) -> CreateDraftInput:
    return CreateDraftInput(contract, category, world.consumers[consumer])


@pytest.mark.req("WIZ-03", "WIZ-12")
@pytest.mark.req("WIZ-04", part="defaults")
def test_a_draft_starts_with_what_is_known_and_without_a_case_id(
    world: w.World, now: datetime
) -> None:
    answer = perform(CreateDraft, data(world), world.ada, now).answer
    row = Draft.objects.get()
    assert str(row.pk) == answer["draft"]
    assert (row.contract, row.category, row.provider_id, row.consumer_id) == (
        w.CO,
        "outpatient",
        *ids(world),
    )
    assert row.values == {
        "provider/servicing": world.providers["denver"],
        "request/type": "prior-auth",
    }
    assert "diagnosis" in row.missing
    assert not Case.objects.exists()
    [event] = a.events("draft.created")
    assert (event.subject_id, event.data) == (
        str(row.pk),
        {"contract": w.CO, "category": "outpatient"},
    )
    assert event.context_provider == world.providers["denver"]


def ids(world: w.World) -> tuple[int, int]:
    return world.providers["denver"], world.consumers["carol"]


@pytest.mark.req("WIZ-04", part="defaults")
def test_a_stay_starts_with_the_facility_and_not_a_servicing_provider(
    world: w.World, now: datetime
) -> None:
    perform(CreateDraft, data(world, category="inpatient"), world.ada, now)
    values = Draft.objects.get().values
    assert values["provider/facility"] == world.providers["denver"]
    assert "provider/servicing" not in values


@pytest.mark.req("WIZ-01", "ORG-07")
def test_only_contracts_of_the_context_and_known_categories(world: w.World, now: datetime) -> None:
    assert a.told(a.refused(CreateDraft, data(world, w.MS), world.ada, now)) == (
        "invalid",
        [("contract", "contract")],
    )
    assert a.told(a.refused(CreateDraft, data(world, "no-such"), world.ada, now)) == (
        "invalid",
        [("contract", "contract")],
    )
    assert a.told(a.refused(CreateDraft, data(world, category="dental"), world.ada, now)) == (
        "invalid",
        [("category", "category")],
    )
    assert not Draft.objects.exists()


@pytest.mark.req("WIZ-02", part="search")
def test_a_person_of_another_customer_is_missing_like_nobody(world: w.World, now: datetime) -> None:
    foreign = a.refused(CreateDraft, data(world, consumer="max"), world.ada, now)
    nobody = a.refused(CreateDraft, replace(data(world), consumer_id=10**9), world.ada, now)
    assert (
        (foreign.kind, foreign.findings)
        == (nobody.kind, nobody.findings)
        == ("missing", nobody.findings)
    )


def test_the_same_key_makes_one_draft(world: w.World, now: datetime) -> None:
    first = perform(CreateDraft, data(world), world.ada, now, key="k").answer
    assert perform(CreateDraft, data(world), world.ada, now, key="k").answer == first
    assert Draft.objects.count() == len(a.events("draft.created")) == 1


@pytest.mark.req("ORG-01")
def test_who_may_create(world: w.World, now: datetime) -> None:
    assert a.who_may(CreateDraft, data(world), world, now) == a.by_table("draft.edit", seen=True)
    without_context = replace(world.ada, provider_id=None)
    assert a.told(a.refused(CreateDraft, data(world), without_context, now)) == (
        "invalid",
        [("context", "")],
    )
