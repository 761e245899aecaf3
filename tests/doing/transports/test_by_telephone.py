"""Text messages and calls against the stand-in over real HTTP: they arrive, are answered, fail, are
tried again, and none is lost.
"""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from precert.demo.telephone import calling, exchange
from precert.jobs import worker
from precert.journal.models import Entry, Errand
from precert.people.checks.code import check_call, check_code
from precert.people.models import Challenge
from precert.transports import telephone as transport
from precert.transports.models import Delivery
from precert.transports.queries import telephone_state
from tests.harness import telephone
from tests.harness.telephone import ADA, Recorder, ask, running

pytestmark = pytest.mark.enable_socket


def lines(settings: Any) -> list[exchange.PhoneLine]:
    return exchange.newest(settings.TELEPHONE_FOLDER)


def the_call(settings: Any) -> exchange.PhoneLine:
    [line] = lines(settings)
    return line


@pytest.mark.req("ACC-04", "ACC-06")
def test_a_code_arrives_as_a_text_message_once_and_is_right(
    moment: datetime, settings: Any
) -> None:
    challenge = ask(moment, purpose="register")
    for _ in range(3):
        worker.run_once(moment)
    [line] = lines(settings)
    assert (line.kind, line.to, line.sender) == ("message", ADA, telephone.SENDER)
    state = telephone_state(challenge)
    assert state
    assert (state.channel, state.status, state.error, state.lost) == ("sms", "delivered", "", False)
    assert Delivery.objects.get().references == line.sid
    assert Delivery.objects.get().address == ADA[-2:]
    code = re.search(r"\b\d{6}\b", line.body)
    assert code
    assert check_code(challenge, code.group(), moment, purpose="register").pk == challenge


@pytest.mark.req("ACC-04", "ACC-06")
def test_a_call_that_is_answered_with_pound_answers_the_challenge(
    moment: datetime, settings: Any
) -> None:
    challenge = ask(moment, "voice")
    worker.run_once(moment)
    assert telephone_state(challenge).status == "ringing"  # type: ignore[union-attr]
    line = the_call(settings)
    calling.answer(settings.TELEPHONE_FOLDER, line)
    assert "Press the pound key" in line.said[0]
    assert check_call(challenge, moment, purpose="sign-in") is None
    calling.press(settings.TELEPHONE_FOLDER, line, "#")
    assert line.said[-1].startswith("Thank you")
    answered = check_call(challenge, moment, purpose="sign-in")
    assert answered is not None
    assert answered.pk == challenge
    assert telephone_state(challenge).status == "completed"  # type: ignore[union-attr]
    told = Entry.objects.get(verb="call-answered")
    assert (told.data, told.subject_id) == ({"challenge": challenge}, str(answered.account_id))


@pytest.mark.req("ACC-04")
def test_after_another_key_the_words_come_once_more_and_then_the_call_ends(
    moment: datetime, settings: Any
) -> None:
    challenge = ask(moment, "voice")
    worker.run_once(moment)
    line = the_call(settings)
    calling.answer(settings.TELEPHONE_FOLDER, line)
    calling.press(settings.TELEPHONE_FOLDER, line, "1")
    assert "not the pound key" in line.said[-1]
    assert line.open
    calling.press(settings.TELEPHONE_FOLDER, line, "*")
    assert line.said[-1] == "We could not confirm this. Goodbye."
    assert not line.open
    assert Challenge.objects.get(pk=challenge).answered_at is None


def test_the_second_time_pound_still_counts(moment: datetime, settings: Any) -> None:
    challenge = ask(moment, "voice")
    worker.run_once(moment)
    line = the_call(settings)
    calling.answer(settings.TELEPHONE_FOLDER, line)
    calling.press(settings.TELEPHONE_FOLDER, line, "1")
    calling.press(settings.TELEPHONE_FOLDER, line, "#")
    assert Challenge.objects.get(pk=challenge).answered_at is not None


def test_a_call_that_nobody_takes_says_so(moment: datetime, settings: Any) -> None:
    challenge = ask(moment, "voice")
    worker.run_once(moment)
    calling.end(settings.TELEPHONE_FOLDER, the_call(settings))
    state = telephone_state(challenge)
    assert state
    assert (state.status, state.lost) == ("busy", True)
    assert "busy" in state.said


def test_a_call_that_was_replaced_says_that_it_is_no_longer_needed(
    moment: datetime, settings: Any
) -> None:
    ask(moment, "voice")
    worker.run_once(moment)
    line = the_call(settings)
    ask(moment, "sms")
    calling.answer(settings.TELEPHONE_FOLDER, line)
    assert line.said == ["This call is no longer needed. Goodbye."]


@pytest.mark.parametrize(("channel", "code"), [("sms", "21211"), ("voice", "21217")])
def test_a_number_that_never_will_work_is_kept_with_its_reason_and_not_tried_again(
    moment: datetime, settings: Any, channel: Any, code: str
) -> None:
    challenge = ask(moment, channel, to="+15005550001")
    for hours in (0, 1, 2):
        worker.run_once(moment + timedelta(hours=hours))
    assert lines(settings) == []
    state = telephone_state(challenge)
    assert state
    assert (state.status, state.lost, state.error[:5]) == ("failed", True, code)
    assert "5005550001" not in state.error
    assert Delivery.objects.get().attempts == 1
    assert Delivery.objects.count() == 1
    assert not Errand.objects.filter(done_at=None).exists()


GARBAGE = [
    (500, b"<html>oops</html>"),
    (503, json.dumps({"code": 20503, "message": "Service unavailable", "status": 503}).encode()),
    (429, json.dumps({"code": 20429, "message": "Too many requests", "status": 429}).encode()),
    (401, json.dumps({"code": 20003, "message": "Authenticate", "status": 401}).encode()),
    (400, b"a proxy's own page"),
    (201, b"{}"),
    (201, b"not JSON"),
    (201, b'["sid"]'),
    (302, b""),
]


@pytest.mark.parametrize(("status", "body"), GARBAGE)
def test_a_service_that_answers_wrongly_is_asked_again_and_nothing_is_lost(
    moment: datetime, settings: Any, status: int, body: bytes
) -> None:
    good = settings.TELEPHONE_URL
    challenge = ask(moment)
    with running(Recorder(status, body)) as bad:
        settings.TELEPHONE_URL = bad.address
        worker.run_once(moment)
    kept_open_then_sent(challenge, moment, settings, good)


def test_a_service_that_is_down_is_asked_again(
    moment: datetime, settings: Any, free_port: int
) -> None:
    good = settings.TELEPHONE_URL
    challenge = ask(moment)
    settings.TELEPHONE_URL = f"http://127.0.0.1:{free_port}"
    worker.run_once(moment)
    kept_open_then_sent(challenge, moment, settings, good)


def test_a_service_that_hangs_is_left_after_a_while(
    moment: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", httpx.Timeout(0.3))
    good = settings.TELEPHONE_URL
    challenge = ask(moment)
    with running(Recorder(hold=True)) as bad:
        settings.TELEPHONE_URL = bad.address
        worker.run_once(moment)
        assert len(bad.seen) == 1
    monkeypatch.undo()
    kept_open_then_sent(challenge, moment, settings, good)


def kept_open_then_sent(challenge: int, moment: datetime, settings: Any, good: str) -> None:
    """The failure is kept without the message; when the service works again, the message comes
    once.
    """
    state = telephone_state(challenge)
    assert state
    assert (state.status, state.lost) == ("unreached", False)
    delivery = Errand.objects.get(done_at=None)
    assert "Unreached" in delivery.error
    for said in (delivery.error, state.error):
        assert not re.search(r"\d{6}", said.replace("127.0.0.1", "")), said
    assert Delivery.objects.get().sent_at is None
    settings.TELEPHONE_URL = good
    worker.run_once(moment + timedelta(minutes=1))
    worker.run_once(moment + timedelta(minutes=2))
    assert len(lines(settings)) == 1
    assert telephone_state(challenge).status == "delivered"  # type: ignore[union-attr]


def test_what_is_no_longer_of_use_is_not_sent_late(
    moment: datetime, settings: Any, free_port: int
) -> None:
    good, settings.TELEPHONE_URL = settings.TELEPHONE_URL, f"http://127.0.0.1:{free_port}"
    ask(moment)
    ask(moment, purpose="change-password")
    worker.run_once(moment)
    settings.TELEPHONE_URL = good
    newest = ask(moment + timedelta(minutes=1))  # replaces the first
    worker.run_once(moment + timedelta(minutes=10, seconds=30))  # too late for the second
    [line] = lines(settings)
    assert Delivery.objects.get(references=line.sid).subject_id == str(newest)
    assert not Errand.objects.filter(done_at=None).exists()


def test_without_a_service_nothing_is_lost_and_the_reason_is_kept(
    moment: datetime, settings: Any
) -> None:
    settings.TELEPHONE_URL = ""
    ask(moment)
    worker.run_once(moment)
    assert "PRECERT_TELEPHONE_URL" in Errand.objects.get(done_at=None).error


def test_what_goes_over_the_wire(moment: datetime, settings: Any) -> None:
    taken = json.dumps({"sid": "CA" + "1" * 32, "status": "queued"}).encode()
    with running(Recorder(201, taken)) as service:
        settings.TELEPHONE_URL = service.address
        ask(moment, "voice")
        worker.run_once(moment)
    [(path, form, headers)] = service.seen
    assert path == f"/2010-04-01/Accounts/{telephone.SID}/Calls.json"
    assert (form["To"], form["From"]) == ([ADA], [telephone.SENDER])
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert form["Url"][0].startswith(f"{settings.SITE_URL}/telephone/call/")
    assert form["StatusCallback"][0].startswith(f"{settings.SITE_URL}/telephone/state/")
    assert headers["Authorization"] == httpx.BasicAuth(telephone.SID, telephone.TOKEN)._auth_header
    assert set(form) == {"To", "From", "Url", "StatusCallback", "StatusCallbackEvent"}
