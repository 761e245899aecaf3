"""Codes: the type-ahead's answers, adding by code, headers and ended codes, order."""

import html
import json
import re

import pytest
from django.http import QueryDict

from precert.codes.models import Code


def rows(desk, **query):
    answer = desk.client.get("/codes/search", query)
    assert answer.status_code == 200
    return answer.json()["rows"]


@pytest.mark.req("WIZ-06", part="search")
def test_codes_are_found_by_code_and_by_words(desk):
    assert [row["code"] for row in rows(desk, system="icd10cm", q="M54.50")] == ["M54.50"]
    assert rows(desk, system="icd10cm", q="low back pain")
    assert len(rows(desk, system="icd10cm", q="pain")) <= 20


@pytest.mark.req("WIZ-06", part="search")
def test_a_header_says_why_it_cant_be_chosen(desk):
    header = next(row for row in rows(desk, system="icd10cm", q="M54.5") if row["code"] == "M54.5")
    assert header["disabled"]
    assert header["reason"] == "Not billable, choose a more specific code"
    assert header["opens"]


def test_a_search_in_vain_says_how_to_search(desk):
    answer = desk.client.get("/codes/search", {"system": "icd10cm", "q": "zebra xylophone"}).json()
    assert answer["rows"] == []
    assert "Enter the start of a code, or fewer or more general words" in answer["hint"]
    assert "hint" not in desk.client.get("/codes/search", {"system": "icd10cm", "q": "I10"}).json()


@pytest.mark.req("WIZ-06", part="search")
@pytest.mark.parametrize("typed", ["T84.54 XA", "t84.54a", "T84.54-XA"])
def test_a_code_is_added_however_it_is_parted_and_padded(desk, typed):
    assert desk.fill("diagnoses", {"add": typed}).status_code == 302
    assert "diagnosis/icd10cm/T84.54XA" in desk.values


def source(desk):
    """What the type-ahead of the procedures asks with."""
    found = re.search(r'data-source="[^"?]*[?]([^"]*)"', desk.get("requests").content.decode())
    query = QueryDict(html.unescape(found.group(1)))
    return {name: query.getlist(name) for name in query}


def ended(code="M54.50"):
    Code.objects.filter(system="icd10cm", code=code).update(valid_to="2025-09-30")


def test_a_code_that_ended_is_refused_only_for_a_later_service(desk):
    ended()
    known = rows(desk, system="icd10cm", q="M54.50", on="2026-06-15")[0]
    assert known["disabled"]
    assert known["reason"] == "Ended 09/30/2025"
    assert not rows(desk, system="icd10cm", q="M54.50", on="2025-06-15")[0]["disabled"]
    open_day = rows(desk, system="icd10cm", q="M54.50")[0]
    assert not open_day["disabled"]
    assert open_day["note"] == "Ended 09/30/2025"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "x"},
        {"system": "nope", "q": "M54"},
        {"system": "icd10cm", "q": "%_'\"\x00"},
        {"system": "cpt", "on": "x"},
    ],
)
def test_any_query_gets_rows_or_none(desk, query):
    rows(desk, **query)


@pytest.mark.req("WIZ-06", part="order")
def test_the_first_diagnosis_is_primary_and_order_can_be_changed(desk, text):
    for code in ("M54.50", "E11.9", "I10"):
        assert desk.fill("diagnoses", {"add": code}).status_code == 302
    page = desk.get("diagnoses")
    assert "Diagnoses (3)" in text(page)
    desk.post("diagnoses", {"first": "icd10cm/I10"})
    assert desk.values["diagnosis/icd10cm/I10"] == 1
    order = ["icd10cm/E11.9", "icd10cm/M54.50", "icd10cm/I10"]
    answer = desk.client.post(
        f"/drafts/{desk.draft}/diagnoses/order",
        json.dumps({"order": order}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert "E11.9" in answer.json()["fragments"]["so-far"]
    desk.post("diagnoses", {"remove": "icd10cm/E11.9"})
    assert set(desk.values) & {"diagnosis/icd10cm/E11.9"} == set()


@pytest.mark.parametrize(
    ("body", "status"), [("", 400), ("[]", 400), ('{"order": 3}', 400), ('{"order": [[1]]}', 200)]
)
def test_an_order_that_cant_be_read_is_refused_or_does_nothing(filled, body, status):
    before = filled.values
    answer = filled.client.post(
        f"/drafts/{filled.draft}/diagnoses/order", body, content_type="application/json"
    )
    assert answer.status_code == status
    assert filled.values == before


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ZZZ999", "No code “ZZZ999”"),
        ("M54.5", "Not billable"),
        ("F43.1", "Choose one of its codes, for example F43.10, F43.11, F43.12, or clear the box."),
        ("hello", "Choose a code from the list, or clear the box to go on without it."),
        ("low back", "No code “low back”"),
        ("<script>", "No code “<script>”"),
        ("x" * 5000, "No code"),
    ],
)
def test_a_code_that_cant_be_added_stays_in_the_box_with_the_reason(desk, text, code, said):
    page = desk.fill("diagnoses", {"add": code})
    assert page.status_code == 422
    assert said in text(page)
    assert b"<script>" not in page.content
    assert not [path for path in desk.values if path.startswith("diagnosis/")]


def test_an_ended_diagnosis_is_refused_for_the_day_of_service(filled, text):
    ended("E11.9")
    page = filled.fill("diagnoses", {"add": "E11.9"})
    assert "E11.9: Ended 09/30/2025. Choose another code, or clear the box." in text(page)


@pytest.mark.req("WIZ-07", part="line dates")
@pytest.mark.req("WIZ-07", part="fields of a line")
def test_a_procedure_opens_its_form_with_the_last_ones_dates(filled, text):
    answer = filled.fill("requests", {"add": "97112", "add_key": "k0000abcd"})
    assert answer.headers["Location"].endswith("?line=k0000abcd#f-line-k0000abcd-start")
    assert filled.values["line/k0000abcd/system"] == "cpt"
    assert filled.values["line/k0000abcd/start"] == "2026-06-15"
    page = filled.get("requests", "?line=k0000abcd")
    for label in (
        "Modifier 1",
        "Modifier 2",
        "Modifier 3",
        "Modifier 4",
        "Unit Qualifier",
        "Requested Start Date *",
        "Requested End Date *",
        "Requested Duration *",
        "Number of days. It is calculated from the dates, and the end date is calculated from it.",
        "Number of units",
        "Requested Quantity *",
        "Frequency *",
        "Requested Rate",
    ):
        assert label in text(page)
    assert "Modifier 5" not in text(page)
    assert "Notification Date and Time Set automatically when you submit." in text(page)
    assert b'name="request/notification' not in page.content


@pytest.mark.parametrize(
    ("days", "start", "wrong"),
    [
        ({"valid_to": "2026-06-20"}, "2026-06-18", False),
        ({"valid_to": "2026-06-20"}, "2026-06-21", True),
        ({"valid_to": "2026-06-01"}, "2026-06-15", True),
        ({"valid_from": "2026-07-01"}, "2026-07-02", False),
        ({"valid_from": "2026-07-01"}, "2026-06-15", True),
    ],
)
def test_a_code_is_judged_by_its_own_lines_date(filled, text, days, start, wrong):
    """The other line begins on 06/15/2026."""
    Code.objects.filter(system="cpt", code="97112").update(**days)
    listed = next(row for row in rows(filled, **source(filled), q="97112"))
    assert not listed["disabled"]
    added = filled.fill("requests", {"add": "97112", "add_key": "k0000abcd"})
    assert added.status_code == 302
    filled.save({"line/k0000abcd/start": ["2026-06-15", start]}, "requests")
    page = text(filled.get("requests", "?check=1&line=k0000abcd"))
    assert ("cannot be used for" in page) == wrong


def test_adding_twice_under_one_key_adds_once(filled):
    for _ in range(2):
        filled.fill("requests", {"add": "97112", "add_key": "k0000abcd"})
    assert len([path for path in filled.values if path.endswith("/code")]) == 2


def test_hcpcs_is_found_beside_cpt_and_a_code_type_narrows(filled, text):
    filled.fill("requests", {"add": "K0001", "add_key": "k00000009"})
    assert filled.values["line/k00000009/system"] == "hcpcs"
    assert "No code" in text(filled.fill("requests", {"add": "K0001", "system": "cpt"}))


def test_a_line_is_removed_whole_but_never_the_stay(at):
    desk = at(category="inpatient")
    desk.post("requests", {"remove": "los"})
    assert desk.values["line/los/kind"] == "los"
    desk.fill("requests", {"add": "97110", "add_key": "k0000000a"})
    desk.post("requests", {"remove": "k0000000a"})
    assert not [path for path in desk.values if path.startswith("line/k0000000a/")]


@pytest.mark.req("WIZ-07", part="length of stay")
def test_the_stay_is_there_by_itself_and_procedures_take_its_dates(at, text):
    desk = at(category="inpatient")
    page = text(desk.get("requests"))
    assert "Length of Stay" in page
    for label in ("Unit Qualifier", "Start Date *", "End Date *", "Duration *", "Rate"):
        assert label in page, label
    desk.save(
        {"line/los/start": [None, "2026-06-15"], "line/los/end": [None, "2026-06-18"]}, "requests"
    )
    assert desk.values["line/los/duration"] == "3"
    desk.fill("requests", {"add": "97110", "add_key": "k0000000a"})
    assert desk.values["line/k0000000a/end"] == "2026-06-18"
    assert desk.values["line/k0000000a/duration"] == "4", (
        "a procedure counts its last day, this contract's stay doesn't"
    )
    assert "but the duration is" not in text(desk.get("requests", "?check=1"))


@pytest.mark.parametrize("key", ["los", "../x", "K1", "k1"])
def test_a_key_that_the_page_didnt_make_is_not_taken(filled, key):
    filled.fill("requests", {"add": "97112", "add_key": key})
    [made] = [path.split("/")[1] for path, value in filled.values.items() if value == "97112"]
    assert re.fullmatch("k[0-9a-f]{8}", made)


def test_a_folded_line_gives_its_fields_when_asked(filled):
    assert b"Requested Quantity" in filled.get("lines/k1").content
    assert filled.get("lines/k2").status_code == 404
