"""Terms of use: before anything else of a contract, once per version."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from precert.gate import session
from precert.journal.models import Entry
from precert.people.models import TermsAgreement
from tests import world as w

MINE = "mallory"  # works under both contracts


@pytest.fixture
def world(db: Any, now: datetime) -> w.World:
    made = w.build(now)
    TermsAgreement.objects.all().delete()
    return made


@pytest.fixture
def browser(world: w.World) -> Client:
    found = w.signed_in(world, MINE, "mallory")
    store = found.session
    del store[session.TERMS]
    store.save()
    return found


def agree(browser: Client, contract: str, version: str = "1", wanted: str = "/cases") -> Any:
    return browser.post("/terms", {"contract": contract, "version": version, "next": wanted})


@pytest.mark.req("ACC-05")
@pytest.mark.req("CON-09", part="terms of use")
def test_each_contracts_terms_are_shown_once_and_then_the_page_asked_for(
    browser: Client, world: w.World, now: datetime
) -> None:
    sent = urlsplit(browser.get("/cases?q=1").headers["Location"])
    assert (sent.path, parse_qs(sent.query)) == ("/terms", {"next": ["/cases?q=1"]})
    page = browser.get("/terms?next=/cases").content.decode()
    assert "Terms of use: CO UM" in page
    assert "HIPAA" in page
    assert agree(browser, w.CO).headers["Location"] == "/terms?next=%2Fcases"
    assert "Terms of use: MS State UM" in browser.get("/terms?next=/cases").content.decode()
    agree(browser, w.MS)
    assert browser.get("/terms?next=/cases").headers["Location"] == "/cases"
    assert browser.get("/cases").status_code == 200
    rows = TermsAgreement.objects.order_by("contract").values_list(
        "account", "contract", "version", "agreed_at"
    )
    assert list(rows) == [
        (world.accounts[MINE], w.CO, "1", now),
        (world.accounts[MINE], w.MS, "1", now),
    ]
    assert Entry.objects.filter(verb="terms-agreed").count() == 2
    fresh = w.signed_in(world, MINE, "mallory")
    assert fresh.get("/cases").status_code == 200
    assert browser.get("/terms").headers["Location"] == "/"


@pytest.mark.req("ACC-05")
def test_a_new_version_is_shown_again(
    world: w.World, monkeypatch: pytest.MonkeyPatch, browser: Client, now: datetime
) -> None:
    for contract in (w.CO, w.MS):
        TermsAgreement.objects.create(
            account_id=world.accounts[MINE], contract=contract, version="0", agreed_at=now
        )
    assert browser.get("/cases").headers["Location"].startswith("/terms?")
    said = agree(browser, w.CO, version="0").content.decode()
    assert "have changed since" in said
    assert TermsAgreement.objects.filter(version="1").count() == 0


def test_agreeing_twice_is_written_once(browser: Client, world: w.World) -> None:
    agree(browser, w.CO)
    agree(browser, w.CO)
    assert Entry.objects.filter(verb="terms-agreed").count() == 1


def test_terms_of_another_contract_are_not_known_here(browser: Client, world: w.World) -> None:
    store = browser.session
    store[session.CONTEXT] = world.providers["denver"]
    store.save()
    assert agree(browser, "no-such-contract").status_code == 404
    jill = w.signed_in(world, "jill")
    assert agree(jill, w.CO).status_code == 404
    assert TermsAgreement.objects.count() == 0


@pytest.mark.req("ACC-05")
def test_nothing_of_the_contract_is_reached_before(browser: Client, world: w.World) -> None:
    for method, address in (
        ("get", "/"),
        ("get", "/consumers"),
        ("post", "/create"),
        ("get", "/cases/nobody"),
    ):
        answer = getattr(browser, method)(address)
        assert answer.headers["Location"].startswith("/terms?next="), address
    for address in ("/context", "/help", "/help/guide", "/session/idle", "/terms"):
        assert browser.get(address).status_code == 200, address
    assert browser.post("/logout").headers["Location"] == "/login?ended=asked"


def test_scripts_are_told_where_to_go(browser: Client, world: w.World) -> None:
    for headers in ({"X-Precert-Background": "1"}, {"Accept": "application/json"}):
        answer = browser.get("/cases", headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {"signed_out": False, "login": answer.json()["login"]}
        assert answer.json()["login"].startswith("/terms?next=")


def test_staff_are_not_asked(world: w.World) -> None:
    grace = w.signed_in(world, "grace")
    assert grace.get("/queue").status_code == 200
    assert grace.get("/terms").headers["Location"] == "/"


def test_ordinary_pages_ask_the_database_nothing_more(world: w.World, browser: Client) -> None:
    known = w.signed_in(world, MINE, "mallory")
    agree(browser, w.CO), agree(browser, w.MS)
    browser.get("/help")

    def statements(who: Client) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            assert who.get("/consumers").status_code == 200
        return [query["sql"] for query in asked.captured_queries if "terms" in query["sql"].lower()]

    assert len(statements(browser)) == 1, "the session doesn't know yet"
    assert statements(browser) == statements(known) == []
