"""The door of the telephone service: only what it signed, about a message of ours, while it is
open; each only once.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from precert.journal.models import Entry
from precert.people.models import Challenge
from precert.transports import deliveries
from precert.transports import telephone_links as links
from precert.transports.models import Delivery
from precert.web.telephone.signature import sign
from tests import world as w
from tests.harness import telephone
from tests.harness.telephone import SID, TOKEN

SITE = "https://precert.health.gov"
CALL = "CA" + "1" * 32


@pytest.fixture
def challenge(db: None, now: datetime, settings: Any) -> int:
    """Ada's call is under way."""
    settings.SITE_URL = SITE
    settings.TELEPHONE_URL, settings.TELEPHONE_SID, settings.TELEPHONE_TOKEN = (
        "https://telephone.example",
        SID,
        TOKEN,
    )
    w.build(now)
    return telephone.ask(now, "voice")


@pytest.fixture
def row(challenge: int, now: datetime) -> int:
    """Its row, as the worker leaves it."""
    made = telephone.begun(challenge, "voice", now)
    deliveries.note(made, CALL, "queued", now)
    return made


def path(url: str) -> str:
    return url.removeprefix(SITE)


def post(
    where: str,
    *,
    token: str = TOKEN,
    signature: str | None = None,
    sent: dict[str, str] | None = None,
    **fields: str,
) -> Any:
    """A request of the service; `sent` goes out instead of the fields that are signed."""
    form = {"AccountSid": SID, "CallSid": CALL} | fields
    made = sign(token, SITE + where, {name: [value] for name, value in form.items()})
    return Client().post(
        where,
        sent or form,
        headers={"X-Twilio-Signature": made if signature is None else signature},
    )


def everything() -> list[Any]:
    """All that such a request might change."""
    tables = (Challenge, Delivery, Entry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.req("ACC-04")
def test_a_call_is_told_the_words_and_pound_answers_it(
    row: int, challenge: int, now: datetime
) -> None:
    where = path(links.call_url(row, now))
    before = everything()
    words = post(where, CallStatus="in-progress")
    assert (words.status_code, words["Content-Type"]) == (200, "text/xml; charset=utf-8")
    text = words.content.decode()
    assert '<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="15" method="POST"' in text
    assert f'action="{SITE}{where}/key"' in text
    assert everything() == before
    assert "Thank you" in post(f"{where}/key", Digits="#").content.decode()
    assert Challenge.objects.get(pk=challenge).answered_at == now


@pytest.mark.parametrize("key", ["1", "*", "##", "", "0#"])
def test_another_key_asks_once_more_and_then_ends(row: int, now: datetime, key: str) -> None:
    where = path(links.call_url(row, now)) + "/key"
    before = everything()
    again = post(where, Digits=key).content.decode()
    assert f'action="{SITE}{where}?last=1"' in again
    assert "<Hangup/>" in post(f"{where}?last=1", Digits=key).content.decode()
    assert everything() == before


def refused(row: int, now: datetime) -> dict[str, tuple[int, Any]]:
    """Requests that aren't the service's, or not about this call: what they get, and the answer."""
    key, state = path(links.call_url(row, now)) + "/key", path(links.state_url(row, now))
    other = path(links.call_url(row + 1, now))
    old = path(links.call_url(row, now - timedelta(minutes=15)))
    pound, failed = {"Digits": "#"}, {"CallStatus": "failed"}
    plain = Client().post(key, {"AccountSid": SID, "CallSid": CALL, **pound})
    return {
        "unsigned": (403, plain),
        "empty signature": (403, post(key, signature="", **pound)),
        "wrong signature": (403, post(key, signature="Zm9v", **pound)),
        "of another account's token": (403, post(key, token="other", **pound)),
        "of no token": (403, post(key, token="", **pound)),
        "signed for another key": (
            403,
            post(key, sent={"AccountSid": SID, "CallSid": CALL, **pound}, Digits="1"),
        ),
        "signed for another address": (
            403,
            post(key, signature=signature_for(state, pound), **pound),
        ),
        "of another account": (403, post(key, AccountSid="AC" + "9" * 32, **pound)),
        "of another call": (404, post(key, CallSid="CA" + "2" * 32, **pound)),
        "of no call": (404, post(key, CallSid="", **pound)),
        "about a message that isn't there": (404, post(f"{other}/key", **pound)),
        "too old": (404, post(f"{old}/key", **pound)),
        "with the bare id": (404, post(f"/telephone/call/{row}/key", **pound)),
        "with a changed token": (404, post(key.replace("/call/", "/call/x"), **pound)),
        "with the token of another use": (
            404,
            post(key.replace(key.split("/")[3], state.split("/")[3]), **pound),
        ),
        "a state with the token of the call": (
            404,
            post(state.replace(state.split("/")[3], key.split("/")[3]), **failed),
        ),
        "an unsigned state": (403, post(state, signature="", **failed)),
        "a state of another call": (404, post(state, CallSid="CA" + "2" * 32, **failed)),
        "an unknown state": (404, post(state, CallStatus="on the moon")),
        "a GET": (405, Client().get(key)),
        "a GET of the words": (405, Client().get(path(links.call_url(row, now)))),
        "a GET of a state": (405, Client().get(state)),
    }


def signature_for(where: str, fields: dict[str, str]) -> str:
    return sign(
        TOKEN,
        SITE + where,
        {name: [value] for name, value in ({"AccountSid": SID, "CallSid": CALL} | fields).items()},
    )


def test_whoever_else_asks_is_refused_and_nothing_changes(row: int, now: datetime) -> None:
    before = everything()
    answers = refused(row, now)
    assert {why: answer.status_code for why, (_, answer) in answers.items()} == {
        why: status for why, (status, _) in answers.items()
    }
    assert everything() == before
    assert {answer.content for _, answer in answers.values() if answer.status_code != 405} == {
        b""
    }, "a browser that looks gets a page"
    assert not any(answer.cookies for _, answer in answers.values())


def test_what_is_sent_again_changes_nothing(row: int, now: datetime, clock: Any) -> None:
    key, state = path(links.call_url(row, now)) + "/key", path(links.state_url(row, now))
    assert post(state, CallStatus="ringing").status_code == 204
    assert post(key, Digits="#").status_code == 200
    assert post(state, CallStatus="completed").status_code == 204
    clock.shift(timedelta(seconds=30))
    before = everything()
    assert post(key, Digits="#").status_code == 404
    assert post(key, Digits="1").status_code == 404
    assert post(path(links.call_url(row, now))).status_code == 404
    assert post(state, CallStatus="ringing").status_code == 204
    assert post(state, CallStatus="completed").status_code == 204
    assert everything() == before


def test_a_call_that_is_over_says_so_and_can_not_be_answered(
    row: int, challenge: int, now: datetime, clock: Any
) -> None:
    where = path(links.call_url(row, now))
    clock.shift(timedelta(minutes=10))
    before = everything()
    for answer in (post(where), post(f"{where}/key", Digits="#")):
        assert "no longer needed" in answer.content.decode()
    assert everything() == before


def test_a_state_is_taken_for_a_day(row: int, now: datetime, clock: Any) -> None:
    state = path(links.state_url(row, now))
    clock.shift(timedelta(hours=23))
    assert post(state, CallStatus="no-answer").status_code == 204
    assert Delivery.objects.get(pk=row).state == "no-answer"
    clock.shift(timedelta(hours=1))
    assert post(state, CallStatus="failed").status_code == 404


def test_a_message_that_did_not_arrive_keeps_the_code_of_the_reason(
    row: int, challenge: int, now: datetime
) -> None:
    sms = telephone.begun(challenge, "sms", now)
    where = path(links.state_url(sms, now))
    told = {
        "MessageSid": "SM" + "3" * 32,
        "SmsSid": "SM" + "3" * 32,
        "MessageStatus": "undelivered",
        "ErrorCode": "30003",
        "CallSid": "",
    }
    assert post(where, **told).status_code == 204
    found = Delivery.objects.get(pk=sms)
    assert (found.state, found.error, found.references) == ("undelivered", "30003", "SM" + "3" * 32)


def test_without_a_telephone_service_there_is_no_such_address(
    row: int, now: datetime, settings: Any
) -> None:
    where = path(links.call_url(row, now))
    settings.TELEPHONE_URL, settings.TELEPHONE_TOKEN = "", ""
    assert post(where, token="").status_code == 404
    assert post(where).status_code == 404


def test_a_stranger_costs_no_look_into_the_database(
    row: int, now: datetime, django_assert_num_queries: Any
) -> None:
    where = path(links.call_url(row, now))
    with django_assert_num_queries(0, connection=connection):
        post(where, signature="")
