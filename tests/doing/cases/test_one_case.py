"""One case from draft to determination, through the actions alone."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.models import Case, Determination
from precert.cases.queries.case_file import case_file
from precert.conduct.refusal import Refusal
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.mark.req("STA-03")
@pytest.mark.req("STA-01", part="way through")
@pytest.mark.req("STA-02", part="approved")
def test_a_request_goes_from_draft_to_determination(now: datetime) -> None:
    world = w.build(now)
    answer = w.submitted(world, now)
    assert answer["case"] == "261600001"  # 9 June 2026 is day 160
    request = UUID(answer["request"])
    assert case_file(world.ada, answer["case"]).status == "submitted"
    w.issue(request, world.grace, now + timedelta(hours=1))
    found = case_file(world.ada, answer["case"])
    assert found.status_label == "Completed"
    assert found.current.lines[0].status_label == "Approved"
    assert found.current.lines[0].reason == "Approved - Meets Criteria"
    assert found.row.state.authorization == "A261600001"
    assert Determination.objects.get().review_action == "A1"
    assert w.review().worker_id is None


@pytest.mark.req("STA-06", part="same bytes")
def test_a_stranger_finds_nothing(now: datetime) -> None:
    world = w.build(now)
    answer = w.submitted(world, now)
    assert case_file(world.mallory, answer["case"]) is None


@pytest.mark.req("REV-03")
def test_a_nurse_cannot_deny_for_medical_necessity(now: datetime) -> None:
    world = w.build(now)
    request = UUID(w.submitted(world, now)["request"])
    denial = {
        "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "Not shown.",
        "line/k1/other_criterion": "Function declined", "line/k1/other_evidence": "Note of 1 June",
    }  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        w.issue(request, world.grace, now, denial)
    assert [f.code for f in refusal.value.findings] == ["physician-only"]
    assert not Determination.objects.exists()


@pytest.mark.req("EDT-05")
def test_a_second_request_for_the_same_service_is_a_duplicate(now: datetime) -> None:
    world = w.build(now)
    first = w.submitted(world, now)["case"]
    with pytest.raises(Refusal) as refusal:
        w.submitted(world, now)
    assert any(f.code == "duplicate_services" and first in f.text for f in refusal.value.findings)
    assert Case.objects.count() == 1
