"""The demonstration's telephone: its page and its service's address; nowhere else than in the
demonstration.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from precert.demo.telephone import calling, exchange
from tests.harness import telephone
from tests.harness.telephone import ADA, SENDER, SID, TOKEN

API = f"/demo/telephone/2010-04-01/Accounts/{SID}"
BASIC = httpx.BasicAuth(SID, TOKEN)._auth_header
WORDS = (
    '<Response><Gather finishOnKey="" action="/key"><Say>Press pound</Say></Gather><Say>Nothing'
    " came</Say></Response>"
)


@pytest.fixture
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """The demonstration, whose requests to itself are only written down; each is answered with the
    words.
    """
    telephone.use(settings, "http://127.0.0.1:8000")
    seen: list[tuple[str, dict[str, str]]] = []

    def post(
        self: Any, url: str, *, data: dict[str, str], headers: dict[str, str]
    ) -> httpx.Response:
        seen.append((url, data))
        return httpx.Response(200, text=WORDS)

    monkeypatch.setattr(httpx.Client, "post", post)
    return seen


def send(kind: str = "Messages", authorization: str = BASIC, api: str = API, **fields: str) -> Any:
    given = (
        {"Body": "Code 123456"} if kind == "Messages" else {"Url": "http://127.0.0.1:8000/words"}
    )
    form = (
        {"To": ADA, "From": SENDER, "StatusCallback": "http://127.0.0.1:8000/state"}
        | given
        | fields
    )
    return Client().post(
        f"{api}/{kind}.json",
        form,
        headers={"Authorization": authorization} if authorization else {},
    )


def page(query: str = "") -> str:
    answer = Client().get(f"/demo/phone{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def use(sid: str, **what: str) -> Any:
    return Client().post(f"/demo/phone/{sid}", what)


def test_it_says_what_it_is_while_it_is_empty_and_leads_to_the_mail(asked: Any) -> None:
    assert "No messages and no calls yet" in page()
    assert 'href="/demo/mail"' in page()
    assert 'href="/demo/phone"' in Client().get("/demo/mail").content.decode()


def test_messages_stand_newest_first_and_their_states_are_reported(asked: list[Any]) -> None:
    assert send(Body="Code 111111 <b>").status_code == 201
    assert send(Body="Code 222222").json()["status"] == "queued"
    text = page()
    assert text.index("222222") < text.index("111111 &lt;b&gt;")
    assert [data["MessageStatus"] for _, data in asked] == ["sent", "delivered"] * 2


def test_a_call_rings_is_answered_waits_for_a_key_and_ends(asked: list[Any]) -> None:
    sid = send("Calls", StatusCallbackEvent="ringing").json()["sid"]
    assert f"A call to {ADA} is ringing" in page()
    assert use(sid, key="#").status_code == 302  # not picked up: nothing happens
    assert use(sid, answer="1").status_code == 302
    text = page()
    assert "Press pound" in text
    assert "Nothing came" not in text
    for key in calling.KEYS:
        assert f'name="key" value="{key}"' in text
    use(sid, key="#")
    use(sid, key="no key")
    use(sid, end="1")
    assert [url.rsplit("/", 1)[1] for url, _ in asked] == ["state", "words", "key"]
    assert asked[-1][1]["Digits"] == "#"
    assert "is ringing" not in page()
    assert use(sid, answer="1").status_code == 302
    assert exchange.find(Path(calling.settings.TELEPHONE_FOLDER), sid).status == "completed"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no markup",
        "<Response>",
        "<html/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
    ],
)
def test_an_answer_that_can_not_be_said_ends_the_call(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    sid = send("Calls").json()["sid"]
    monkeypatch.setattr(httpx.Client, "post", lambda *a, **k: httpx.Response(200, text=answer))
    use(sid, answer="1")
    assert "no answer that can be said" in page()


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic !!!", "Bearer x", httpx.BasicAuth(SID, "wrong")._auth_header],
)
def test_whoever_does_not_show_sid_and_token_sends_nothing(
    asked: list[Any], authorization: str
) -> None:
    for kind in ("Messages", "Calls"):
        answer = send(kind, authorization)
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert "No messages" in page()


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("Messages", {"To": "303"}, 21211),
        ("Messages", {"From": ""}, 21603),
        ("Messages", {"Body": "x" * 1601}, 21617),
        ("Messages", {"To": "+15005550009"}, 21614),
        ("Calls", {"To": "+15005550004"}, 21216),
        ("Calls", {"Url": "https://elsewhere.example/words"}, 21205),
        ("Calls", {"Url": "http://127.0.0.1:80000/words"}, 21205),
    ],
)
def test_what_it_refuses_it_refuses_in_the_protocols_form(
    asked: list[Any], kind: str, change: dict[str, str], code: int
) -> None:
    answer = send(kind, **change)
    assert answer.status_code == 400
    assert {"code", "message", "more_info", "status"} == set(answer.json())
    assert answer.json()["code"] == code
    assert asked == []


def test_another_accounts_address_is_not_there(asked: list[Any]) -> None:
    assert send(api=API.replace(SID, "AC" + "9" * 32)).json()["code"] == 20404


@pytest.mark.parametrize("sid", ["SM1", "CA" + "0" * 32, "..", "CA" + "*" * 32])
def test_no_other_file_is_reached(asked: list[Any], sid: str) -> None:
    assert use(sid, answer="1").status_code == 404


def test_a_broken_file_does_not_break_the_page(asked: list[Any], folders: Path) -> None:
    send(Body="A good one")
    for n, text in enumerate(("", "{", "[]", '{"kind": "call"}')):
        (folders / "telephone" / f"00000{n}-odd.json").write_text(text)
    assert "A good one" in page()


def test_it_looks_again_by_itself_only_when_asked_to(asked: list[Any]) -> None:
    assert "Refresh" not in Client().get("/demo/phone").headers
    assert Client().get("/demo/phone?watch=1").headers["Refresh"] == "5"


def test_an_installation_has_none_of_it(settings: Any, now: datetime) -> None:
    for there in (False, True):
        if there:  # not even when its addresses are put in place
            telephone.use(settings, "http://127.0.0.1:8000")
            settings.MODE = "production"
        assert Client().get("/demo/phone").status_code == 404
        assert send().status_code == 404
        assert send("Calls").status_code == 404
        assert use("CA" + "0" * 32, answer="1").status_code == 404
