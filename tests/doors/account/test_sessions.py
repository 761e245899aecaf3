"""One's own sessions, where a request came from, and new session ids."""

from ipaddress import ip_network

import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.kit import clock as clocks
from precert.people import setup
from precert.people.models import LoginSession
from precert.people.queries import open_code
from tests.harness import sessions
from tests.harness.characters import PASSWORD, make_cast

pytestmark = pytest.mark.usefixtures("db")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5"
    " Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def cast(db, now):
    return make_cast(now)


def signed_in(agent="", **more):
    browser = Client(headers={"User-Agent": agent})
    browser.post("/login", {"door": "provider", "username": "ada", "password": PASSWORD}, **more)
    code = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), clocks.now()).code
    assert browser.post("/login/code", {"code": code}, **more).status_code == 302
    return browser


@pytest.mark.req("ACC-11")
def test_the_list_names_browser_method_address_and_time_and_marks_this_one(cast, now):
    phone = signed_in(IPHONE)
    desk = signed_in(FIREFOX)
    page = desk.get("/profile/sessions").content.decode()
    assert (
        page.index("Firefox on Windows")
        < page.index("this session")
        < page.index("Safari on iPhone")
    )
    assert "Email code" in page
    assert "127.0.0.1" in page
    assert "06/09/2026 09:00 MDT" in page, "by the clock of the provider's contract, which is named"
    assert "UTC" not in page
    assert page.count('name="session"') == 1, "this one has no End"
    assert 'href="/profile/sessions"' in phone.get("/context").content.decode(), (
        "it stands in the profile menu"
    )


@pytest.mark.req("ACC-11", "ACC-16")
def test_end_signs_the_other_browser_out_at_its_next_request(cast):
    phone, desk = signed_in(IPHONE), signed_in(FIREFOX)
    other = LoginSession.objects.order_by("pk").first()
    assert (
        desk.post("/profile/sessions", {"session": other.pk}).headers["Location"]
        == "/profile/sessions?ended=1"
    )
    assert "ended=elsewhere" in phone.get("/context").headers["Location"]
    page = desk.get("/profile/sessions?ended=1").content.decode()
    assert "Safari on iPhone" not in page
    assert "End all others" not in page
    assert "These are your sign-ins from the last 12 hours without a sign-out." in page
    assert Entry.objects.get(verb="session-ended").data == {
        "session": other.pk,
        "reason": "from afar",
    }


@pytest.mark.req("ACC-11", "ACC-16")
def test_end_all_others_leaves_this_one(cast):
    others = [signed_in(), signed_in()]
    here = signed_in()
    here.post("/profile/sessions", {"others": "1"})
    assert [one.get("/context").status_code for one in (*others, here)] == [302, 302, 200]
    assert Entry.objects.filter(verb="session-ended").count() == 2


def test_another_persons_session_a_missing_one_and_nonsense_are_the_same(cast, now):
    sessions.key_for(cast.mallory, now)
    mallory = LoginSession.objects.get()
    ada = Client()
    sessions.sign_in(ada, cast.ada, now)
    answers = [
        ada.post("/profile/sessions", {"session": one})
        for one in (mallory.pk, 10**9 - 1, "x", "-1", "9" * 30)
    ] + [ada.post("/profile/sessions")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    mallory.refresh_from_db()
    assert mallory.ended_at is None


@pytest.mark.req("ACC-11")
def test_a_session_past_its_absolute_limit_is_not_listed(cast, now, clock):
    signed_in(IPHONE)
    clock.shift(12 * 3600)
    assert "iPhone" not in signed_in(FIREFOX).get("/profile/sessions").content.decode()


@pytest.mark.req("ACC-06", "ACC-11")
def test_the_session_id_is_new_after_the_password_after_the_code_and_in_another_context(cast, now):
    setup.add_membership(cast.ada.pk, cast.group, cast.clinic, "provider-staff", now)
    browser = Client()
    browser.get("/login")
    seen = [browser.session.session_key]
    browser.post("/login", {"door": "provider", "username": "ada", "password": PASSWORD})
    seen.append(browser.session.session_key)
    code = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), clocks.now()).code
    browser.post("/login/code", {"code": code})
    seen.append(browser.session.session_key)
    browser.post("/context", {"provider": cast.clinic})
    seen.append(browser.session.session_key)
    assert len(set(seen)) == 4
    for old in seen[:3]:
        stale = Client()
        stale.cookies["__Host-session"] = old or "x"
        assert stale.get("/context").status_code == 302


def test_the_address_behind_a_trusted_proxy_is_the_journals(cast, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.0/8")]
    signed_in(HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert LoginSession.objects.get().address == "198.51.100.7"
    assert Entry.objects.get(verb="signed-in").address == "198.51.100.7"
