"""Registering through the pages, up to the mailed link."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from precert.contracts.queries import current
from precert.journal.models import Entry
from precert.people import policy
from precert.people.models import Account, Link
from precert.registry.models import Enrolment, Provider, RegistrationCode
from tests import world as w
from tests.harness.registering import CODE, give_code, mailed_token

NPI = w.PROVIDERS["doctor"][1]
NOT_VALID = "NPI/Regcode is not valid"
CONTACT = {
    "username": "Newcomer", "first_name": "Nell", "last_name": "Newman", "email": "nell@example.org", "email_again": "nell@example.org",
    "fax": "(303) 555-0112",
}  # fmt: skip


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    return made


@pytest.fixture
def browser() -> Client:
    return Client()


def pair(browser: Client, npi: str = NPI, code: str = CODE, contract: str = w.CO) -> Any:
    return browser.post("/register", {"contract": contract, "npi": npi, "code": code})


def contact(browser: Client, world: w.World, **changes: str) -> Any:
    return browser.post(
        "/register/contact", CONTACT | {"provider": str(world.providers["doctor"])} | changes
    )


@pytest.mark.req("ACC-02")
def test_npi_and_code_lead_to_the_provider_to_confirm(browser: Client, world: w.World) -> None:
    assert pair(browser, f" {NPI} ", "rc 4711").headers["Location"] == "/register/contact"
    page = browser.get("/register/contact").content.decode()
    for shown in ("Jane Smith MD", "Physician", "100 Main St, Denver, CO 80202", NPI):
        assert shown in page


@pytest.mark.req("ACC-02")
@pytest.mark.req("CON-01", part="code labels")
def test_each_contracts_name_of_the_code_is_shown(browser: Client, world: w.World) -> None:
    page = browser.get("/register").content.decode()
    assert "Provider Registration Code for CO UM" in page
    assert "BCBS ID for MS State UM" in page
    assert re.search(r'for="id_code">Provider Registration Code', page)
    assert re.search(
        r'for="id_code">BCBS ID', browser.get(f"/register?contract={w.MS}").content.decode()
    )


def wrong_pairs(world: w.World) -> dict[str, dict[str, str]]:
    give_code(world.providers["mallory"], w.CO, "RC-0815")
    Enrolment.objects.filter(provider=world.providers["mallory"], contract=w.CO).update(
        active_to=date(2026, 1, 31)
    )
    return {
        "unknown NPI": {"npi": "1003000126"},
        "wrong code": {"code": "RC-4712"},
        "bad check digit": {"npi": "1679576723"},
        "no NPI at all": {"npi": "abcdefghij"},
        "ended enrolment": {"npi": w.PROVIDERS["mallory"][1], "code": "RC-0815"},
        "another contract": {"contract": w.MS},
        "provider without code": {"npi": w.PROVIDERS["dme"][1]},
    }


def masked(page: str, **typed: str) -> str:
    for value in typed.values():
        page = page.replace(value, "·" * 10)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "csrf", page)
    return re.sub(r'nonce="[^"]+"', "nonce", page)


@pytest.mark.req("ACC-02")
def test_every_wrong_pair_gets_the_same_page_headers_and_statements(world: w.World) -> None:
    seen, pairs = {}, wrong_pairs(world)
    other = pairs.pop("another contract")
    for changes in pairs.values():
        pair(
            Client(), **{"npi": NPI, "code": CODE} | changes
        )  # the counters of what was typed are there
    for name, changes in pairs.items():
        browser, typed = Client(), {"npi": NPI, "code": CODE} | changes
        with CaptureQueriesContext(connection) as asked:
            answer = pair(browser, **typed)
        text = answer.content.decode()
        assert answer.status_code == 200, name
        assert NOT_VALID in text
        assert "Provider Registration Code</strong>" in text
        headers = {
            key: value
            for key, value in answer.headers.items()
            if key not in {"X-Request-ID", "Content-Security-Policy"}
        }
        shapes = [re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in asked.captured_queries]
        seen[name] = (
            masked(text, **{key: typed[key] for key in ("npi", "code")}),
            sorted(headers),
            shapes,
        )
    first = next(iter(seen.values()))
    for name, one in seen.items():
        assert one == first, name
    assert NOT_VALID in pair(Client(), **other).content.decode()


@pytest.mark.req("ACC-02")
def test_a_flood_of_wrong_codes_stops_the_right_one_for_that_npi(
    browser: Client, world: w.World, clock: Any
) -> None:
    for n in range(10):
        assert NOT_VALID in pair(browser, code=f"WRONG-{n}").content.decode()
    text = pair(browser).content.decode()
    assert NOT_VALID in text
    assert Entry.objects.filter(verb="registration-failed").count() == 11
    clock.shift(timedelta(minutes=16))
    assert pair(browser).status_code == 302


@pytest.mark.req("ACC-02")
def test_a_flood_over_many_npis_is_stopped_by_the_address(
    browser: Client, world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "ADDRESS", policy.LockRule(tries=4))
    for n in range(4):
        pair(browser, npi=f"1{n:09d}")
    assert NOT_VALID in pair(browser).content.decode()


@pytest.mark.req("ACC-02")
@pytest.mark.req("CON-01", part="code in both fields")
def test_without_npi_the_code_stands_in_both_fields_where_the_pack_allows_it(
    browser: Client, world: w.World
) -> None:
    assert current(w.MS).pack.code_in_both_fields, "the pack this test is about"
    row = Provider.objects.get(pk=world.providers["jackson"])
    row.npi = ""
    row.save()
    give_code(row.pk, w.MS, "B0042")
    assert NOT_VALID in pair(browser, "1003000126", "B0042", w.MS).content.decode()
    assert pair(browser, "b0042", "B0042", w.MS).status_code == 302
    assert not current(w.CO).pack.code_in_both_fields
    Enrolment.objects.create(
        provider=row,
        contract=w.CO,
        active_from=date(2020, 1, 1),
    )
    give_code(row.pk, w.CO, "B0042")
    assert NOT_VALID in pair(Client(), "B0042", "B0042", w.CO).content.decode()


def test_empty_fields_are_named_and_what_was_typed_stays(browser: Client, world: w.World) -> None:
    text = pair(browser, npi="", code="RC-1").content.decode()
    assert "Enter the NPI." in text
    assert 'value="RC-1"' in text


def test_the_contact_page_needs_a_right_pair(browser: Client, world: w.World, clock: Any) -> None:
    assert browser.get("/register/contact").headers["Location"] == "/register"
    pair(browser)
    clock.shift(timedelta(minutes=61))
    assert contact(browser, world, fax="").headers["Location"] == "/register?over=contact"
    assert not Account.objects.filter(username="newcomer").exists()
    page = browser.get("/register?over=contact").content.decode()
    assert "More than an hour has passed" in page
    assert "is saved and appears on the next page" in page
    pair(browser)
    page = browser.get("/register/contact").content.decode()
    for typed in ("Newcomer", "Nell", "Newman", "nell@example.org"):
        assert f'value="{typed}"' in page
    assert contact(browser, world).headers["Location"] == "/register/sent"
    pair(browser)
    assert 'value="Newman"' not in browser.get("/register/contact").content.decode(), "it served"


@pytest.mark.req("ACC-03")
def test_username_and_contact_make_an_account_nobody_can_use_yet_and_a_link(
    browser: Client, world: w.World, now: datetime
) -> None:
    pair(browser)
    assert contact(browser, world).headers["Location"] == "/register/sent"
    account = Account.objects.get(username="newcomer")
    assert not account.has_usable_password()
    assert (account.registered_at, account.fax, account.email) == (
        None,
        "3035550112",
        "nell@example.org",
    )
    link = Link.objects.get(account=account)
    assert (link.purpose, link.provider_id, link.expires_at) == (
        "register",
        world.providers["doctor"],
        now + timedelta(minutes=20),
    )
    assert mailed_token(now) not in str(Entry.objects.values_list("data", flat=True))
    assert "within 20 minutes" in browser.get("/register/sent").content.decode()
    assert browser.get("/register/contact").status_code == 302


@pytest.mark.req("ACC-03")
def test_everything_missing_or_wrong_is_said_at_once(browser: Client, world: w.World) -> None:
    pair(browser)
    wrong = {
        "username": "ada",
        "first_name": "",
        "email_again": "other@example.org",
        "fax": "12",
        "extension": "x",
        "city": "Denver",
    }
    text = contact(browser, world, **wrong).content.decode()
    for said in (
        "This username is taken",
        "Enter the first name.",
        "The addresses do not match. Enter the same email address in both fields.",
        "Enter ten digits",
        "Enter digits only.",
    ):
        assert said in text, said
    assert 'value="Denver"' in text
    assert Link.objects.count() == 0
    assert 'href="#id_fax"' in text


def test_the_state_is_chosen(browser: Client, world: w.World) -> None:
    pair(browser)
    text = contact(browser, world, state="CO", fax="12").content.decode()
    assert re.search(r'<select[^>]* name="state"', text)
    assert '<option value="CO" selected>Colorado</option>' in text


@pytest.mark.req("ACC-03")
def test_taken_usernames_are_told_ten_times_only(browser: Client, world: w.World) -> None:
    pair(browser)
    said = [contact(browser, world, username="ada").content.decode() for _ in range(11)]
    assert all("This username is taken" in one for one in said[:10])
    assert "This username is taken" not in said[10]
    assert "Too many attempts" in contact(browser, world).content.decode()


def test_a_code_that_was_revoked_meanwhile_makes_no_account(
    browser: Client, world: w.World
) -> None:
    pair(browser)
    RegistrationCode.objects.filter(provider=world.providers["doctor"]).delete()
    assert "no longer valid" in contact(browser, world).content.decode()
    assert not Account.objects.filter(username="newcomer").exists()


def test_a_provider_that_has_a_group_is_told_whom_to_ask(browser: Client, world: w.World) -> None:
    give_code(world.providers["dme"], w.CO, "RC-1000")
    pair(browser, w.PROVIDERS["dme"][1], "RC-1000")
    text = browser.get("/register/contact").content.decode()
    assert "Ask its Group Admin to add you" in text
    assert 'name="username"' not in text
    assert browser.post("/register/contact", CONTACT).status_code == 200
    assert not Account.objects.filter(username="newcomer").exists()


def test_one_npi_and_code_of_two_locations_let_choose(browser: Client, world: w.World) -> None:
    row = Provider.objects.get(pk=world.providers["doctor"])
    row.pk, row.address1 = None, "7 Second St"
    row.save()
    Enrolment.objects.create(
        provider=row,
        contract=w.CO,
        active_from=date(2020, 1, 1),
    )
    give_code(row.pk, w.CO, CODE)
    pair(browser)
    assert "Choose the provider." in contact(browser, world, provider="").content.decode()
    assert contact(browser, world, provider=str(world.providers["mallory"])).status_code == 200
    assert contact(browser, world, provider=str(row.pk)).status_code == 302
    assert Link.objects.get().provider_id == row.pk


def test_in_the_demonstration_a_pair_to_try_is_shown(
    browser: Client, world: w.World, settings: Settings
) -> None:
    assert "To try this" not in browser.get("/register").content.decode()
    settings.DEMO_NEWCOMER = "NPI 2000000010, code TRY-1"
    assert "NPI 2000000010, code TRY-1" in browser.get("/register").content.decode()
