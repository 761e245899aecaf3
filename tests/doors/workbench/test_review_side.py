"""The review side through its pages: queue, take, decide, ask, refer, issue, failures."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from precert.cases.models import Determination, InformationRequest, Note, Request, RequestState
from precert.journal import delivery
from precert.journal.models import Delivery
from precert.people import setup
from tests import world as w
from tests.harness.characters import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def request_id(world: w.World, now: datetime) -> UUID:
    return UUID(w.submitted(world, now)["request"])


def save(client: Client, request_id: UUID, values: dict[str, Any]) -> dict[str, Any]:
    body = {"changes": {path: [None, value] for path, value in values.items()}}
    answer = client.post(f"/review/{request_id}/save", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.req("REV-02", "REV-05")
def test_the_queue_lists_what_is_due_with_its_due_time(world: w.World, request_id: UUID) -> None:
    page = w.signed_in(world, "grace").get("/queue").content.decode()
    assert f"/review/{request_id}" in page
    assert "06/16/2026 23:59 MDT" in page  # seven calendar days after 9 June


def test_an_empty_queue_says_so(world: w.World) -> None:
    assert "Nothing is waiting" in w.signed_in(world, "grace").get("/queue").content.decode()


@pytest.mark.req("REV-02", "STA-01")
def test_take_next_takes_the_most_urgent_and_opens_it(world: w.World, request_id: UUID) -> None:
    answer = w.signed_in(world, "grace").post("/queue/next")
    assert answer.status_code == 302
    assert answer["Location"] == f"/review/{request_id}"
    state = RequestState.objects.get()
    assert (state.status, state.reviewer_id) == ("active-review", world.accounts["grace"])


@pytest.mark.req("REV-02")
def test_a_request_that_is_held_cannot_be_taken(world: w.World, request_id: UUID) -> None:
    w.signed_in(world, "grace").post(f"/review/{request_id}/take")
    answer = w.signed_in(world, "nora").post(f"/review/{request_id}/take")
    assert answer.status_code == 409
    assert "Grace Tester holds this request now." in answer.content.decode()


@pytest.mark.req("REV-04")
def test_a_reviewer_decides_line_by_line_and_issues(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(client, request_id, {"line/k1/outcome": "partial", "line/k1/reason": "partly-necessary", "line/k1/quantity": "6"})
    assert saved["findings"] == {"line/k1/rationale": "97110: say why less than asked is approved; the letter quotes it."}
    version = save(client, request_id, {"line/k1/rationale": "Six visits reach the goal."})["version"]
    answer = client.post(f"/review/{request_id}/issue", {"version": version, "key": "k"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cases/")
    found = Determination.objects.get()
    assert (found.outcome, found.quantity, found.review_action) == ("partial", 6, "A6")


@pytest.mark.req("REV-04")
def test_issue_twice_is_one_issue(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    version = save(client, request_id, w.APPROVE)["version"]
    first = client.post(f"/review/{request_id}/issue", {"version": version, "key": "k"})
    second = client.post(f"/review/{request_id}/issue", {"version": version, "key": "k"})
    assert first["Location"] == second["Location"]
    assert Determination.objects.count() == 1


@pytest.mark.req("REV-03")
def test_a_nurse_is_told_to_refer_what_she_may_not_deny(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(client, request_id, {"line/k1/outcome": "denied", "line/k1/reason": "not-necessary"})
    assert "Refer the request to a physician." in saved["findings"]["line/k1/outcome"]
    answer = client.post(f"/review/{request_id}/refer", {"reason": "Progress is unclear."})
    assert answer.status_code == 302
    assert Note.objects.get().internal
    assert RequestState.objects.get().level == "physician"
    refused = client.post(f"/review/{request_id}/take")
    assert refused.status_code == 409
    assert w.signed_in(world, "paul").post("/queue/next")["Location"] == f"/review/{request_id}"


@pytest.mark.req("REV-05")
def test_asking_for_information_gives_the_ball_to_the_provider(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    answer = client.post(f"/review/{request_id}/ask", {"items": "Plan of care\n\nNotes of May"})
    assert answer.status_code == 302
    assert InformationRequest.objects.get().items == ["Plan of care", "Notes of May"]
    assert RequestState.objects.get().holder == "provider"


def test_asking_for_nothing_keeps_the_dialog_open_with_the_reason(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    answer = client.post(f"/review/{request_id}/ask", {"items": "  "})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Name at least one thing that you need." in page
    assert re.search(r'id="ask-dialog"[^>]*data-dialog-auto', page)
    assert not re.search(r'id="refer-dialog"[^>]*data-dialog-auto', page)


def test_what_is_typed_survives_release(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    save(client, request_id, {"line/k1/rationale": "Half a thought"})
    client.post(f"/review/{request_id}/release")
    assert RequestState.objects.get().status == "submitted"
    page = w.signed_in(world, "nora").post("/queue/next", follow=True).content.decode()
    assert "Half a thought" in page


def test_the_letter_can_be_seen_before_it_is_issued(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    assert client.get(f"/review/{request_id}/letter/provider").status_code == 422
    save(client, request_id, w.APPROVE)
    answer = client.get(f"/review/{request_id}/letter/provider")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_autosave_by_somebody_who_does_not_hold_the_request_is_refused(world: w.World, request_id: UUID) -> None:
    w.signed_in(world, "grace").post("/queue/next")
    answer = w.signed_in(world, "nora").post(
        f"/review/{request_id}/save", {"changes": {"line/k1/outcome": [None, "approved"]}}, content_type="application/json"
    )
    assert answer.status_code == 409


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"changes": 3}', b'{"changes": {"a": 1}}', b"\xff"])
def test_unreadable_autosave_is_refused(world: w.World, request_id: UUID, body: bytes) -> None:
    answer = w.signed_in(world, "grace").post(f"/review/{request_id}/save", body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/queue", "/queue/next", "/failures"])
def test_a_provider_has_no_review_side(world: w.World, path: str) -> None:
    client = w.signed_in(world, "ada", "denver")
    assert client.get(path).status_code in {403, 405}


@pytest.mark.req("REV-04")
def test_what_failed_is_listed_and_can_be_tried_again(world: w.World, request_id: UUID, now: datetime) -> None:
    w.take(request_id, world.grace, now)
    Delivery.objects.update(attempts=2, error="PdfError: secret")
    client = w.signed_in(world, "sam")
    page = client.get("/failures").content.decode()
    assert "E-mail notice" in page
    assert "secret" not in page
    row = Delivery.objects.first()
    assert row is not None
    assert client.post(f"/failures/{row.pk}/again").status_code == 302


@pytest.mark.req("REV-04")
def test_what_ended_the_worker_again_and_again_is_listed_as_set_aside(world: w.World, request_id: UUID, now: datetime) -> None:
    w.take(request_id, world.grace, now)
    Delivery.objects.update(attempts=5, unended=delivery.MOST_CUT_OFF, error=delivery.CUT_OFF)
    page = w.signed_in(world, "sam").get("/failures").content.decode()
    assert "<td>Set aside</td><td>Interrupted</td>" in page


@pytest.mark.req("REV-04", "ORG-01")
@pytest.mark.parametrize(("contract", "seen"), [(w.CO, True), (w.MS, False)])
def test_a_supervisor_of_one_contract_is_shown_its_failures_alone(
    world: w.World, request_id: UUID, now: datetime, contract: str, seen: bool
) -> None:
    w.take(request_id, world.grace, now)
    Delivery.objects.update(attempts=2, error="PdfError: secret")
    world.accounts["vera"] = account("vera", now, staff=True).pk
    setup.grant_staff_role(world.accounts["vera"], "supervisor", now, contract)
    client = w.signed_in(world, "vera")
    assert 'href="/failures"' in client.get("/queue").content.decode(), "the menu leads there"
    page = client.get("/failures").content.decode()
    number = Request.objects.get(pk=request_id).case.number
    assert ("PdfError" in page, f"/cases/{number}" in page) == (seen, seen)
    row = Delivery.objects.filter(entry__case_id__isnull=False).earliest("pk")
    assert client.post(f"/failures/{row.pk}/again").status_code == (302 if seen else 404)


def test_the_queue_takes_the_same_number_of_queries_for_one_row_and_for_many(
    world: w.World, now: datetime, django_assert_max_num_queries: Any
) -> None:
    client = w.signed_in(world, "grace")
    w.submitted(world, now)
    client.get("/queue")
    with django_assert_max_num_queries(30) as one:
        client.get("/queue")
    for n in range(24):
        day = f"{now.date() + timedelta(days=60 + 2 * n)}"
        w.submitted(world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"})
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/queue")
