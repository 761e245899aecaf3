"""The review side through its pages: queue, take, decide, ask, refer, issue, failures."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from precert.cases.actions.release import Release, ReleaseInput
from precert.cases.models import Determination, InformationRequest, Note, Request, RequestState
from precert.journal import delivery
from precert.journal.models import Errand
from precert.people import setup
from tests import world as w
from tests.harness.characters import account
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_id(world: w.World, now: datetime) -> UUID:
    return UUID(w.submitted(world, now)["request"])


def save(client: Client, request_id: UUID, values: dict[str, Any]) -> dict[str, Any]:
    body = {"changes": {path: [None, value] for path, value in values.items()}}
    answer = client.post(f"/review/{request_id}/save", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.req("REV-05", part="due time")
@pytest.mark.req("REV-02", part="due time")
def test_the_queue_lists_what_is_due_with_its_due_time(world: w.World, request_id: UUID) -> None:
    page = w.signed_in(world, "grace").get("/queue").content.decode()
    assert f"/review/{request_id}" in page
    assert "06/16/2026 23:59 MDT" in page  # seven calendar days after 9 June


def test_an_empty_queue_says_so(world: w.World) -> None:
    assert "No requests" in w.signed_in(world, "grace").get("/queue").content.decode()


@pytest.mark.req("STA-01", part="active review")
@pytest.mark.req("REV-02")
def test_take_next_takes_what_is_free_and_opens_it(world: w.World, request_id: UUID) -> None:
    answer = w.signed_in(world, "grace").post("/queue/next")
    assert answer.status_code == 302
    assert answer["Location"] == f"/review/{request_id}"
    state = RequestState.objects.get()
    assert (state.status, w.review().worker_id) == ("active-review", world.accounts["grace"])


@pytest.mark.req("REV-02", part="holder")
def test_a_request_that_is_held_cannot_be_taken(world: w.World, request_id: UUID) -> None:
    w.signed_in(world, "grace").post(f"/review/{request_id}/take")
    answer = w.signed_in(world, "nora").post(f"/review/{request_id}/take")
    assert answer.status_code == 409
    assert "Grace Tester holds this request." in answer.content.decode()


@pytest.mark.req("REV-04")
def test_a_reviewer_decides_line_by_line_and_issues(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(
        client,
        request_id,
        {
            "line/k1/outcome": "partial",
            "line/k1/reason": "partly-necessary",
            "line/k1/quantity": "6",
        },
    )
    assert saved["findings"] == {}, "what was not touched yet is not marked"
    emptied = save(client, request_id, {"line/k1/rationale": " "})
    assert emptied["findings"] == {
        "line/k1/rationale": "97110: explain why less than requested is approved. The letter will include this."
    }
    version = save(client, request_id, {"line/k1/rationale": "Six visits reach the goal."})[
        "version"
    ]
    answer = client.post(
        f"/review/{request_id}/issue", {"version": version, "revision": 0, "key": "k"}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cases/")
    found = Determination.objects.get()
    assert (found.outcome, found.quantity, found.review_action) == ("partial", 6, "A6")


@pytest.mark.parametrize(
    "sent",
    [
        {"version": "1"},
        {"version": "1", "revision": ""},
        {"version": "1", "revision": "zero"},
        {"version": "1", "revision": "-1"},
        {"version": "1", "revision": "9" * 40},
        {"revision": "0"},
    ],
    ids=str,
)
@pytest.mark.req("REV-04", part="on what was shown")
def test_a_page_that_sends_no_readable_revision_is_told_to_open_the_request_again(
    world: w.World, request_id: UUID, sent: dict[str, str]
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    assert save(client, request_id, w.APPROVE)["version"] == 1
    page = client.get(f"/review/{request_id}").content.decode()
    assert 'name="revision" value="0"' in page
    answer = client.post(f"/review/{request_id}/issue", sent | {"key": "k"})
    assert answer.status_code == 409
    assert "Open the request again, review it, then issue." in answer.content.decode()
    assert not Determination.objects.exists()


@pytest.mark.req("REV-04")
def test_issue_twice_is_one_issue(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    version = save(client, request_id, w.APPROVE)["version"]
    first = client.post(
        f"/review/{request_id}/issue", {"version": version, "revision": 0, "key": "k"}
    )
    second = client.post(
        f"/review/{request_id}/issue", {"version": version, "revision": 0, "key": "k"}
    )
    assert first["Location"] == second["Location"]
    assert Determination.objects.count() == 1


@pytest.mark.req("REV-03")
def test_a_nurse_is_told_to_refer_what_she_may_not_deny(world: w.World, request_id: UUID) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(
        client, request_id, {"line/k1/outcome": "denied", "line/k1/reason": "not-necessary"}
    )
    assert "Refer the request to a physician." in saved["findings"]["line/k1/outcome"]
    answer = client.post(
        f"/review/{request_id}/refer_to_physician", {"reason": "Progress is unclear."}
    )
    assert answer.status_code == 302
    assert Note.objects.get().internal
    assert w.review().level == "physician"
    desk = client.get(f"/review/{request_id}")
    assert "Physician review is for reviewers of another role." in text(desk)
    assert ">Take</button>" not in desk.content.decode()
    refused = client.post(f"/review/{request_id}/take")
    assert refused.status_code == 409
    assert "Physician review is for reviewers of another role." in refused.content.decode()
    assert w.signed_in(world, "paul").post("/queue/next")["Location"] == f"/review/{request_id}"


@pytest.mark.req("REV-05", part="pause")
def test_asking_for_information_gives_the_ball_to_the_provider(
    world: w.World, request_id: UUID
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    answer = client.post(
        f"/review/{request_id}/request_information", {"items": "Plan of care\n\nNotes of May"}
    )
    assert answer.status_code == 302
    assert InformationRequest.objects.get().items == ["Plan of care", "Notes of May"]
    assert RequestState.objects.get().holder == "provider"


def test_asking_for_nothing_comes_back_with_the_reason_beside_the_field(
    world: w.World, request_id: UUID
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    answer = client.post(f"/review/{request_id}/request_information", {"items": "  "})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter at least one item you need." in page
    assert re.search(r'id="f-items-error"[^>]*>Enter at least one item', page)
    assert '<a href="#f-items">' in page


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


@pytest.mark.req("REV-04")
def test_approved_dates_and_duration_follow_each_other_and_a_nurse_is_offered_no_physicians_reason(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    page = w.signed_in(world, "grace").get(f"/review/{request_id}").content.decode()
    assert 'data-duration data-counts-last-day="true"' in page
    for part, name in (("start", "start"), ("end", "end"), ("days", "duration")):
        assert re.search(rf'<input[^>]*id="f-line-k1-{name}"[^>]*data-duration-{part}=', page), part
    assert "Approved - Physician Review" not in page
    w.perform(Release, ReleaseInput(request_id), world.grace, now)
    assert (
        "Approved - Physician Review"
        in w.signed_in(world, "paul").get(f"/review/{request_id}").content.decode()
    )


def test_autosave_by_somebody_who_does_not_hold_the_request_is_refused(
    world: w.World, request_id: UUID
) -> None:
    w.signed_in(world, "grace").post("/queue/next")
    answer = w.signed_in(world, "nora").post(
        f"/review/{request_id}/save",
        {"changes": {"line/k1/outcome": [None, "approved"]}},
        content_type="application/json",
    )
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"changes": 3}', b'{"changes": {"a": 1}}', b"\xff", b"[" * 100_000]
)
def test_unreadable_autosave_is_refused(world: w.World, request_id: UUID, body: bytes) -> None:
    answer = w.signed_in(world, "grace").post(
        f"/review/{request_id}/save", body, content_type="application/json"
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/review/{}/save", "/session/kept"])
def test_a_form_in_place_of_autosave_is_refused(
    world: w.World, request_id: UUID, address: str
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    client.handler.enforce_csrf_checks = True  # it reads the form before the view does
    token = "t" * 32
    client.cookies["__Host-csrf"] = token
    assert (
        client.post(
            address.format(request_id), {"changes": "1", "csrfmiddlewaretoken": token}
        ).status_code
        == 400
    )


def test_what_is_too_long_is_refused_beside_its_field_and_the_rest_is_saved(
    world: w.World, request_id: UUID
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(
        client, request_id, {"line/k1/rationale": "x" * 4001, "line/k1/outcome": "approved"}
    )
    assert saved["refused"] == ["line/k1/rationale"]
    assert saved["values"] == {"line/k1/outcome": "approved"}
    assert (
        saved["findings"]["line/k1/rationale"]
        == "Use at most 4,000 characters; this text has 4,001."
    )


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("quantity", "1.005"),
        ("quantity", "9" * 22),
        ("quantity", "٣"),
        ("quantity", "1_0"),
        ("duration", "1.5"),
        ("duration", "1e1"),
    ],
)
def test_what_is_no_number_is_said_so_and_never_read_as_one(
    world: w.World, request_id: UUID, name: str, typed: str
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    saved = save(client, request_id, {"line/k1/outcome": "partial", f"line/k1/{name}": typed})
    said = saved["findings"][f"line/k1/{name}"]
    assert said.startswith(f"97110: “{typed}” is not a ")
    assert ("whole number" in said) is (name == "duration")


@pytest.mark.parametrize("many", [5_100, 0])
def test_any_number_of_paths_is_answered(world: w.World, request_id: UUID, many: int) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    changes = {f"line/k{n + 2}/outcome": [None, "approved"] for n in range(many)}
    answer = client.post(
        f"/review/{request_id}/save", {"changes": changes}, content_type="application/json"
    )
    assert answer.status_code == (422 if many else 200)
    assert (len(answer.json()["refused"]), answer.json()["values"]) == (many, {})


@pytest.mark.parametrize("version", ["²", "9" * 5_000, "", "-1", "1.0", "١"])
def test_a_version_that_is_none_issues_nothing(
    world: w.World, request_id: UUID, version: str
) -> None:
    client = w.signed_in(world, "grace")
    client.post("/queue/next")
    save(client, request_id, w.APPROVE)
    answer = client.post(
        f"/review/{request_id}/issue", {"version": version, "revision": 0, "key": "k"}
    )
    assert answer.status_code == 409
    assert "Open the request again, review it, then issue." in answer.content.decode()


ID = "0b7c0000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "2026-01-01",
        "~",
        f"2026-01-01~{ID}",
        "2026-06-09T15:00:00%2B00:00~zz",
        f"9999-99-99T~{ID}",
        "%00",
        f"0001-01-01T00:00:00%2B23:59~{ID}",
    ],
)
@pytest.mark.parametrize("address", ["/queue", "/cases"])
def test_a_place_that_no_page_gave_starts_the_list_anew(
    world: w.World, request_id: UUID, address: str, after: str
) -> None:
    client = (
        w.signed_in(world, "grace") if address == "/queue" else w.signed_in(world, "ada", "denver")
    )
    answer = client.get(f"{address}?after={after}")
    assert answer.status_code == 200
    assert Request.objects.get().case.number in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/queue"), ("post", "/queue/next"), ("get", "/failures")]
)
def test_a_provider_has_no_review_side(world: w.World, method: str, path: str) -> None:
    allowed = w.signed_in(world, "grace" if path != "/failures" else "sam")
    assert getattr(allowed, method)(path).status_code < 400, "there is something to keep out of"
    assert getattr(w.signed_in(world, "ada", "denver"), method)(path).status_code == 403


@pytest.mark.req("REV-04")
def test_what_failed_is_listed_and_can_be_tried_again(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    Errand.objects.update(attempts=2, error="PdfError: secret")
    client = w.signed_in(world, "sam")
    page = client.get("/failures").content.decode()
    assert "Email notice" in page
    assert "Took a request" in page
    assert "The letter&#x27;s text has characters that cannot be printed" in page
    assert "09:00 MDT" in page
    assert "secret" not in page
    assert "are shown. More appear" not in page
    row = Errand.objects.first()
    assert row is not None
    assert client.post(f"/failures/{row.pk}/again").status_code == 302


@pytest.mark.req("REV-04", "ORG-01")
def test_an_administrator_reads_the_case_id_of_what_failed_and_how_much_there_is(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    row = Errand.objects.filter(entry__verb="request.taken").earliest("pk")
    failed = {"next_at": now, "attempts": 1, "error": "KeyError: x"}
    Errand.objects.bulk_create(
        Errand(entry=row.entry, consumer=f"tests.{n}", **failed) for n in range(102)
    )
    world.accounts["max"] = account("max", now, staff=True).pk
    setup.grant_staff_role(world.accounts["max"], "administrator", now)
    page = w.signed_in(world, "max").get("/failures").content.decode()
    number = Request.objects.get(pk=request_id).case.number
    assert f"<td>{number}</td>" in page
    assert f"/cases/{number}" not in page
    assert "The first 100 of 102 are shown" in page


@pytest.mark.req("REV-04")
def test_what_ended_the_worker_again_and_again_is_listed_as_set_aside(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    w.take(request_id, world.grace, now)
    Errand.objects.update(attempts=5, unended=delivery.MOST_CUT_OFF, error=delivery.CUT_OFF)
    page = w.signed_in(world, "sam").get("/failures").content.decode()
    assert "<td>On hold</td><td>The worker stopped while working on this" in page


@pytest.mark.req("REV-04", "ORG-01")
@pytest.mark.parametrize(("contract", "seen"), [(w.CO, True), (w.MS, False)])
def test_a_supervisor_of_one_contract_is_shown_its_failures_alone(
    world: w.World, request_id: UUID, now: datetime, contract: str, seen: bool
) -> None:
    w.take(request_id, world.grace, now)
    Errand.objects.update(attempts=2, error="PdfError: secret")
    world.accounts["vera"] = account("vera", now, staff=True).pk
    setup.grant_staff_role(world.accounts["vera"], "supervisor", now, contract)
    client = w.signed_in(world, "vera")
    assert 'href="/failures"' in client.get("/queue").content.decode(), "the menu leads there"
    page = client.get("/failures").content.decode()
    number = Request.objects.get(pk=request_id).case.number
    assert ("PdfError" in page, f"/cases/{number}" in page) == (seen, seen)
    row = Errand.objects.filter(entry__case_id__isnull=False).earliest("pk")
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
        w.submitted(
            world, now, **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"}
        )
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/queue")
