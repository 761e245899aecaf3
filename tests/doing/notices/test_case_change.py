"""The notice of a change on a case: to the submitter, Case ID and link, nothing about person or
outcome.
"""

from datetime import datetime
from uuid import UUID

import pytest
from django.conf import settings

from precert.cases.actions.reassign import Reassign, ReassignInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import InformationRequest
from precert.conduct.perform import perform
from precert.jobs import worker
from precert.journal.models import Entry
from precert.notices.catalog.case_change import CaseChange
from precert.people.models import Account
from tests import world as w

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def held(world: w.World, now: datetime) -> UUID:
    return w.held(world, now)


def words(verb: str, now: datetime) -> list[tuple[int | None, str, str]]:
    found = CaseChange().words(Entry.objects.filter(verb=verb).latest("pk"), now)
    return [(one.account, one.address, one.subject) for one in found]


@pytest.mark.req("COM-06", part="status")
def test_each_change_is_told_to_the_submitter_with_a_link(
    world: w.World, held: UUID, now: datetime
) -> None:
    perform(
        RequestInformation, RequestInformationInput(held, ("Notes on Carol",)), world.grace, now
    )
    worker.tick(InformationRequest.objects.get().due_at)
    version = w.decide(held, world.grace, now, w.APPROVE)
    perform(w.IssueDetermination, w.to_issue(held, version), world.grace, now)
    ada = (world.accounts["ada"], "ada@example.org")
    told = set(CaseChange().verbs) - {"request.assigned"}  # in the place of request.taken: below
    assert {verb: words(verb, now) for verb in told} == {
        "request.taken": [(*ada, "Case 261600001 is being reviewed")],
        "information.requested": [(*ada, "Case 261600001 needs information from you")],
        "information.missed": [(*ada, "Case 261600001 was not answered by the deadline")],
        "determination.issued": [(*ada, "Case 261600001 has a determination")],
    }
    for verb in told:
        [one] = CaseChange().words(Entry.objects.filter(verb=verb).latest("pk"), now)
        assert f"{settings.SITE_URL}/cases/261600001" in one.text
        for secret in (w.CANARY, "Carol", "97110", "CO1000001", "Notes on", "pproved", "Grace"):
            assert secret not in one.text + one.subject


@pytest.mark.req("COM-06", part="status")
def test_the_next_reviewer_is_no_news(world: w.World, held: UUID, now: datetime) -> None:
    perform(ReferToPhysician, ReferToPhysicianInput(held, "Why?"), world.grace, now)
    w.take(held, world.paul, now)
    assert words("request.taken", now) == []


@pytest.mark.req("COM-06", part="status")
def test_a_review_that_a_supervisor_starts_is_told_once(world: w.World, now: datetime) -> None:
    request = UUID(w.submitted(world, now)["request"])
    sam, nora = world.actor("sam"), world.accounts["nora"]
    perform(Reassign, ReassignInput(request, nora, None), sam, now)
    assert words("request.assigned", now) == [
        (world.accounts["ada"], "ada@example.org", "Case 261600001 is being reviewed")
    ]
    perform(Release, ReleaseInput(request), world.actor("nora"), now)
    w.take(request, world.grace, now)
    assert words("request.taken", now) == []
    perform(Release, ReleaseInput(request), world.grace, now)
    perform(Reassign, ReassignInput(request, nora, None), sam, now)
    assert words("request.assigned", now) == []


@pytest.mark.req("COM-06", part="status")
def test_a_request_that_is_given_back_and_taken_again_is_no_news(
    world: w.World, held: UUID, now: datetime
) -> None:
    perform(Release, ReleaseInput(held), world.grace, now)
    w.take(held, world.actor("nora"), now)
    assert words("request.taken", now) == []


def test_someone_without_an_address_is_not_written_to(
    world: w.World, held: UUID, now: datetime
) -> None:
    Account.objects.filter(pk=world.accounts["ada"]).update(email="")
    assert words("request.taken", now) == []
