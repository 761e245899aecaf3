"""The gate by itself: a door for machines stands on it and needs nothing of the web door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from precert.conduct import reading_list
from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.config import urls as production
from precert.gate import reading_log
from precert.gate.admission import Denial
from precert.gate.request import Request
from precert.gate.result import run
from precert.gate.rules import machine, public, requires, rule_of, signed_in
from precert.journal.models import Entry, Reading
from precert.people import setup
from precert.people.models import Account, Membership, TermsAgreement
from tests.harness import sessions
from tests.harness.characters import Cast, make_cast

pytestmark = pytest.mark.usefixtures("db")
GATE = [
    "precert.gate.middleware.CorrelationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "precert.gate.middleware.NulMiddleware",
    "precert.gate.middleware.GateMiddleware",
    "precert.gate.middleware.ReadingMiddleware",
]


@dataclass(frozen=True)
class Word:
    text: str


class Utter(Action[Word, str]):
    verb, label, permission = "utter", "Utter", "case.view"

    def find(self) -> str:
        if self.data.text == "missing":
            raise refuse("missing", "missing", "No such word.")
        return self.data.text

    def check(self) -> list[Finding]:
        return [Finding("bad", "Say something else.")] if self.found == "bad" else []

    def apply(self) -> str:
        self.record("uttered", "word", 1)
        return self.found


def outcome(request: HttpRequest, denial: Denial) -> HttpResponse:
    """A format of its own, as a FHIR door has one."""
    return JsonResponse({"issue": [{"code": denial.why}]}, status=denial.status)


@machine(outcome)
@requires("case.view")
def word(request: Request, text: str) -> HttpResponse:
    reading_list.note("case", text)
    done = run(request, Utter, Word(text), request.GET.get("key", ""))
    if done.refusal:
        found = [finding.text for finding in done.findings]
        return JsonResponse({"refused": done.refusal.kind, "issue": found}, status=422)
    return JsonResponse({"said": done.answer, "again": done.repeated, "by": request.actor.name})


@machine()
@signed_in
def me(request: Request) -> HttpResponse:
    return JsonResponse({"actor": request.actor.id})


@machine()
@public
def capabilities(request: Request) -> HttpResponse:
    return JsonResponse({"now": request.now.isoformat()})


@machine(outcome)
@signed_in
def lost(request: Request) -> HttpResponse:
    raise PermissionDenied if "forbidden" in request.GET else Http404


ROUTES = [
    path("m/lost", lost, name="m-lost"),
    path("m/word/<text>", word, name="m-word"),
    path("m/me", me, name="m-me"),
    path("m/capabilities", capabilities, name="m-capabilities"),
]


@pytest.fixture(params=["alone", "beside-the-web"])
def routes(request: pytest.FixtureRequest, settings: Any) -> None:
    """The door for machines with the gate only, and among the pages of the product."""
    module = ModuleType("routes_of_this_test")
    module.urlpatterns = ROUTES if request.param == "alone" else [*production.urlpatterns, *ROUTES]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module
    if request.param == "alone":
        settings.MIDDLEWARE = GATE


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    return make_cast(now)


@pytest.fixture
def ada(cast: Cast, now: datetime, routes: None) -> Client:
    return sessions.sign_in(Client(), cast.ada, now)


@pytest.mark.usefixtures("routes")
def test_a_stranger_is_told_so_with_a_body_and_never_sent_to_the_login(cast: Cast) -> None:
    for headers in ({}, {"Accept": "text/html"}, {"HX-Request": "true"}):
        answer = Client().get("/m/word/hello", headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"issue": [{"code": "unknown"}]})
        answer = Client().get("/m/me", headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "unknown")
    assert Client().get("/m/capabilities").status_code == 200


def test_who_may_gets_the_answer_under_a_number_of_its_own(ada: Client, cast: Cast) -> None:
    answer = ada.get("/m/word/hello?key=1")
    assert answer.json() == {"said": "hello", "again": False, "by": "Ada Example"}
    entry, row = Entry.objects.get(verb="uttered"), Reading.objects.get()
    assert entry.correlation == row.correlation == answer.headers["X-Request-ID"]
    assert (row.actor_id, row.subject_ids, row.address) == (
        str(cast.ada.pk),
        ["hello"],
        "127.0.0.1",
    )
    assert ada.get("/m/word/hello?key=1").json()["again"] is True


def test_every_refusal_is_data_for_the_door_to_put_into_words(ada: Client) -> None:
    assert ada.get("/m/word/bad").json() == {"refused": "invalid", "issue": ["Say something else."]}
    assert ada.get("/m/word/missing").json()["refused"] == "missing"


def test_no_role_no_context_and_no_terms_are_said_with_403(
    ada: Client, cast: Cast, now: datetime
) -> None:
    answer = without_terms(cast, now).get("/m/me")
    assert (answer.status_code, answer.json()["error"]) == (403, "terms")
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    undecided = sessions.sign_in(Client(), Account.objects.get(pk=cast.ada.pk), now)
    answer = undecided.get("/m/word/hello")
    assert (answer.status_code, answer.json()) == (403, {"issue": [{"code": "context"}]})
    Membership.objects.all().delete()
    answer = undecided.get("/m/word/hello")
    assert (answer.status_code, answer.json()) == (403, {"issue": [{"code": "forbidden"}]})


def test_a_session_that_is_over_is_said_with_401(ada: Client, clock: Any) -> None:
    assert ada.get("/m/me").status_code == 200
    clock.shift(3600)
    answer = ada.get("/m/me")
    assert (answer.status_code, answer.json()["error"]) == (401, "unknown")


def test_a_machine_keeps_no_session_alive(ada: Client, clock: Any) -> None:
    clock.shift(16 * 60)
    assert ada.get("/m/me").status_code == 200
    clock.shift(60)
    assert ada.get("/m/me").status_code == 401


def test_what_cannot_be_logged_is_not_answered(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(reading_log, "log_readings", broken)
    answer = ada.get("/m/word/hello")
    assert (answer.status_code, answer.json()) == (503, {"issue": [{"code": "unlogged"}]})


def without_terms(cast: Cast, now: datetime) -> Client:
    """Ada in a context with a contract whose terms of use she hasn't agreed to."""
    TermsAgreement.objects.all().delete()
    browser = sessions.sign_in(Client(), cast.ada, now)
    store = browser.session
    store["terms"] = []
    store.save()
    return browser


def test_beside_the_web_what_a_view_raises_is_no_page_either(
    cast: Cast, now: datetime, settings: Any
) -> None:
    module = ModuleType("routes_of_this_test")
    module.urlpatterns = [*production.urlpatterns, *ROUTES]  # type: ignore[attr-defined]
    for handler in ("handler403", "handler404"):
        setattr(module, handler, getattr(production, handler))
    settings.ROOT_URLCONF = module
    ada = sessions.sign_in(Client(enforce_csrf_checks=True), cast.ada, now)
    for ask, status, code in (
        (lambda: ada.get("/m/lost"), 404, "missing"),
        (lambda: ada.get("/m/lost?forbidden"), 403, "forbidden"),
        (lambda: ada.post("/m/lost"), 403, "forbidden"),  # no token of a form
    ):
        answer = ask()
        assert (answer.status_code, answer.json()) == (status, {"issue": [{"code": code}]})


def of_machines(patterns: Any, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every route whose view a machine calls, with something filled into its address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from of_machines(one.url_patterns, before + str(one.pattern))
        elif rule_of(one.callback).machine:
            yield before + str(one.pattern).replace("<str:token>", "x").replace("<text>", "x"), one


def test_no_view_that_a_machine_calls_ever_leads_to_a_page(
    cast: Cast, now: datetime, settings: Any
) -> None:
    module = ModuleType("routes_of_this_test")
    module.urlpatterns = [*production.urlpatterns, *ROUTES]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module
    found = dict(of_machines(get_resolver(module).url_patterns))  # type: ignore[arg-type]
    names = {route.name for route in found.values()}
    assert {"call_words", "call_pressed", "telephone_state", "m-word"} <= names
    untold = without_terms(cast, now)
    for address in found:
        for browser in (Client(), untold):
            for answer in (browser.get(address), browser.post(address)):
                assert not 300 <= answer.status_code < 400, address
                html = "html" in answer.headers.get("Content-Type", "")
                assert not (html and answer.content), address
