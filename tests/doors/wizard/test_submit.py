"""Submit Case: the review, refusals that lead to the field, warnings, the disclaimer, once and only
once.
"""

import re

import pytest
from django.db import InterfaceError, OperationalError

from precert.cases.models import Case, Draft, Line
from tests import world as worlds


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode()).group(1)


def press(desk, page=None, **more):
    page = page or desk.get("submit")
    return desk.post(
        "submit", {"version": hidden(page, "version"), "key": hidden(page, "key")} | more
    )


@pytest.mark.req("WIZ-11")
def test_a_complete_request_is_submitted_after_the_disclaimer(filled, text):
    page = filled.get("submit")
    for link in (
        "Update Providers",
        "Update Service Details",
        "Update Diagnoses",
        "Update Requests",
        "View Questionnaires",
        "Update Documents",
        "Update Notes",
    ):
        assert link in text(page)
    asked = press(filled)
    assert asked.status_code == 422
    assert "data-dialog-auto" in asked.content.decode()
    assert "does not establish benefits" in text(asked)
    assert not Case.objects.exists()
    done = press(filled, asked, agreed="1")
    case = Case.objects.get()
    assert done.headers["Location"] == f"/cases/{case.number}?notice=submitted"
    assert f"Submitted. The Case ID is {case.number}" in text(
        filled.client.get(done.headers["Location"])
    )


@pytest.mark.req("WIZ-11", part="edits")
def test_what_is_missing_is_listed_with_links_to_the_fields(desk, text):
    page = press(desk, agreed="1")
    assert page.status_code == 422
    assert "Missing Information: Service Type" in text(page)
    assert f'href="/drafts/{desk.draft}/service?check=1#f-service-type"' in page.content.decode()
    assert "data-focus-on-load" in page.content.decode()
    target = desk.get("service", "?check=1").content.decode()
    assert 'id="f-service-type"' in target


def test_every_finding_leads_to_an_element_that_is_there(at, world, now):
    desk = at(category="inpatient")
    worlds.fill(
        world,
        desk.draft,
        {
            "line/k1/kind": "procedure",
            "line/k1/system": "cpt",
            "line/k1/code": "97110",
            "line/k1/position": 1,
        },
        world.ada,
        now,
    )
    page = desk.get("submit").content.decode()
    links = re.findall(rf'<li><a href="(/drafts/{desk.draft}/[^"#]+)#([^"]+)"', page)
    assert len(links) >= 8
    for address, anchor in links:
        assert (
            f'id="{anchor}"' in desk.client.get(address.replace("&amp;", "&")).content.decode()
        ), (address, anchor)


def test_a_double_submit_makes_one_case_and_leads_there_twice(filled):
    page = filled.get("submit")
    first, second = press(filled, page, agreed="1"), press(filled, page, agreed="1")
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_the_back_button_after_submission_leads_to_the_case(filled):
    page = filled.get("submit")
    press(filled, page, agreed="1")
    number = Case.objects.get().number
    wanted = f"/cases/{number}?notice=already-submitted"
    for address in ("", "/service", "/submit", "/provider/servicing"):
        assert filled.client.get(f"/drafts/{filled.draft}{address}").headers["Location"] == wanted
    assert filled.post("service", {"go": "diagnoses"}).headers["Location"] == wanted
    assert filled.post("cancel").headers["Location"] == wanted
    again = filled.post("submit", {"version": "1", "key": "another", "agreed": "1"})
    assert again.headers["Location"] == wanted


def test_a_colleagues_change_after_the_review_stops_it(filled, world, now, text):
    page = filled.get("submit")
    worlds.fill(world, filled.draft, {"line/k1/quantity": "14"}, world.actor("ben", "denver"), now)
    answer = press(filled, page, agreed="1")
    assert answer.status_code == 409
    assert "Ben Tester changed this request after you reviewed it." in text(answer)
    assert press(filled, answer, agreed="1").status_code == 302


@pytest.mark.req("WIZ-11", part="edits")
def test_a_warning_needs_an_ok(filled, world, now, text):
    worlds.fill(
        world, filled.draft, {"service/type": "112", "line/k1/code": "97165"}, world.ada, now
    )  # a first visit
    page = filled.get("submit")
    assert b"summary-error" not in page.content, text(page)
    assert b'id="summary-warning"' in page.content
    assert b'name="confirmed"' in page.content
    assert "Check this box" not in text(page)
    refused = press(filled, agreed="1")
    assert refused.status_code == 422
    assert "Check this box to submit with warnings." in text(refused)
    assert not Case.objects.exists()
    assert press(filled, agreed="1", confirmed="true").status_code == 302


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "²"])
def test_a_version_that_cant_be_is_refused(filled, version):
    assert filled.post("submit", {"version": version, "agreed": "1", "key": "k"}).status_code == 409
    assert Draft.objects.get().state == "open"


def test_the_review_names_what_was_typed_safely(filled, world, now):
    worlds.fill(world, filled.draft, {"line/k1/modifier1": "<script>"}, world.ada, now)
    assert b"<script>" not in filled.get("submit").content


@pytest.mark.req("EDT-07")
@pytest.mark.req("WIZ-07", part="fips")
@pytest.mark.parametrize("typed", ["zz😀 not five", True, "080312"])
def test_a_fips_code_that_is_none_stops_the_submission(filled, typed, text):
    filled.save({"request/fips": [None, typed]}, "requests")
    page = press(filled, agreed="1")
    assert page.status_code == 422
    assert "Enter five digits" in text(page)
    assert "Enter five digits" in text(filled.get("requests"))
    assert not Case.objects.exists()


def test_a_line_of_a_kind_that_isnt_one_is_a_procedure(filled):
    filled.save({"line/k1/kind": ["procedure", "x" * 50]}, "requests")
    filled.save({"line/k1/modifier1": [None, "gp"]}, "requests")
    assert press(filled, agreed="1").status_code == 302
    line = Line.objects.get()
    assert (line.kind, line.modifiers) == ("procedure", ["GP"])


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("gone")])
@pytest.mark.parametrize(
    "where", ["precert.gate.identity.seat_of", "precert.cases.actions.submit.Submit.find"]
)
def test_without_the_database_submit_answers_busy_and_the_same_press_works_later(
    filled, monkeypatch, where, error
):
    page = filled.get("submit")
    sent = {"version": hidden(page, "version"), "key": hidden(page, "key"), "agreed": "1"}

    def away(*args, **kwargs):
        raise error

    filled.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(where, away)
        answer = filled.post("submit", sent)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "reload this page" in answer.content.decode()
        if "identity" in where:
            assert filled.save({"note": ["", "typed"]}).json()["state"] == "busy"
    assert "notice=submitted" in filled.post("submit", sent).headers["Location"]
