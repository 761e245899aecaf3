"""Autosave: what is saved, what conflicts, what is refused, and when it stops."""

import pytest

from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.conduct.perform import perform
from tests import world as worlds


def test_a_change_is_saved_and_the_frame_comes_back_fresh(desk):
    answer = desk.save({"service/type": [None, "111"]})
    assert answer.status_code == 200
    body = answer.json()
    assert body["saved_at"] == "09:00", "in the contract's time zone"
    assert body["conflicts"] == {}
    assert set(body["fragments"]) == {"wizard-steps", "so-far"}
    assert "111 - Physical Therapy" in body["fragments"]["so-far"]
    assert desk.values["service/type"] == "111"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        '{"changes": 3}',
        '{"changes": {"a": 1}}',
        '{"changes": {"a": [1]}}',
        "{}",
        "\udcff",
        '{"changes":' + "[" * 5000,
    ],
)
def test_what_cant_be_read_is_said_so(desk, body):
    sent = body.encode("utf-8", "surrogateescape")
    answer = desk.client.post(
        f"/drafts/{desk.draft}/save",
        sent,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "path",
    [
        "nonsense",
        "service",
        "line/K!/start",
        "diagnosis/icd10cm/",
        "provider/requesting",
        "x" * 10_000,
        "",
    ],
)
def test_a_field_that_isnt_one_is_refused_by_name(desk, path):
    answer = desk.save({path: [None, "x"]})
    assert answer.status_code == 422
    assert answer.json()["findings"] == {path: "This field is not part of a request."}


@pytest.mark.parametrize("value", ["y" * 5000, "a\x00b", [1], {"a": 1}, 1e300])
def test_a_value_that_cant_be_stored_is_refused(desk, value):
    assert desk.save({"request/urgency_reason": [None, value]}).status_code == 422
    assert "request/urgency_reason" not in desk.values


def test_one_refusal_doesnt_hold_up_the_others(desk):
    answer = desk.save({"nonsense": [None, "x"], "service/place": [None, "22"]})
    assert answer.status_code == 200
    assert answer.json()["findings"]["nonsense"]
    assert answer.json()["refused"] == ["nonsense"]
    assert desk.values["service/place"] == "22"


def test_any_number_of_fields_is_answered(desk):
    answer = desk.save({f"line/k{n}/start": [None, "2026-06-15"] for n in range(5_100)})
    assert answer.status_code == 422
    assert len(answer.json()["findings"]) == 5_100


def test_a_colleagues_other_value_is_a_conflict_with_both(desk, world, now):
    worlds.fill(world, desk.draft, {"service/place": "11"}, world.actor("ben", "denver"), now)
    body = desk.save({"service/place": [None, "22"], "service/type": [None, "111"]}).json()
    assert body["conflicts"] == {
        "service/place": {"mine": "22", "theirs": "11", "by": "Ben Tester"}
    }
    assert "service/place" not in body["values"]
    assert desk.values["service/place"] == "11"
    assert desk.values["service/type"] == "111"
    assert desk.save({"service/place": ["11", "22"]}).json()["conflicts"] == {}


@pytest.mark.req("WIZ-07", part="durations")
def test_the_end_follows_the_duration_and_back(filled):
    body = filled.save({"line/k1/duration": ["30", "10"]}, "requests").json()
    assert body["values"]["line/k1/end"] == "2026-06-24"
    body = filled.save({"line/k1/end": ["2026-06-24", "2026-06-15"]}, "requests").json()
    assert body["values"]["line/k1/duration"] == "1"
    assert "line-k1-mark" in body["fragments"]


def test_reversed_dates_are_said_at_the_field(filled):
    body = filled.save({"line/k1/end": ["2026-07-14", "2026-06-01"]}, "requests").json()
    assert any(path.startswith("line/k1/") for path in body["findings"])
    assert filled.values["line/k1/end"] == "2026-06-01", "what was typed is kept"


def test_a_code_that_ended_before_the_service_is_said_at_the_code(filled):
    body = filled.save({"line/k1/start": ["2026-06-15", "1990-01-01"]}, "requests").json()
    assert body["findings"]


def test_after_submission_autosave_is_told_to_stop(filled, world, now):
    worlds.submit(filled.draft, world.ada, now)
    answer = filled.save({"service/place": ["22", "11"]})
    assert answer.status_code == 409
    assert "has been submitted" in answer.json()["message"]


def test_after_cancelling_autosave_is_told_to_stop_as_for_a_foreign_draft(desk, world, now):
    foreign = worlds.signed_in(world, "mallory", "mallory").post(
        f"/drafts/{desk.draft}/save",
        '{"changes": {}}',
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    perform(CancelDraft, CancelDraftInput(desk.draft), world.ada, now)
    mine = desk.save({"service/place": [None, "22"]})
    assert mine.status_code == foreign.status_code == 410
    assert mine.content == foreign.content


def test_a_session_that_ended_in_mid_field_gets_401_and_the_way_back(desk):
    desk.client.logout()
    answer = desk.save(
        {"service/place": [None, "22"]}, referer=f"http://testserver/drafts/{desk.draft}/service"
    )
    assert answer.status_code == 401
    assert answer.json()["login"] == f"/login?next=%2Fdrafts%2F{desk.draft}%2Fservice"


def test_two_tabs_with_different_fields_dont_meet(desk):
    assert desk.save({"service/place": [None, "22"]}).json()["conflicts"] == {}
    assert desk.save({"service/type": [None, "111"]}).json()["conflicts"] == {}
    assert desk.save({"service/type": [None, "111"]}).json()["conflicts"] == {}, (
        "the same twice is no conflict"
    )


def test_a_line_that_a_colleague_removed_doesnt_come_back_as_a_ghost(filled, text):
    filled.post("requests", {"remove": "k1"})
    answer = filled.save({"line/k1/rate": [None, "40"]}, "requests")
    assert answer.status_code == 422
    assert answer.json()["findings"] == {
        "line/k1/rate": "Not saved. A colleague removed this line."
    }
    page = filled.post("requests", {"seen:line/k1/quantity": "12", "line/k1/quantity": "13"})
    assert "Requested Quantity: Not saved. A colleague removed this line." in text(page)
    assert not [path for path in filled.values if path.startswith("line/k1/")]


@pytest.mark.req("WIZ-07", part="dates")
@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("quantity", "2,5"),
        ("duration", "1,0"),
        ("quantity", "$5"),
        ("rate", "1e5"),
        ("start", "2026-W49-1"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(filled, path, typed):
    field = f"line/k1/{path}"
    body = filled.save({field: [filled.values.get(field), typed]}, "requests").json()
    assert typed in body["findings"][field]
