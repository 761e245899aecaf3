import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.refer_to_physician import ReferToPhysician, ReferToPhysicianInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Case
from precert.conduct.perform import perform
from precert.jobs.worker import run_once
from precert.journal.models import Reading
from precert.letters.models import Letter
from precert.registry.models import Consumer, Provider
from tests import world as w
from tests.doing.cases import asking
from tests.harness.reading import text

pytestmark = pytest.mark.django_db


def lines_of(n: int) -> dict[str, object]:
    """`n` procedure lines."""
    found: dict[str, object] = {}
    for k in range(2, n + 1):
        base = {
            path.split("/")[-1]: value
            for path, value in w.OUTPATIENT.items()
            if path.startswith("line/k1/")
        }
        day = f"2026-{7 + k // 28:02d}-{1 + k % 28:02d}"
        changed = base | {"position": k, "start": day, "end": day, "duration": "1", "quantity": "1"}
        found |= {f"line/k{k}/{name}": value for name, value in changed.items()}
    return found


@pytest.mark.req("STA-05", part="header")
@pytest.mark.req("CON-01", part="customer contract")
@pytest.mark.req("CON-01", part="case contract")
def test_the_header_and_the_closed_ribbons_tell_the_case(world, case):
    ada = w.signed_in(world, "ada", "denver")
    page = ada.get(f"/cases/{case[0]}")
    assert page.status_code == 200
    shown = text(page)
    for words in (
        "Carol", "12/15/1960 (age 65)", "Gender F", "Consumer ID CO1000001", "Contract Colorado 00198", f"Case ID {case[0]}",
        "Category Outpatient", "Case contract CO UM", "Submit date 06/09/2026 09:00 MDT",
        "SRV AUTH None yet", "Submitted", "Due", "calendar days", "Waiting on Review organization", "Location: 12 Elm St, Denver, CO 80203",
        "Denver Hospital/1234567893", "Notification Date: 06/09/2026", "Notification Time: 09:00 MDT", "Complete: 0 · Incomplete: 0",
        "Documents: 0 · Letters: 0", "No notes", "Pending 1", "M54.50", "97110", "No letters available",
        "Answer request for information: The review organization has not asked for information.",
    ):  # fmt: skip
        assert words in shown, words
    assert (
        f'href="/consumers/{w.reference(ada, world.consumers["carol"])}"' in page.content.decode()
    )
    assert Reading.objects.filter(subject_kind="case", page="case_page").count() == 1
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.req("STA-06", part="same bytes")
def test_a_foreign_case_and_a_missing_one_are_the_same_bytes(world, case, now):
    mallory = w.signed_in(world, "mallory", "mallory")
    for place in (
        "",
        "/summary",
        "/activity",
        "/requests/1/answer_information",
        "/questionnaires/1",
    ):
        foreign, missing = (
            mallory.get(f"/cases/{case[0]}{place}"),
            mallory.get(f"/cases/261600099{place}"),
        )
        assert foreign.status_code == missing.status_code == 404, place
        assert foreign.content == missing.content
        assert w.CANARY.encode() not in foreign.content
    note = {"request": str(case[1]), "type": "external", "text": "x"}
    assert (
        mallory.post(f"/cases/{case[0]}/notes", note).content
        == mallory.post("/cases/261600099/notes", note).content
    )
    assert not Reading.objects.filter(actor_id=str(world.accounts["mallory"])).exists()


@pytest.mark.req("STA-06", part="change context")
def test_another_of_ones_own_contexts_is_offered(world, case, now):
    """Ada also works for Front Range Equipment, of another group."""
    from precert.people import setup

    setup.add_membership(
        world.accounts["ada"], world.groups["dme"], world.providers["dme"], "provider-staff", now
    )
    ada = w.signed_in(world, "ada", "dme")
    page = ada.get(f"/cases/{case[0]}")
    assert page.status_code == 403
    assert "You need to change context to open this case" in text(page)
    assert w.CANARY not in page.content.decode()
    where = re.search(r'name="provider" value="(\d+)"', page.content.decode())
    assert (
        ada.post("/context", {"provider": where[1], "next": f"/cases/{case[0]}"}).headers[
            "Location"
        ]
        == f"/cases/{case[0]}"
    )
    assert ada.get(f"/cases/{case[0]}").status_code == 200


@pytest.mark.req("STA-06", part="cases")
def test_colleagues_servicing_providers_and_staff_see_the_case(world, now):
    """This contract shows a case in its own contexts only: Ada at Aurora Imaging, of the same
    group, is offered the other context.
    """
    answer = w.submitted(world, now, **{"provider/pcp": world.providers["dme"]})
    for who, provider in (("ben", "denver"), ("rosa", "dme"), ("grace", None)):
        assert (
            w.signed_in(world, who, provider).get(f"/cases/{answer['case']}").status_code == 200
        ), who
    assert "You need to change context to open this case" in text(
        w.signed_in(world, "ada", "aurora").get(f"/cases/{answer['case']}")
    )


@pytest.mark.req("STA-03")
@pytest.mark.req("STA-01", part="shown")
@pytest.mark.req("STA-02", part="approved")
def test_the_status_is_explained_and_the_determination_shown(world, case, now):
    w.issue(case[1], world.grace, now + timedelta(hours=1))
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}"))
    for words in (
        "“Completed” means every line has been decided", "Approved 1", "Approved - Meets Criteria", "06/15/2026 - 07/14/2026",
        f"SRV AUTH A{case[0]}", "Decided 06/09/2026 10:00 MDT", "Determination issued Review organization", "Review started",
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.req("STA-02", part="denied")
def test_a_denial_names_criteria_evidence_decider_and_ways_to_answer(world, case, now):
    denial = {
        "line/k1/outcome": "denied", "line/k1/reason": "not-necessary", "line/k1/rationale": "The notes show no decline.",
        "line/k1/other_criterion": "Function declined", "line/k1/other_evidence": "Note of 1 June",
    }  # fmt: skip
    w.issue(case[1], world.paul, now, denial)
    page = w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}")
    pack = page.context["pack"]
    shown = page.content.decode()
    for words in (
        "The notes show no decline.",
        "Function declined",
        "Note of 1 June",
        "Paul Tester",
        pack.appeal_rights,
        pack.support.phone,
    ):
        assert escape(words) in shown, words
    assert "Not met:" in shown


def test_what_differs_from_the_registry_today_is_marked(world, case):
    Consumer.objects.filter(pk=world.consumers["carol"]).update(address1="7 New Road")
    Provider.objects.filter(pk=world.providers["denver"]).update(fax="3035559999")
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}"))
    assert "12 Elm St changed since today: 7 New Road" in shown
    assert "3035550101 changed since today: 3035559999" in shown
    assert shown.count("changed since") == 3, "the requesting provider serves too"


@pytest.mark.req("COM-01")
def test_notes_internal_ones_are_for_staff_alone(world, case, now):
    perform(
        AddNote, AddNoteInput(case[1], "internal", "Looks <b>peculiar</b> to me"), world.grace, now
    )
    perform(AddNote, AddNoteInput(case[1], "external", "Please call"), world.grace, now)
    ada, grace = w.signed_in(world, "ada", "denver"), w.signed_in(world, "grace")
    for place in ("", "/summary", "/activity"):
        theirs = ada.get(f"/cases/{case[0]}{place}").content.decode()
        assert "peculiar" not in theirs
        assert "nternal" not in theirs.replace("pc-tag--internal", "")
    page = grace.get(f"/cases/{case[0]}").content.decode()
    assert "Looks &lt;b&gt;peculiar&lt;/b&gt; to me" in page
    assert '<span class="pc-tag pc-tag--internal">Staff only</span>' in page
    assert "Note added (internal)" in page
    assert "peculiar" not in grace.get(f"/cases/{case[0]}/summary").content.decode()


@pytest.mark.req("COM-01")
def test_a_provider_adds_a_note_once_and_only_an_external_one(world, case):
    ada = w.signed_in(world, "ada", "denver")
    note = {"request": str(case[1]), "type": "external", "text": "Fax follows", "key": "k" * 32}
    for _ in range(2):
        assert (
            ada.post(f"/cases/{case[0]}/notes", note).headers["Location"]
            == f"/cases/{case[0]}#notes"
        )
    page = ada.get(f"/cases/{case[0]}")
    assert len(page.context["notes"]) == 1
    assert "Most recent note: 06/09/2026" in text(page)
    refused = ada.post(
        f"/cases/{case[0]}/notes",
        note | {"type": "internal", "key": "other", "text": "What I typed"},
    )
    assert refused.status_code == 422
    assert "Choose a note type." in refused.content.decode()
    assert "What I typed" in refused.content.decode()
    assert ada.get(f"/cases/{case[0]}/notes").headers["Location"] == f"/cases/{case[0]}"
    assert len(ada.get(f"/cases/{case[0]}").context["notes"]) == 1


def test_the_moving_parts_come_as_fragments_and_keep_no_session_alive(world, case, clock):
    ada = w.signed_in(world, "ada", "denver")
    before = ada.session["last_input"]
    clock.shift(60)
    answer = ada.get(f"/cases/{case[0]}/activity", headers={"X-Precert-Background": "1"}).json()
    assert set(answer["fragments"]) == {"case-header", "case-activity", "case-letters"}
    assert all(f'id="{key}"' in html for key, html in answer["fragments"].items())
    assert ada.session["last_input"] == before


def test_an_open_question_stands_in_the_header(world, case, now):
    w.take(case[1], world.grace, now)
    perform(
        RequestInformation,
        RequestInformationInput(case[1], ("Plan of care", "Last visit note")),
        world.grace,
        now,
    )
    shown = text(w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}"))
    for words in (
        "Information requested (R01)",
        "Plan of care",
        "Answer request for information",
        "Waiting on Provider, answer by",
    ):
        assert words in shown, words
    assert "Answer request for information" not in text(
        w.signed_in(world, "grace").get(f"/cases/{case[0]}")
    )


@pytest.mark.req("COM-04")
def test_the_timeline_names_a_letter_and_leads_to_it(world, case, now):
    w.issue(case[1], world.grace, now)
    run_once(now)
    letters = {row.audience: row.pk for row in Letter.objects.all()}
    for who, provider in (("ada", "denver"), ("grace", None)):
        page = w.signed_in(world, who, provider).get(f"/cases/{case[0]}").content.decode()
        assert (
            f'<a href="/letters/{letters["provider"]}">Letter filed: Notice of Approval</a>' in page
        )
        assert (
            f'<a href="/letters/{letters["member"]}">Letter filed: Your Request Was Approved</a>'
            in page
        )


def test_the_number_of_queries_does_not_grow_with_the_case(world, now):
    ada = w.signed_in(world, "ada", "denver")
    counts = []
    for n, day in ((1, "2026-06-15"), (50, "2026-10-15")):
        made = w.submitted(
            world,
            now,
            **{"line/k1/start": day, "line/k1/end": day, "line/k1/duration": "1"},
            **lines_of(n),
        )
        for k in range(n):
            perform(
                AddNote,
                AddNoteInput(UUID(made["request"]), "external", f"Note {k}"),
                world.ada,
                now,
            )
        with CaptureQueriesContext(connection) as found:
            page = ada.get(f"/cases/{made['case']}")
        assert page.status_code == 200
        assert len(page.context["case"].current.lines) == n
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_page_of_a_case_is_small(world, case):
    assert len(w.signed_in(world, "ada", "denver").get(f"/cases/{case[0]}").content) < 100_000


@pytest.mark.req("REV-04")
@pytest.mark.req("MEM-03", part="rows")
@pytest.mark.req("STA-07", part="amounts")
@pytest.mark.req("STA-05", part="amounts")
def test_amounts_are_shown_as_they_were_asked_for_and_approved(world, now):
    """Never rounded, wherever the decision is read."""
    second = {
        f"line/k2/{path.rpartition('/')[2]}": value
        for path, value in w.OUTPATIENT.items()
        if path.startswith("line/k1/")
    }
    exact = {
        "line/k1/quantity": "2.25",
        "line/k2/code": "97140",
        "line/k2/position": 2,
        "line/k2/quantity": "0.04",
    }
    made = w.submitted(world, now, **(second | exact))
    ada, grace, request = (
        w.signed_in(world, "ada", "denver"),
        w.signed_in(world, "grace"),
        made["request"],
    )
    preview = text(grace.get(f"/queue/{request}"))
    w.issue(
        UUID(request),
        world.grace,
        now,
        w.APPROVE | {path.replace("k1", "k2"): value for path, value in w.APPROVE.items()},
    )
    desk = f"/review/{request}"
    for reader, place in (
        (ada, f"/cases/{made['case']}"),
        (ada, f"/cases/{made['case']}/summary"),
        (grace, desk),
    ):
        assert [
            text(reader.get(place)).count(words) for words in (" 2.25 units", " 0.04 units")
        ] == [2, 2], place
    shown = text(ada.get(f"/consumers/{w.reference(ada, world.consumers['carol'])}"))
    for words in ("2.25 / 2.25 units", "0.04 / 0.04 units"):
        assert words in shown
    assert [f", {words} units" in preview for words in ("2.25", "0.04")] == [True, True]


@pytest.mark.req("COM-01", "REV-03")
def test_what_a_referral_said_is_named_as_such(world, case, now):
    w.take(case[1], world.grace, now)
    perform(ReferToPhysician, ReferToPhysicianInput(case[1], "Is it necessary?"), world.grace, now)
    assert "Referral to a physician Staff only R01 Grace Tester" in text(
        w.signed_in(world, "grace").get(f"/cases/{case[0]}")
    )


@pytest.mark.req("STA-05", part="header")
def test_the_consumers_name_is_a_link_only_where_the_consumers_page_opens(world, now):
    p = world.providers
    group = w.setup.create_group("Jackson Associates", [p["jackson"], p["aurora"]], now)
    w.setup.add_membership(world.accounts["ada"], group, None, "provider-group-admin", now)
    asking.submitted_by_jill(world, now)
    number = Case.objects.get(contract=w.MS).number
    for seat, opens in (("jackson", True), ("aurora", False)):
        ada = w.signed_in(world, "ada", seat)
        page = ada.get(f"/cases/{number}")
        assert page.status_code == 200
        found = re.findall(r'href="(/consumers/[^"]+)"', page.content.decode())
        assert bool(found) is opens, seat
        assert all(ada.get(one).status_code == 200 for one in found)
