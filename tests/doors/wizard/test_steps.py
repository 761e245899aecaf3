"""The steps of a draft as pages: shown, posted without script, walked both ways."""

import re
from uuid import uuid4

import pytest

from precert.cases.models import Draft
from precert.web.wizard import outline
from precert.web.wizard.steps import (
    s04_providers,
    s05_service,
    s06_diagnoses,
    s07_requests,
    s08_questionnaires,
    s09_attachments,
    s10_communications,
)
from tests import world as worlds
from tests.doing.cases.asking import IMAGING

MODULES = [
    s04_providers,
    s05_service,
    s06_diagnoses,
    s07_requests,
    s08_questionnaires,
    s09_attachments,
    s10_communications,
]
NAMES = [
    "Case Parameters", "Consumer Information", "Create Case", "Additional Providers", "Service Details", "Diagnoses", "Requests",
    "Questionnaires", "Attachments", "Communications", "Submit Case",
]  # fmt: skip
KEYS = [step.key for step in outline.filling()] + ["submit"]


def test_the_steps_are_named_as_the_field_names_them():
    assert [shown.number for shown in outline.filling()] == [4, 5, 6, 7, 8, 9, 10]
    assert [
        *outline.before("Consumer"),
        *(step.label for step in outline.filling()),
        outline.SUBMIT_LABEL,
    ] == NAMES
    assert len(MODULES) == len(outline.filling())


@pytest.mark.parametrize("category", ["inpatient", "outpatient"])
@pytest.mark.parametrize("key", KEYS)
def test_every_step_is_shown_and_links_to_all_others(at, key, category, text):
    desk = at(category=category)
    page = desk.get(key)
    assert page.status_code == 200
    for other in KEYS:
        assert f"/drafts/{desk.draft}/{other}" in page.content.decode()
    assert ("Add a Note" in text(page)) == (key != "submit")
    assert ("Jump to Submit" in text(page)) == (
        key in {"requests", "questionnaires", "attachments"}
    )


@pytest.mark.parametrize("key", KEYS)
def test_the_same_pages_serve_the_contract_that_prefers_ribbons(at, key):
    desk = at("jill", "jackson", contract="ms-state-um", category="inpatient", consumer="max")
    assert desk.get(key).status_code == 200


def test_a_draft_opens_at_the_first_step_that_lacks_something(desk, world, now):
    assert desk.client.get(f"/drafts/{desk.draft}").headers["Location"].endswith("/service")
    worlds.fill(world, desk.draft, worlds.OUTPATIENT, world.ada, now)
    assert desk.client.get(f"/drafts/{desk.draft}").headers["Location"].endswith("/submit")


def marks(page) -> dict[str, str]:
    """The mark of each step as a screen reader says it; of the step that is open, nothing."""
    found = re.findall(
        r'pc-step__mark">(.*?)</span>\s*<span class="pc-step__name">([^<]+)<',
        page.content.decode(),
        re.DOTALL,
    )
    return {name: re.sub(r"<[^>]+>", "", mark).strip() for mark, name in found}


@pytest.mark.req("WIZ-08", "WIZ-10")
@pytest.mark.req("WIZ-09", part="progress header")
def test_a_step_that_may_stay_empty_is_done_when_somebody_went_on_from_it_or_when_something_stands_in_it(
    filled,
):
    before = marks(filled.get("service"))
    assert [before[name] for name in NAMES[3:]] == [
        "✓Done:",
        "5",
        "✓Done:",
        "✓Done:",
        "8",
        "9",
        "10",
        "11",
    ]
    filled.get("attachments")
    assert marks(filled.get("service"))["Attachments"] == "9", "reading a page writes nothing"
    version = Draft.objects.get(pk=filled.draft).version
    assert filled.fill("attachments", {}, go="communications").status_code == 302
    now = marks(filled.get("submit"))
    assert [now[name] for name in NAMES[7:10]] == ["8", "✓Done:", "10"]
    filled.fill("attachments", {}, go="communications")
    assert Draft.objects.get(pk=filled.draft).version == version + 1, "once"
    filled.client.post(
        f"/drafts/{filled.draft}/notes", {"type": "external", "text": "Please read."}
    )
    assert marks(filled.get("submit"))["Communications"] == "✓Done:"


@pytest.mark.req("WIZ-08")
def test_a_questionnaire_that_is_needed_later_makes_a_visited_step_incomplete(filled):
    filled.fill("questionnaires", {}, go="attachments")
    assert marks(filled.get("submit"))["Questionnaires"] == "✓Done:"
    seen = filled.values
    filled.save({path: [seen.get(path), value] for path, value in IMAGING.items()})
    assert marks(filled.get("submit"))["Questionnaires"] == "!Incomplete:"


@pytest.mark.req("WIZ-05")
def test_a_page_without_script_saves_the_whole_step_and_goes_on(desk):
    answer = desk.fill("service", {"service/place": "22", "service/type": "111"}, go="diagnoses")
    assert answer.headers["Location"] == f"/drafts/{desk.draft}/diagnoses"
    assert desk.values["service/place"] == "22"
    assert desk.values["service/type"] == "111"


def focused(page) -> str:
    """The id of the element that a browser puts the focus on."""
    found = re.search(r"<(?:input|select)\b[^>]*\bautofocus\b[^>]*>", page.content.decode())
    return re.search(r'\bid="([^"]+)"', found.group()).group(1) if found else ""


@pytest.mark.req("WIZ-07")
def test_requests_starts_where_something_is_still_to_be_entered(desk, world, now):
    assert focused(desk.get("requests")) == "f-request-urgency-1"
    worlds.fill(world, desk.draft, {"request/urgency": "standard"}, world.ada, now)
    assert focused(desk.get("requests")) == "f-line"


@pytest.mark.req("WIZ-05")
def test_inpatient_asks_for_admission_too(at, text):
    desk = at(category="inpatient")
    page = text(desk.get("service"))
    assert "Admission Source" in page
    assert "Admit Date" in page
    assert "Admission Source" not in text(at().get("service"))
    desk.fill(
        "service", {"service/admission_source": "elective", "service/admit_date": "2026-06-15"}
    )
    assert desk.values["line/los/start"] == "2026-06-15", "the stay begins with the admission"


def test_what_was_not_touched_is_not_overwritten(desk, world, now):
    seen = {
        "seen:service/place": "",
        "service/place": "",
        "seen:service/type": "",
        "service/type": "111",
    }
    worlds.fill(world, desk.draft, {"service/place": "11"}, world.ada, now)
    assert desk.post("service", seen | {"go": "diagnoses"}).status_code == 302
    assert desk.values["service/place"] == "11"
    assert desk.values["service/type"] == "111"


def test_two_values_for_one_field_are_both_shown_and_mine_stays_typed(desk, world, now, text):
    worlds.fill(world, desk.draft, {"service/place": "11"}, world.ada, now)
    page = desk.post("service", {"seen:service/place": "", "service/place": "22"})
    assert page.status_code == 409
    assert "Place of Service: Ada Tester entered “Office”. Your entry is shown." in text(page)
    assert re.search(r'<option value="22" selected>', page.content.decode())
    assert desk.values["service/place"] == "11"
    desk.post("service", {"seen:service/place": "11", "service/place": "22"})
    assert desk.values["service/place"] == "22"


def test_a_value_that_cant_be_stored_stays_on_the_page(desk):
    page = desk.post(
        "requests", {"seen:request/urgency_reason": "", "request/urgency_reason": "y" * 5000}
    )
    assert page.status_code == 422
    assert b"y" * 5000 in page.content
    assert b"at most 4,000 characters" in page.content


def test_an_unreadable_date_is_kept_as_typed_and_marked(filled, text):
    filled.post("requests", {"seen:line/k1/start": "2026-06-15", "line/k1/start": "next Tuesday"})
    page = filled.get("requests", "?line=k1")
    assert b'value="next Tuesday"' in page.content
    assert "usa-error-message" in page.content.decode()


def test_missing_things_are_marked_at_their_fields_when_asked(desk, text):
    assert "Missing Information: Service Type" not in text(desk.get("service"))
    assert "Missing Information: Service Type" in text(desk.get("service", "?check=1"))


def test_a_foreign_draft_and_a_missing_one_give_the_same_bytes(desk, world):
    mallory = worlds.signed_in(world, "mallory", "mallory")

    def plain(page):
        return re.sub(
            rb'(csrf-token" content|X-CSRFToken&quot;: &quot;|csrfmiddlewaretoken" value)[^>]*',
            b"",
            page.content,
        )

    for rest in ("", "/service", "/submit", "/provider/servicing"):
        foreign, missing = (
            mallory.get(f"/drafts/{desk.draft}{rest}"),
            mallory.get(f"/drafts/{uuid4()}{rest}"),
        )
        assert foreign.status_code == missing.status_code == 404
    assert mallory.post(f"/drafts/{desk.draft}/cancel").status_code == 404
    assert (
        mallory.post(f"/drafts/{desk.draft}/notes", {"type": "external", "text": "x"}).status_code
        == 404
    )
    assert (
        mallory.post(
            f"/drafts/{desk.draft}/service", {"seen:service/place": "", "service/place": "22"}
        ).status_code
        == 404
    )
    assert "service/place" not in desk.values


def test_an_unknown_step_is_not_found(desk):
    assert desk.get("nonsense").status_code == 404
    assert (
        desk.post("service", {"go": "https://elsewhere.example"}).headers["Location"]
        == f"/drafts/{desk.draft}/service"
    )


@pytest.mark.req("WIZ-11", part="cancel")
@pytest.mark.parametrize("key", KEYS)
def test_cancel_asks_on_every_step(desk, key):
    page = desk.get(key).content.decode()
    [form] = re.findall(rf'<form[^>]*action="/drafts/{desk.draft}/cancel"[^>]*>', page)
    assert "data-confirm=" in form


@pytest.mark.req("WIZ-11", part="cancel")
def test_leaving_keeps_the_draft(filled):
    before = filled.values
    assert filled.client.get("/").status_code == 200
    assert filled.client.get("/cases").status_code == 200
    assert filled.values == before


@pytest.mark.req("WIZ-11", part="cancel")
def test_cancelling_deletes_the_draft_for_good(desk):
    assert "data-confirm" in desk.get("service").content.decode()
    assert desk.post("cancel").headers["Location"] == "/"
    assert desk.get("service").status_code == 404
    assert desk.post("cancel").status_code == 404


@pytest.mark.req("WIZ-04", part="update")
def test_providers_default_to_the_context_and_can_be_changed(desk, world, text):
    page = desk.get("providers")
    assert text(page).count("Denver Hospital") >= 3
    found = desk.get("provider/servicing", "?name=front+range")
    assert "Front Range Equipment" in text(found)
    assert (
        desk.post(
            "provider/servicing",
            {"provider": str(world.providers["dme"]), "seen": str(world.providers["denver"])},
        ).status_code
        == 302
    )
    assert "Front Range Equipment" in text(desk.get("providers"))
    assert "provider/requesting" not in desk.values


@pytest.mark.req("WIZ-04", part="columns")
def test_providers_are_listed_with_what_is_known_of_them(desk, text):
    page = text(desk.get("providers"))
    assert "Provider Type Name Medicaid ID Specialty NPI Address County Phone Fax Action" in page
    known = "Denver Hospital M567893 General 1234567893 100 Main St, Denver, CO 80202 Denver"
    for role in ("Requesting", "Servicing *"):
        assert f"{role} {known} 3035550100 3035550101" in page, role


@pytest.mark.req("WIZ-04", part="requesting")
@pytest.mark.req("WIZ-04", part="pcp")
@pytest.mark.parametrize(
    ("contract", "category", "roles"),
    [
        ("co-um", "outpatient", {"Servicing": "denver", "PCP/Facility": "", "Attending": None}),
        ("co-um", "inpatient", {"Facility": "denver", "Attending": None}),
        ("ms-state-um", "outpatient", {"Servicing": "jackson", "Attending": None}),
    ],
)
def test_the_roles_are_the_contracts_and_the_requesting_provider_stays(
    at, world, contract, category, roles
):
    """Requesting is the context and has no button; Servicing or Facility begins with it."""
    who = {"co-um": ("ada", "denver", "carol")}.get(contract, ("jill", "jackson", "max"))
    desk = at(*who[:2], contract=contract, category=category, consumer=who[2])
    page = desk.get("providers").content.decode()
    rows = re.findall(r"<tr id=[^>]*>(.*?)</tr>", page, re.DOTALL)
    shown = {re.findall(r"<td>([\w/]+)", row)[0]: row for row in rows}
    assert list(shown) == ["Requesting", *(role for role in roles if roles[role] is not None)]
    assert "Update" not in shown["Requesting"]
    assert "Remove" not in shown["Requesting"]
    for role, provider in roles.items():
        if provider:
            assert worlds.PROVIDERS[provider][0] in shown[role]
            assert "Update" in shown[role]
        elif provider == "":
            assert "None yet" in shown[role]
    assert "Add Attending Physician" in page
    for word in ("requesting", "nobody"):
        assert desk.post(f"provider/{word}", {"provider": "1"}).status_code == 404
    other = {"provider/requesting": [None, str(world.providers["aurora"])]}
    desk.save(other, "providers")
    assert "provider/requesting" not in desk.values


@pytest.mark.req("WIZ-04", part="attending")
def test_a_role_is_emptied_and_attending_physicians_are_added(desk, world, text):
    doctor = world.providers["doctor"]
    for _ in range(2):
        assert desk.post("provider/attending", {"provider": str(doctor)}).status_code == 302
    assert desk.values[f"provider/attending/{doctor}"] is True
    assert "Jane Smith MD" in text(desk.get("providers"))
    desk.post(
        "providers",
        {"remove": f"provider/attending/{doctor}", f"was:provider/attending/{doctor}": "True"},
    )
    desk.post(
        "providers",
        {"remove": "provider/servicing", "was:provider/servicing": str(world.providers["denver"])},
    )
    assert not [path for path in desk.values if path.startswith("provider/")]


def test_a_colleagues_provider_isnt_overwritten_unseen(desk, world, now, text):
    worlds.fill(
        world, desk.draft, {"provider/servicing": world.providers["aurora"]}, world.ada, now
    )
    page = desk.post(
        "provider/servicing",
        {"provider": str(world.providers["dme"]), "seen": str(world.providers["denver"])},
    )
    assert page.status_code == 409
    assert "Servicing: Ada Tester chose “Aurora Imaging”. To use yours, choose it again." in text(
        page
    )
    page = desk.post(
        "providers",
        {"remove": "provider/servicing", "was:provider/servicing": str(world.providers["denver"])},
    )
    assert (
        "Servicing was changed to “Aurora Imaging” by Ada Tester, so it was not removed."
        in text(page)
    )
    assert desk.values["provider/servicing"] == world.providers["aurora"]


@pytest.mark.parametrize(
    "data", [{}, {"provider": "abc"}, {"provider": "9" * 40}, {"provider": "0"}]
)
def test_a_provider_who_isnt_there_cant_be_chosen(desk, data):
    assert desk.post("provider/servicing", data).status_code == 404
    assert desk.get("provider/nobody").status_code == 404


def test_what_the_contract_no_longer_offers_is_listed(filled, world, now, text):
    worlds.fill(world, filled.draft, {"service/place": "77"}, world.ada, now)
    page = text(filled.get("requests"))
    assert "The contract has changed since you entered this" in page
    assert "Place of Service: CO UM does not offer “77” here" in page
    assert "77 (no longer offered)" in text(filled.get("service"))
