"""The web door itself, seen through a few views that exist for these tests only."""

from dataclasses import dataclass
from types import ModuleType

import pytest
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from precert.conduct import reading_list
from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.config import urls as production
from precert.gate import reading_log
from precert.journal.models import Entry, Reading
from precert.people import setup
from precert.people.models import Account, LoginSession, Membership, StaffRole
from precert.web.door import background, public, requires, run
from tests.harness import sessions
from tests.harness.characters import make_cast

pytestmark = pytest.mark.usefixtures("db", "routes")


@dataclass(frozen=True)
class Word:
    text: str


class Say(Action[Word]):
    verb, label, permission = "say", "Say", "case.view"

    def find(self):
        if self.data.text == "missing":
            raise refuse("missing", "no", "Secret name")

    def allowed(self):
        return super().allowed() and self.data.text != "forbidden"

    def check(self):
        return [Finding("bad", "Say something else.")] if self.data.text == "bad" else []

    def apply(self):
        self.record("said", "word", 1)
        return self.data.text


@requires("case.view")
def case(request):
    reading_list.note("case", "b", "a")
    return HttpResponse(f"{request.actor.name} for {request.actor.provider_id}")


@requires("request.deny", "users.manage-group")
def special(request):
    return HttpResponse("special")


@background("POST")
@requires("draft.edit")
def autosave(request):
    return JsonResponse({"saved": True})


@requires("case.view")
def say(request, text):
    done = run(request, Say, Word(text), request.GET.get("key", ""))
    return JsonResponse(
        {
            "done": done.done,
            "answer": done.answer,
            "repeated": done.repeated,
            "why": [f.text for f in done.findings],
        }
    )


@requires("case.view")
def foreign(request, pk):
    raise Http404(f"case {pk} is somebody else's")


def unmarked(request):
    return HttpResponse("unmarked")


@public
def open_view(request):
    return HttpResponse("open")


@pytest.fixture
def routes(settings):
    module = ModuleType("routes_of_this_test")
    module.urlpatterns = [
        *production.urlpatterns, path("t/case", case), path("t/special", special), path("t/autosave", autosave), path("t/say/<text>", say),
        path("t/foreign/<int:pk>", foreign), path("t/unmarked", unmarked), path("t/open", open_view),
    ]  # fmt: skip
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        setattr(module, handler, getattr(production, handler))
    settings.ROOT_URLCONF = module


@pytest.fixture
def cast(db, now):
    return make_cast(now)


@pytest.fixture
def ada(cast, now):
    browser = Client()
    sessions.sign_in(browser, cast.ada, now)
    return browser


def test_a_stranger_is_sent_to_the_login_and_back(cast):
    answer = Client().get("/t/case?tab=2")
    assert answer.headers["Location"] == "/login?next=%2Ft%2Fcase%3Ftab%3D2"


def test_a_view_that_says_nothing_is_for_signed_in_people(cast, ada):
    assert Client().get("/t/unmarked").status_code == 302
    assert ada.get("/t/unmarked").status_code == 200
    assert Client().get("/t/open").status_code == 200


@pytest.mark.req("ORG-01")
def test_a_missing_permission_is_refused_by_the_server(cast, ada, now):
    assert ada.get("/t/case").content.decode() == f"Ada Example for {cast.hospital}"
    answer = ada.get("/t/special")
    assert answer.status_code == 403
    setup.add_membership(cast.ada.pk, cast.group, None, "provider-group-admin", now)
    assert ada.get("/t/special").status_code == 200


def test_a_foreign_thing_a_missing_one_and_an_unknown_address_get_the_same_bytes(ada):
    pages = {
        ada.get(address).content
        for address in ("/t/foreign/1", "/t/foreign/999", "/t/nowhere", "/t/say/missing")
    }
    assert len(pages) == 1
    assert b"Secret" not in pages.pop()


@pytest.mark.parametrize(
    "revoke",
    [
        lambda cast: Membership.objects.filter(account=cast.ada).delete(),
        lambda cast: Membership.objects.filter(account=cast.ada).update(role="retired-role"),
    ],
)
def test_a_removed_membership_is_refused_on_the_next_request(cast, ada, revoke):
    assert ada.get("/t/case").status_code == 200
    revoke(cast)
    assert ada.get("/t/case").status_code == 403


def test_a_deactivated_account_is_out_on_the_next_request(cast, ada):
    Account.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert ada.get("/t/case").status_code == 302


def test_a_removed_staff_role_is_refused_on_the_next_request(cast, now):
    grace = Client()
    sessions.sign_in(grace, cast.grace, now)
    assert grace.get("/t/case").status_code == 200
    StaffRole.objects.all().delete()
    assert grace.get("/t/case").status_code == 403


@pytest.mark.req("ACC-10")
def test_ten_wrong_passwords_of_a_stranger_do_not_end_a_session(cast, ada):
    stranger = Client()
    for _ in range(10):
        wrong = {"door": "provider", "username": "ada", "password": "a guess"}
        assert stranger.post("/login", wrong).status_code == 200
    assert Account.objects.get(pk=cast.ada.pk).locked_at is not None
    assert ada.get("/t/case").status_code == 200


def test_a_session_ended_from_elsewhere_is_out_on_the_next_request(cast, ada, now):
    LoginSession.objects.update(ended_at=now, end_reason="from afar")
    assert ada.get("/t/case").status_code == 302


@pytest.mark.req("ORG-07")
def test_changing_the_context_changes_the_actor_and_the_session_id(cast, ada, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    ada.get("/t/case")
    before = ada.session.session_key
    page = ada.get("/context").content.decode()
    assert "Denver Clinic" in page
    assert "11 - Clinic" in page
    assert (
        ada.post("/context", {"provider": cast.clinic, "next": "/t/case"}).headers["Location"]
        == "/t/case"
    )
    assert ada.get("/t/case").content.decode() == f"Ada Example for {cast.clinic}"
    assert ada.session.session_key != before
    assert Account.objects.get(pk=cast.ada.pk).last_context == cast.clinic
    assert Entry.objects.latest("pk").verb == "context-changed"
    assert "Denver Clinic (11 - Clinic)" in ada.get("/context").content.decode(), (
        "the banner shows it"
    )


def test_the_context_of_others_a_missing_one_and_nonsense_get_the_same_bytes(cast, ada):
    answers = [
        ada.post("/context", {"provider": p}) for p in (cast.elsewhere, 10**9, 2**70, "x", "")
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert ada.session["context"] == cast.hospital


def test_without_a_context_a_member_of_several_providers_chooses_first(cast, ada, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    browser = Client()
    sessions.sign_in(browser, Account.objects.get(pk=cast.ada.pk), now)
    assert browser.get("/t/case").headers["Location"] == "/context?next=%2Ft%2Fcase"


def test_somebody_without_any_provider_is_told_so(cast, ada):
    Membership.objects.filter(account=cast.ada).delete()
    assert "You do not have access to a provider" in ada.get("/context").content.decode()


def test_signed_in_pages_and_the_login_are_not_stored(ada):
    for answer in (
        ada.get("/t/case"),
        ada.get("/t/special"),
        ada.get("/t/nowhere"),
        Client().get("/login"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.req("ACC-11")
@pytest.mark.parametrize(("seconds", "status"), [(17 * 60 - 1, 200), (17 * 60, 302)])
def test_an_idle_session_ends_to_the_second(ada, clock, seconds, status):
    ada.get("/t/case")
    clock.shift(seconds)
    answer = ada.get("/t/case")
    assert answer.status_code == status
    if status == 302:
        assert answer.headers["Location"] == "/login?next=%2Ft%2Fcase&ended=idle"
        assert "there was no activity" in ada.get(answer.headers["Location"]).content.decode()
        assert Entry.objects.latest("pk").data["reason"] == "idle"


@pytest.mark.req("CON-10", part="idle")
def test_the_idle_time_is_that_of_the_context(cast, ada, clock, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    ada.post("/context", {"provider": cast.clinic})
    clock.shift(30 * 60 - 1)
    assert ada.get("/t/case").status_code == 200
    clock.shift(30 * 60)
    assert ada.get("/t/case").status_code == 302


@pytest.mark.req("ACC-11")
@pytest.mark.parametrize(
    "without_a_person",
    [
        lambda b: b.post("/t/autosave"),
        lambda b: b.get("/t/case", headers={"X-Precert-Background": "1"}),
        lambda b: b.get("/session/idle"),
    ],
)
def test_polling_and_autosave_do_not_keep_a_session_alive(ada, clock, without_a_person):
    ada.get("/t/case")
    clock.shift(16 * 60)
    assert without_a_person(ada).status_code == 200
    clock.shift(60)
    assert ada.get("/t/case").status_code == 302


@pytest.mark.req("ACC-11")
def test_continue_keeps_the_session(ada, clock):
    ada.get("/t/case")
    clock.shift(16 * 60)
    assert ada.get("/session/idle").json() == {"state": "countdown", "warns_in": 0, "ends_in": 60}
    assert ada.post("/session/idle").json() == {
        "state": "active",
        "warns_in": 15 * 60,
        "ends_in": 17 * 60,
    }
    clock.shift(16 * 60)
    assert ada.get("/t/case").status_code == 200


def test_a_busy_session_ends_after_twelve_hours(ada, clock):
    ada.get("/t/unmarked")
    for _ in range(12 * 6 - 1):
        clock.shift(10 * 60)
        assert ada.get("/t/unmarked").status_code == 200
    clock.shift(10 * 60)
    assert "ended=limit" in ada.get("/t/unmarked").headers["Location"]


@pytest.mark.parametrize("headers", [{"X-Precert-Background": "1"}, {"Accept": "application/json"}])
def test_a_script_whose_session_ended_gets_401_so_that_the_page_stays(ada, clock, headers):
    ada.get("/t/case")
    clock.shift(3600)
    answer = ada.post(
        "/t/autosave", headers={"Referer": "http://testserver/t/case?step=3", **headers}
    )
    assert answer.status_code == 401
    assert answer.json() == {
        "signed_out": True,
        "login": "/login?next=%2Ft%2Fcase%3Fstep%3D3&ended=idle",
    }


def test_the_way_back_never_leaves_the_site(cast):
    answer = Client().post("/t/autosave", headers={"Referer": "https://evil.example/x"})
    assert answer.headers["Location"] == "/login?next=%2F"


def test_what_was_read_is_logged_with_context_page_and_request_number(cast, ada, now):
    answer = ada.get("/t/case")
    row = Reading.objects.get()
    assert (row.actor_id, row.context_provider, row.subject_kind, row.subject_ids) == (
        str(cast.ada.pk),
        cast.hospital,
        "case",
        ["a", "b"],
    )
    assert (row.correlation, row.at, row.address) == (
        answer.headers["X-Request-ID"],
        now,
        "127.0.0.1",
    )


def test_without_the_access_log_nothing_is_shown(ada, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(reading_log, "log_readings", broken)
    answer = ada.get("/t/case")
    assert answer.status_code == 503
    assert b"Ada" not in answer.content
    assert "access log" in caplog.text


def test_an_action_is_journaled_under_the_requests_number(ada):
    answer = ada.get("/t/say/hello?key=1")
    assert answer.json() == {"done": True, "answer": "hello", "repeated": False, "why": []}
    assert Entry.objects.get(verb="said").correlation == answer.headers["X-Request-ID"]
    assert ada.get("/t/say/hello?key=1").json()["repeated"] is True


def test_refusals_become_answers(ada):
    assert ada.get("/t/say/bad").json() == {
        "done": False,
        "answer": None,
        "repeated": False,
        "why": ["Say something else."],
    }
    answer = ada.get("/t/say/forbidden")
    assert answer.status_code == 403
    assert "Your role does not allow: Say." in answer.content.decode()


def test_each_request_has_a_number_of_its_own(cast):
    browser = Client()
    numbers = [
        browser.get("/t/open", headers={"X-Request-ID": "mine"}).headers["X-Request-ID"]
        for _ in range(2)
    ]
    assert len(set(numbers)) == 2
    assert "mine" not in numbers
