"""A right password opens nothing but the steps of signing in: every route is tried with it."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from precert.gate.rules import rule_of
from precert.journal.models import Entry
from precert.people.models import LoginSession
from tests.harness import factors
from tests.harness.characters import PASSWORD, make_cast
from tests.harness.sameness import masked

pytestmark = pytest.mark.usefixtures("db")
FILLED = {
    "id": "404",
    "uuid": "7b0d7b9e-3f0c-4b0e-9d55-0a4c8c1f2a11",
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
}
STEPS = "/login"  # below it, and only there, a password makes a difference


def routes(resolver, before="/"):
    """(address with something filled in, view) of every route."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, before + str(one.pattern))
        else:
            yield before + filled(one), one.callback


def filled(pattern: URLPattern) -> str:
    address = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        shown = f"<{kind}:{name}>" if f"<{kind}:{name}>" in address else f"<{name}>"
        address = address.replace(shown, FILLED.get(kind, "x"))
    return address.removesuffix("$")


@pytest.fixture
def both(db, now):
    """A stranger, and a browser in which Ada's password was given and nothing else."""
    cast = make_cast(now)
    factors.add_app(cast.ada, now)
    begun = Client()
    answer = begun.post("/login", {"door": "provider", "username": "ada", "password": PASSWORD})
    assert answer.headers["Location"] == "/login/factor"
    return Client(), begun


@pytest.mark.req("ACC-06")
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_route_answers_a_password_alone_as_it_answers_a_stranger(both, method, monkeypatch):
    stranger, begun = both
    before = Entry.objects.latest("pk").pk
    walked = 0
    for address, view in routes(get_resolver("tests.browser.demo_urls")):
        if address.startswith(STEPS):
            continue
        answers = [getattr(browser, method)(address) for browser in (stranger, begun)]
        if not rule_of(view).public:
            assert {one.status_code for one in answers} <= {302, 401, 405}, address
            assert all(
                one.status_code == 405 or "/login?" in one.headers["Location"] for one in answers
            ), address
        assert masked(answers[0])[0] == masked(answers[1])[0], address
        assert answers[0].headers.get("Location") == answers[1].headers.get("Location"), address
        walked += 1
    assert walked > 50
    assert LoginSession.objects.count() == 0
    assert (
        not Entry.objects.filter(pk__gt=before, actor_id__in=["1", "2", "3"])
        .exclude(verb="refused")
        .exists()
    )


@pytest.mark.req("ACC-06")
def test_the_steps_alone_sign_nobody_in(both):
    _, begun = both
    for address, _view in routes(get_resolver("tests.browser.demo_urls")):
        if address.startswith(STEPS):
            for answer in (
                begun.get(address),
                begun.post(address),
                begun.post(address, {"code": "000000", "answer": "{}"}),
            ):
                assert "precert" not in answer.cookies or begun.get("/context").status_code == 302
                assert LoginSession.objects.count() == 0, address
    assert LoginSession.objects.count() == 0
    assert begun.get("/context").status_code == 302
