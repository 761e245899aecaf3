"""After the password: the registered factors, each on its page, and the way from one to another."""

from datetime import timedelta

import pytest
from django.test import Client

from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.kit import clock as clocks
from precert.people.actions.answer_call import AnswerCall, AnswerCallInput
from precert.people.actors import as_account
from precert.people.models import Account, Challenge, Factor, LoginSession, RecoveryCode
from precert.people.queries import open_code
from tests.harness import factors
from tests.harness.characters import PASSWORD, make_cast

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _telephone(settings):
    settings.TELEPHONE_URL = "http://127.0.0.1:9"
    settings.SITE_URL = "http://localhost:8000"


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


@pytest.fixture
def browser(cast):
    return Client(
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"}
    )


def password(browser, username="ada", door="provider", **more):
    return browser.post(
        "/login", {"door": door, "username": username, "password": PASSWORD, **more}
    ).headers.get("Location")


def sent():
    return open_code(Entry.objects.filter(verb="code.requested").latest("pk"), clocks.now())


def button(page, label):
    """The value of the choice whose label begins so."""
    before = page.content.decode().partition(f'aria-label="{label}')[0]
    return before.rpartition('value="')[2].partition('"')[0]


def choose(browser, label):
    return browser.post("/login/factor", {"choice": button(browser.get("/login/factor"), label)})


@pytest.mark.req("ACC-06")
def test_the_only_factor_is_begun_at_once(browser, cast, now):
    assert password(browser) == "/login/code"
    assert "a••@example.test" in browser.get("/login/code").content.decode()
    factors.without_email(cast.ada)
    factors.add_app(cast.ada, now)
    assert password(browser) == "/login/app"
    assert Entry.objects.filter(verb="code.requested").count() == 1


@pytest.mark.req("ACC-06")
def test_several_are_chosen_among_masked_and_the_one_used_last_first(browser, cast, now):
    factors.add_phone(cast.ada, now)
    factors.add_app(cast.ada, now)
    assert password(browser) == "/login/factor"
    page = browser.get("/login/factor").content.decode()
    assert factors.PHONE not in page
    assert "ada@example.test" not in page
    assert (
        page.index("Authenticator app")
        < page.index("+1 ••• ••• 0123")
        < page.index("a••@example.test")
    )
    Factor.objects.filter(kind="phone").update(last_used_at=now)
    page = browser.get("/login/factor").content.decode()
    assert page.index("0123") < page.index("used last") < page.index("Authenticator app")
    assert Entry.objects.filter(verb="code.requested").count() == 0, (
        "nothing is sent before somebody chose"
    )


@pytest.mark.req("ACC-06")
def test_a_code_by_text_message(browser, cast, now):
    phone = factors.add_phone(cast.ada, now)
    password(browser)
    assert choose(browser, "Text me a code").headers["Location"] == "/login/code"
    assert (sent().channel, sent().to) == ("sms", factors.PHONE)
    assert (
        "We texted a 6-digit code to +1 ••• ••• 0123."
        in browser.get("/login/code").content.decode()
    )
    assert browser.post("/login/code", {"code": sent().code}).headers["Location"] == "/"
    assert Factor.objects.get(pk=phone).last_used_at == now
    assert Factor.objects.get(kind="email", account=cast.ada).last_used_at is None
    assert LoginSession.objects.get().method == "sms"


@pytest.mark.req("ACC-06")
def test_a_call_answered_with_the_hash_key_goes_on_by_itself_or_by_the_button(browser, cast, now):
    factors.add_phone(cast.ada, now)
    password(browser)
    assert choose(browser, "Call me").headers["Location"] == "/login/call"
    challenge = Challenge.objects.latest("pk")
    assert (challenge.channel, challenge.to) == ("voice", factors.PHONE)
    assert "We are calling +1 ••• ••• 0123" in browser.get("/login/call").content.decode()
    asked = {"Accept": "application/json", "X-Precert-Background": "1"}
    assert browser.get("/login/call", headers=asked).json() == {"state": "waiting", "said": ""}
    assert "not pressed # yet" in browser.post("/login/call").content.decode()
    perform(AnswerCall, AnswerCallInput(challenge.pk), as_account(cast.ada), now)
    assert browser.get("/login/call", headers=asked).json()["state"] == "answered"
    assert LoginSession.objects.count() == 0, "looking signs nobody in"
    assert browser.post("/login/call").headers["Location"] == "/"
    assert LoginSession.objects.get().method == "voice"
    assert browser.post("/login/call").headers["Location"] == "/login", "once"


def test_a_call_may_be_asked_for_again_within_limits_and_ends_after_ten_minutes(
    browser, cast, now, clock
):
    factors.add_phone(cast.ada, now)
    password(browser)
    choose(browser, "Call me")
    first = Challenge.objects.latest("pk")
    assert browser.post("/login/call", {"resend": "1"}).headers["Location"] == "/login/call?sent=1"
    assert "again" in browser.get("/login/call?sent=1").content.decode()
    with pytest.raises(Exception, match="no longer works"):
        perform(AnswerCall, AnswerCallInput(first.pk), as_account(cast.ada), now)
    for _ in range(8):
        browser.post("/login/call", {"resend": "1"})
    assert "Too many codes" in browser.post("/login/call", {"resend": "1"}).content.decode()
    clock.shift(10 * 60)
    asked = {"Accept": "application/json", "X-Precert-Background": "1"}
    assert browser.get("/login/call", headers=asked).json()["state"] == "over"
    assert "The call has ended" in browser.get("/login/call").content.decode()


@pytest.mark.req("ACC-06")
def test_the_apps_code_signs_in_and_works_once(browser, cast, now, clock):
    factors.without_email(cast.ada)
    secret = factors.add_app(cast.ada, now)
    password(browser)
    assert "Enter the 6-digit code" in browser.post("/login/app", {"code": ""}).content.decode()
    code = factors.shown(secret, now)
    assert browser.post("/login/app", {"code": f"{code[:3]} {code[3:]}"}).headers["Location"] == "/"
    again = Client()
    password(again)
    assert "already used" in again.post("/login/app", {"code": code}).content.decode()
    clock.shift(30)
    assert (
        again.post(
            "/login/app", {"code": factors.shown(secret, now + timedelta(seconds=30))}
        ).status_code
        == 302
    )


@pytest.mark.req("ACC-10", "ACC-16")
@pytest.mark.parametrize("kind", ["app", "recovery", "passkey"])
def test_ten_wrong_tries_of_a_factor_lock_and_say_so(browser, cast, now, kind):
    factors.add_app(cast.ada, now)
    factors.add_recovery(cast.ada, now)
    factors.add_passkey(cast.ada, now)
    password(browser)
    for _ in range(9):
        answer = browser.post(f"/login/{kind}", {"code": "000000", "answer": "{}"})
        assert answer.status_code == 200, answer.headers
        assert "You are not signed in yet" in answer.content.decode()
    assert (
        browser.post(f"/login/{kind}", {"code": "000000", "answer": "{}"}).headers["Location"]
        == "/login?ended=stopped"
    )
    assert (
        "You are not signed in because the account cannot be used now"
        in browser.get("/login?ended=stopped").content.decode()
    )
    assert browser.get(f"/login/{kind}").headers["Location"] == "/login"
    assert Account.objects.get(pk=cast.ada.pk).locked_at == now
    failures = Entry.objects.filter(verb="code-failed", subject_id=str(cast.ada.pk))
    assert [one.data["factor"] for one in failures] == [kind] * 10
    assert Entry.objects.get(verb="locked").data == {"factor": kind}
    assert password(browser) is None, "the right password is refused while locked"


@pytest.mark.req("ACC-06")
def test_a_recovery_code_works_once_and_tells_how_few_are_left(browser, cast, now):
    codes = factors.add_recovery(cast.ada, now)
    RecoveryCode.objects.filter(
        pk__in=RecoveryCode.objects.order_by("-pk").values_list("pk", flat=True)[:7]
    ).delete()
    password(browser, next="/cases")
    assert "Use a recovery code" in browser.get("/login/code").content.decode()
    answer = browser.post("/login/recovery", {"code": codes[0].upper().replace("-", " ")})
    assert answer.headers["Location"] == "/login/recovery/left?next=%2Fcases"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "2 recovery codes are left" in page
    assert 'href="/cases"' in page
    again = Client()
    password(again)
    assert "already used" in again.post("/login/recovery", {"code": codes[0]}).content.decode()
    assert again.post("/login/recovery", {"code": codes[1]}).status_code == 302


def test_without_recovery_codes_there_is_no_page_for_them(browser, cast):
    password(browser)
    assert "recovery code" not in browser.get("/login/code").content.decode()
    assert browser.get("/login/recovery").headers["Location"] == "/login/factor"


@pytest.mark.req("ACC-06")
def test_without_any_factor_the_page_says_whom_to_ask(browser, cast):
    factors.without_email(cast.ada)
    assert password(browser) == "/login/factor"
    page = browser.get("/login/factor").content.decode()
    assert "no second factor" in page
    assert "CO UM" in page


def test_one_goes_from_one_way_to_another_and_the_clock_of_signing_in_goes_on(
    browser, cast, now, clock
):
    factors.add_phone(cast.ada, now)
    password(browser)
    choose(browser, "Email me a code")
    assert "Use another way" in browser.get("/login/code").content.decode()
    clock.shift(14 * 60)
    choose(browser, "Text me a code")
    clock.shift(60)
    assert (
        browser.post("/login/code", {"code": sent().code}).headers["Location"]
        == "/login?ended=late"
    )


@pytest.mark.parametrize("address", ["/login/code", "/login/call", "/login/app", "/login/passkey"])
def test_a_way_that_was_not_begun_or_is_not_registered_leads_to_the_choice(
    browser, cast, now, address
):
    factors.add_phone(cast.ada, now)
    password(browser)
    assert browser.get(address).headers["Location"] == "/login/factor"
    for nonsense in (
        "",
        "0:sms",
        "x",
        f"{Factor.objects.get(kind='email', account=cast.mallory).pk}:email",
    ):
        assert browser.post("/login/factor", {"choice": nonsense}).status_code == 200
    assert Entry.objects.filter(verb="code.requested").count() == 0


@pytest.mark.parametrize(
    "happened", [{"locked_at": "now"}, {"is_active": False}, {"removed_at": "now"}]
)
def test_an_account_closed_meanwhile_is_out_at_every_step(browser, cast, now, happened):
    password(browser)
    code = sent().code
    Account.objects.filter(pk=cast.ada.pk).update(
        **{key: now if value == "now" else value for key, value in happened.items()}
    )
    assert browser.post("/login/code", {"code": code}).headers["Location"] == "/login?ended=stopped"
    assert LoginSession.objects.count() == 0


def test_a_password_changed_meanwhile_ends_what_the_old_one_began(browser, cast):
    password(browser)
    Account.objects.filter(pk=cast.ada.pk).update(password="argon2$changed")
    assert (
        browser.post("/login/code", {"code": sent().code}).headers["Location"]
        == "/login?ended=late"
    )


def test_too_many_codes_are_told_on_the_choice(browser, cast, now):
    factors.add_phone(cast.ada, now)
    password(browser)
    for _ in range(10):
        choose(browser, "Text me a code")
    assert "Too many codes" in choose(browser, "Email me a code").content.decode()


def test_nothing_secret_stands_in_an_address_or_the_journal(browser, cast, now):
    secret = factors.add_app(cast.ada, now)
    codes = factors.add_recovery(cast.ada, now)
    password(browser)
    browser.post("/login/app", {"code": "000000"})
    browser.post("/login/recovery", {"code": codes[3]})
    journal = str(list(Entry.objects.values_list("data", flat=True)))
    assert secret not in journal
    assert codes[3] not in journal


def test_signing_in_over_another_session_ends_that_one(browser, cast):
    password(browser)
    browser.post("/login/code", {"code": sent().code})
    first = LoginSession.objects.get()
    password(browser)
    browser.post("/login/code", {"code": sent().code})
    assert LoginSession.objects.get(pk=first.pk).end_reason == "asked"
    assert LoginSession.objects.filter(ended_at=None).count() == 1
