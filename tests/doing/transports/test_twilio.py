"""The official client speaks with the stand-in, and both sides' signatures are the official ones."""

import json
from datetime import datetime
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from precert.demo.telephone import calling, exchange
from precert.people.models import Challenge
from precert.transports.models import Delivery
from precert.transports.queries import telephone_state
from tests.harness.telephone import ADA, SENDER, SID, TOKEN, Recorder, ask, running

pytestmark = pytest.mark.enable_socket


class Redirected(HttpClient):
    """What the official client sends to api.twilio.com goes to the stand-in, unchanged."""

    def __init__(self, base: str) -> None:
        self.base = base

    def request(self, method: str, uri: str, params: Any = None, data: Any = None, headers: Any = None, auth: Any = None,
                timeout: Any = None, allow_redirects: bool = False) -> Response:  # fmt: skip
        path = uri.removeprefix("https://api.twilio.com")
        assert path != uri
        got = httpx.request(
            method,
            self.base + path,
            params=params,
            data=data,
            headers=headers,
            auth=auth,
            trust_env=False,
            timeout=10,
        )
        return Response(got.status_code, got.text, got.headers)


def client(settings: Any, token: str = TOKEN) -> Client:
    return Client(SID, token, http_client=Redirected(settings.TELEPHONE_URL))


def test_the_official_client_sends_a_message(installation: str, settings: Any) -> None:
    sent = client(settings).messages.create(to=ADA, from_=SENDER, body="Good morning")
    [line] = exchange.newest(settings.TELEPHONE_FOLDER)
    assert (line.sid, line.body, line.to) == (sent.sid, "Good morning", ADA)
    assert (sent.status, sent.account_sid, sent.num_segments, sent.error_code) == (
        "queued",
        SID,
        "1",
        None,
    )
    assert sent.date_created


def test_the_official_client_makes_a_call(installation: str, settings: Any) -> None:
    made = client(settings).calls.create(
        to=ADA, from_=SENDER, url=f"{installation}/words", status_callback_event=["ringing"]
    )
    [line] = exchange.newest(settings.TELEPHONE_FOLDER)
    assert (line.sid, line.status, line.events) == (made.sid, "ringing", ["ringing"])
    assert made.status == "queued"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "+15005550001"}, 21211),
        ({"to": "303"}, 21211),
        ({"to": "+15005550004"}, 21610),
        ({"body": ""}, 21602),
        ({"to": ""}, 21604),
    ],
)
def test_the_official_client_understands_what_is_refused(
    installation: str, settings: Any, change: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as raised:
        client(settings).messages.create(**{"to": ADA, "from_": SENDER, "body": "words"} | change)
    assert (raised.value.status, raised.value.code) == (400, code)


def test_a_wrong_token_is_not_let_in(installation: str, settings: Any) -> None:
    with pytest.raises(TwilioRestException) as raised:
        client(settings, "wrong").messages.create(to=ADA, from_=SENDER, body="words")
    assert (raised.value.status, raised.value.code) == (401, 20003)
    assert exchange.newest(settings.TELEPHONE_FOLDER) == []


def test_the_official_validator_accepts_every_request_of_the_stand_in(
    installation: str, settings: Any
) -> None:
    ask_for_a_key = (
        b'<Response><Gather numDigits="1" finishOnKey=""'
        b' action="/key?last=1"><Say>Press</Say></Gather></Response>'
    )
    with running(Recorder(200, ask_for_a_key)) as application:
        settings.SITE_URL = application.address  # the application that the stand-in calls back to
        status = f"{application.address}/status"
        client(settings).messages.create(to=ADA, from_=SENDER, body="words", status_callback=status)
        client(settings).calls.create(
            to=ADA, from_=SENDER, url=f"{application.address}/words?a=1", status_callback=status
        )
        line = exchange.newest(settings.TELEPHONE_FOLDER)[0]
        calling.answer(settings.TELEPHONE_FOLDER, line)
        calling.press(settings.TELEPHONE_FOLDER, line, "#")
        calling.end(settings.TELEPHONE_FOLDER, line)
    paths = [path for path, _, _ in application.seen]
    assert paths == ["/status", "/status", "/words?a=1", "/key?last=1", "/status"]
    for path, form, headers in application.seen:
        fields = {name: values[0] for name, values in form.items()}
        assert RequestValidator(TOKEN).validate(
            application.address + path, fields, headers["X-Twilio-Signature"]
        )
    assert application.seen[3][1]["Digits"] == ["#"]


def test_our_door_accepts_a_signature_of_the_official_validator(
    moment: datetime, settings: Any, installation: str
) -> None:
    taken = json.dumps({"sid": "CA" + "1" * 32, "status": "queued"}).encode()
    from precert.jobs import worker

    with running(Recorder(201, taken)) as service:
        settings.TELEPHONE_URL = service.address
        challenge = ask(moment, "voice")
        worker.run_once(moment)
        asked = service.seen[0][1]

    def post(url: str, **fields: str) -> httpx.Response:
        form = {"AccountSid": SID, "CallSid": "CA" + "1" * 32, "To": ADA, "From": SENDER, **fields}
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        return httpx.post(
            url, data=form, headers={"X-Twilio-Signature": signature}, trust_env=False
        )

    assert post(asked["StatusCallback"][0], CallStatus="ringing").status_code == 204
    assert telephone_state(challenge).status == "ringing"  # type: ignore[union-attr]
    assert "<Gather" in post(asked["Url"][0], CallStatus="in-progress").text
    assert post(asked["Url"][0] + "/key", Digits="#", CallStatus="in-progress").status_code == 200
    assert Challenge.objects.get(pk=challenge).answered_at is not None
    assert Delivery.objects.get().references == "CA" + "1" * 32
