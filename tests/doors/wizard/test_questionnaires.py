"""Questionnaires: listed, answered section by section with branching, saved, marked as complete,
locked.
"""

import html
import json
import re

import pytest

from precert.cases.models import Answers
from precert.cases.queries.drafts import draft_file
from precert.cases.queries.questionnaire import taking
from precert.contracts.queries import Pinned
from precert.questionnaires import logic
from precert.questionnaires.parse import export, load
from tests import world as worlds
from tests.harness.layout import one_line

CHAIR = {
    "service/type": "032",
    "service/place": "12",
    "line/k1/system": "hcpcs",
    "line/k1/code": "K0823",
}
NEEDED = {
    "device": "power", "exam-date": "2026-05-20", "condition": "Multiple sclerosis", "weight": "80", "weight#unit": "kg",
    "walking": "not-at-all",
    "propelling": "cannot", "activities": ["toileting", "bathing"], "hours": "10", "skin": "no-risk", "operation": "joystick",
    "access": "true",
}  # fmt: skip


@pytest.fixture
def chair(filled, world, now):
    worlds.fill(
        world, filled.draft, worlds.OUTPATIENT | CHAIR | {"line/k1/frequency": None}, world.ada, now
    )
    return filled


def definition(desk, world, now):
    return taking(draft_file(world.ada, desk.draft, now), "wheelchair").definition


def key(questionnaire, link, code):
    item = questionnaire.index[link.partition("#")[0]]
    return next(
        (option.key for option in item.options if getattr(option.value, "code", "") == code), code
    )


def save(desk, changes, section="request"):
    return desk.client.post(
        f"/drafts/{desk.draft}/questionnaires/wheelchair/save?section={section}",
        json.dumps({"changes": changes}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def changes(questionnaire):
    found = {}
    for link, value in NEEDED.items():
        new = (
            [key(questionnaire, link, one) for one in value]
            if isinstance(value, list)
            else key(questionnaire, link, value)
        )
        found[link] = [[] if isinstance(value, list) else None, new]
    return found


@pytest.mark.req("WIZ-08")
def test_what_the_service_asks_for_is_listed(filled, chair, text):
    page = text(chair.get("questionnaires"))
    for column in (
        "Request",
        "Questionnaire ID",
        "Type",
        "Name",
        "Created By",
        "Created Date",
        "Completed By",
        "Completed Date",
        "Score",
        "Action",
    ):
        assert column in page
    assert re.search(r"R01 wheelchair \w+ \* [\w ]+ 0 Take", page)


def test_nothing_needed_says_so(filled, text):
    assert "No questionnaires needed." in text(filled.get("questionnaires"))
    assert filled.get("questionnaires/wheelchair").headers["Location"].endswith("/questionnaires")
    assert save(filled, {"device": [None, "x"]}).status_code == 410


@pytest.fixture
def prefilled(chair, world, now, monkeypatch):
    """The author of the questionnaire has chosen a device already."""
    source = export(definition(chair, world, now))
    [chosen] = [
        option
        for item in every(source["item"])
        if item["linkId"] == "device"
        for option in item["answerOption"]
        if option["valueCoding"]["code"] == "power"
    ]
    chosen["initialSelected"] = True
    made = load(source, "wheelchair")
    monkeypatch.setattr(Pinned, "questionnaire", lambda self, file: made)
    return chair


def every(items):
    for item in items:
        yield item
        yield from every(item.get("item", []))


def test_an_answer_its_author_filled_in_stands_there_until_it_is_changed(prefilled, world, now):
    questionnaire = definition(prefilled, world, now)
    power, manual = key(questionnaire, "device", "power"), key(questionnaire, "device", "manual")
    section = questionnaire.section_of["device"]
    page = prefilled.get("questionnaires/wheelchair", f"?section={section}").content.decode()
    assert re.search(rf'value="{re.escape(power)}"\s+checked', page)
    assert save(prefilled, {"exam-date": [None, "2026-05-20"]}, section).status_code == 200
    assert Answers.objects.get().values == {"device": [power], "exam-date": ["2026-05-20"]}
    assert save(prefilled, {"device": [power, manual]}, section).json()["conflicts"] == {}
    assert Answers.objects.get().values["device"] == [manual]


@pytest.mark.req("WIZ-08")
def test_each_section_is_a_page_with_next(chair, world, now, text):
    page = chair.get("questionnaires/wheelchair")
    assert page.status_code == 200
    assert "Next:" in text(page)
    questionnaire = definition(chair, world, now)
    for section in questionnaire.sections:
        shown = chair.get("questionnaires/wheelchair", f"?section={section.link_id}")
        assert shown.status_code == 200
        for item in (one for top in section.items for one in top.walk() if one.is_question):
            assert f'id="q-{item.link_id}"' in shown.content.decode()
    assert chair.get("questionnaires/wheelchair", "?section=nonsense").status_code == 200


@pytest.mark.req("WIZ-08")
def test_an_answer_brings_the_questions_that_depend_on_it(chair, world, now):
    injury = key(definition(chair, world, now), "skin", "injury")
    body = save(chair, {"skin": [None, injury]}, "function").json()
    assert 'data-path="injury-stage"' in body["fragments"]["q-injury-stage"]
    assert "to answer" in one_line(body["fragments"]["q-sections"])
    none = key(definition(chair, world, now), "skin", "no-risk")
    body = save(chair, {"skin": [injury, none]}, "function").json()
    assert "hidden" in body["fragments"]["q-injury-stage"]
    assert "data-path" not in body["fragments"]["q-injury-stage"]


@pytest.mark.req("WIZ-08")
def test_all_answers_make_it_complete_and_it_locks(chair, world, now, text):
    questionnaire = definition(chair, world, now)
    refused = chair.post("questionnaires/wheelchair/complete")
    assert refused.status_code == 422
    assert "Choose an answer" in text(refused)
    back = chair.get(
        "questionnaires/wheelchair/complete?section=home"
    )  # the address of the refusal, opened again
    assert (
        back.headers["Location"] == f"/drafts/{chair.draft}/questionnaires/wheelchair?section=home"
    )
    assert "questionnaires/wheelchair?section=home#q-access" in refused.content.decode()
    assert save(chair, changes(questionnaire)).json()["conflicts"] == {}
    given = Answers.objects.get().values
    assert logic.check(questionnaire, given) == [], given
    page = chair.get("questionnaires/wheelchair")
    assert text(page).count("✓ Complete") == len(logic.sections(questionnaire, given))
    done = chair.post("questionnaires/wheelchair/complete")
    assert done.headers["Location"].endswith("/questionnaires")
    locked = chair.get("questionnaires/wheelchair")
    assert "Completed by Ada Tester on 06/09/2026 09:00" in text(locked)
    assert "Multiple sclerosis" in text(locked)
    assert b"data-path" not in locked.content
    by = "Ada Tester 06/09/2026 09:00"
    row = rf"R01 wheelchair \w+ \* {re.escape(questionnaire.title)} {by} {by} [\d.]+ View"
    assert re.search(row, text(chair.get("questionnaires")))
    assert save(chair, {"condition": ["Multiple sclerosis", "Another"]}).status_code == 409
    assert chair.post("questionnaires/wheelchair/complete").status_code == 302
    assert Answers.objects.get().values["condition"] == ["Multiple sclerosis"]


@pytest.mark.req("WIZ-08")
def test_a_score_is_shown(chair, world, now, text):
    questionnaire = definition(chair, world, now)
    save(chair, changes(questionnaire))
    score = logic.score(questionnaire, Answers.objects.get().values)
    assert score > 0
    assert f"Score: {score.normalize():f}" in text(chair.get("questionnaires/wheelchair"))


def test_a_page_without_script_saves_a_section_and_goes_on(chair, world, now):
    questionnaire = definition(chair, world, now)
    page = chair.get("questionnaires/wheelchair", "?section=function").content.decode()
    seen = {
        html.unescape(n): html.unescape(v)
        for n, v in re.findall(r'name="(seen:[^"]+)" value="([^"]*)"', page)
    }
    typed = {
        "walking": key(questionnaire, "walking", "home"),
        "activities": [
            key(questionnaire, "activities", "eating"),
            key(questionnaire, "activities", "bathing"),
        ],
        "hours": "4",
        "go": "home",
    }
    answer = chair.post("questionnaires/wheelchair?section=function", seen | typed)
    assert answer.headers["Location"].endswith("?section=home")
    values = Answers.objects.get().values
    assert len(values["activities"]) == 2
    assert values["hours"][0]["value"] == "4"
    again = chair.get("questionnaires/wheelchair", "?section=function").content.decode()
    assert again.count("checked") >= 3


def test_a_page_without_script_is_marked_as_complete_with_what_is_typed_on_it(chair, world, now):
    questionnaire = definition(chair, world, now)
    save(chair, {one: new for one, new in changes(questionnaire).items() if one != "hours"})
    page = chair.get("questionnaires/wheelchair", "?section=function").content.decode()
    address = "questionnaires/wheelchair/complete"
    assert re.search(
        rf'<noscript><button[^>]*form="step-form"[^>]*formaction="[^"]*{address}', page
    )
    typed = {"seen:hours": "", "hours": "4"}
    assert chair.post(f"{address}?section=function", typed).status_code == 302
    assert Answers.objects.get().completed_at
    assert Answers.objects.get().values["hours"][0]["value"] == "4"


@pytest.mark.parametrize("mine", ["Another condition", "y" * 30_000])
def test_what_could_not_be_saved_keeps_it_from_being_complete(chair, world, now, mine, text):
    save(chair, changes(definition(chair, world, now)))
    seen = "" if len(mine) < 100 else NEEDED["condition"]
    typed = {"seen:condition": seen, "condition": mine}
    answer = chair.post("questionnaires/wheelchair/complete?section=request", typed)
    assert answer.status_code == 409
    assert "condition" in text(answer)
    assert Answers.objects.get().completed_at is None


@pytest.mark.parametrize(("seen", "status"), [("[", 302), ("{}", 302), ("5", 409), ("²", 302)])
def test_a_page_that_was_tampered_with_is_read_as_far_as_it_goes(chair, seen, status):
    answer = chair.post(
        "questionnaires/wheelchair?section=function", {"seen:activities": seen, "activities": "x"}
    )
    assert answer.status_code == status


def test_two_people_meet_only_at_the_same_question(chair):
    assert save(chair, {"condition": [None, "ALS"]}).json()["conflicts"] == {}
    body = save(chair, {"condition": [None, "MS"], "exam-date": [None, "2026-05-01"]}).json()
    assert body["conflicts"] == {"condition": {"mine": "MS", "theirs": "ALS", "by": ""}}
    assert Answers.objects.get().values["exam-date"] == ["2026-05-01"]


def test_a_wrong_answer_is_kept_and_said(chair, text):
    save(chair, {"weight": [None, "heavy"], "exam-date": [None, "2026-02-31"]})
    page = chair.get("questionnaires/wheelchair", "?section=request")
    assert "heavy" in page.content.decode()
    assert page.content.decode().count("usa-form-group--error") >= 2


@pytest.mark.parametrize(
    "changes",
    [{"nope": [None, "x"]}, {"condition": [None, "y" * 30_000]}, {"activities": [[], [1] * 500]}, {"condition": [None, {"a": 1}]},
     {"weight": [None, [1]]}],
)  # fmt: skip
def test_an_answer_that_cant_be_stored_is_refused(chair, changes):
    save(chair, {"exam-date": [None, "2026-05-01"]})
    before = Answers.objects.get().values
    answer = save(chair, changes)
    assert answer.status_code == 422
    assert set(answer.json()["refused"]) == set(changes)
    assert Answers.objects.get().values == before


@pytest.mark.parametrize("body", ["", "[]", '{"changes": [1]}', "{"])
def test_what_cant_be_read_is_said_so(chair, body):
    address = f"/drafts/{chair.draft}/questionnaires/wheelchair/save"
    assert chair.client.post(address, body, content_type="application/json").status_code == 400


def test_every_shipped_questionnaire_is_shown(at, world, now):
    desk = at("jill", "jackson", contract="ms-state-um", category="inpatient", consumer="max")
    worlds.fill(world, desk.draft, {"service/type": "inpatient-rehab"}, world.jill, now)
    file = draft_file(world.jill, desk.draft, now)
    for ref in file.pack.questionnaires_for("inpatient", "inpatient-rehab", ()):
        for section in file.pinned.questionnaire(ref.file).sections:
            page = desk.get(f"questionnaires/{ref.id}", f"?section={section.link_id}")
            assert page.status_code == 200
