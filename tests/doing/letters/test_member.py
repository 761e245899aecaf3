"""The letter to the person whom the request is for: address, outcome, the way to appeal, no name of
a reviewer.
"""

from datetime import datetime, timedelta

import pytest

from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import InformationRequest
from precert.conduct.perform import perform
from precert.jobs import worker
from tests import world as w
from tests.doing.cases import asking as a
from tests.doing.letters.reading import letter, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


@pytest.mark.req("COM-04")
def test_an_approval_goes_to_the_persons_address(now: datetime) -> None:
    text = letter(w.build(now), now, "member")
    for part in (f"Carol {w.CANARY}", "12 Elm St", "Denver, CO 80203", "261600001", "97110"):
        assert part in text, part
    assert "Grace" not in text


@pytest.mark.req("COM-04", "REV-03")
def test_a_denial_says_what_was_not_met_why_and_how_to_appeal(now: datetime) -> None:
    text = letter(w.build(now), now, "member", a.DENY, who="paul")
    for part in (
        "Measurable progress",
        "Notes of May show none.",
        "Gains were not shown.",
        "reconsideration",
    ):
        assert part in text, part


@pytest.mark.req("COM-04", "REV-04")
def test_an_approval_lists_nothing_that_was_missing_for_one(now: datetime) -> None:
    unmet = {
        "line/k1/other_criterion": "Measurable progress",
        "line/k1/other_evidence": "Notes of May show none.",
        "line/k1/criterion/therapy.TH-1": "met",
    }
    text = letter(w.build(now), now, "member", w.APPROVE | unmet)
    assert "Measurable progress" not in text


@pytest.mark.req("COM-04")
@pytest.mark.req("REV-05", part="missed")
def test_a_denial_because_nothing_was_answered_names_what_was_asked_for(now: datetime) -> None:
    world = w.build(now)
    request = a.submitted_by_jill(world, now)
    w.take(request, world.grace, now)
    perform(
        RequestInformation,
        RequestInformationInput(request, ("Operative plan",)),
        world.grace,
        now + timedelta(hours=11),
    )
    late = InformationRequest.objects.get().due_at
    worker.tick(late)
    worker.run_once(late + timedelta(seconds=1))
    for audience in ("member", "provider"):
        text = words(audience)
        assert "The information requested on 06/09/2026 was not received: Operative plan" in text
        assert "Max Meridian" in text
    assert "Request for External Appeal" in words("provider")
