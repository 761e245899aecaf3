"""The telephone service: an HTTP API as Twilio's has been since 2010-04-01. This file knows the
protocol, and no table.

The API has no key by which a request that is made again is known. So at most one thing can be
doubled: when the answer to a request is lost (time-out, cut line), or the worker is killed between
the service's answer and our row, the same message or call goes out again. Both name the same code;
nothing is lost.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from precert.transports.transport import Taken, Undeliverable, Unreached

VERSION = "2010-04-01"
TIMEOUT = httpx.Timeout(
    10, connect=5
)  # seconds; well below the two minutes for which a delivery is leased
CALL_EVENTS = ("initiated", "ringing", "answered", "completed")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_REASON = 200
DIGITS = re.compile(r"\d{4,}")  # numbers and codes, which services like to quote


@dataclass(frozen=True)
class Telephone:
    """One account at the service; `sender` is the number that messages and calls come from."""

    base: str
    sid: str
    token: str
    sender: str

    def text(self, to: str, body: str, status_url: str) -> Taken:
        """Have a text message sent. `status_url` is told what becomes of it. Raises Unreached,
        Undeliverable.
        """
        return self._post(
            "Messages", {"To": to, "From": self.sender, "Body": body, "StatusCallback": status_url}
        )

    def call(self, to: str, words_url: str, status_url: str) -> Taken:
        """Have a number called. `words_url` is asked what to say when it is picked up. Raises
        Unreached, Undeliverable.
        """
        asked = {
            "To": to,
            "From": self.sender,
            "Url": words_url,
            "StatusCallback": status_url,
            "StatusCallbackEvent": CALL_EVENTS,
        }
        return self._post("Calls", asked)

    def _post(self, kind: str, form: dict[str, Any]) -> Taken:
        address = f"{self.base}/{VERSION}/Accounts/{self.sid}/{kind}.json"
        proxies = urlsplit(self.base).hostname not in LOOPBACK
        try:
            with httpx.Client(timeout=TIMEOUT, trust_env=proxies) as client:
                answer = client.post(address, data=form, auth=(self.sid, self.token))
        except httpx.HTTPError as error:
            raise Unreached(
                f"the telephone service can't be reached ({type(error).__name__})"
            ) from None
        return _read(answer)


def configured() -> bool:
    """Whether this installation has a telephone service."""
    return bool(settings.TELEPHONE_URL)


def installed() -> Telephone:
    """The service that the settings name. Raises Unreached when they name none."""
    if not configured():
        raise Unreached("no telephone service is configured (PRECERT_TELEPHONE_URL is empty)")
    return Telephone(
        settings.TELEPHONE_URL,
        settings.TELEPHONE_SID,
        settings.TELEPHONE_TOKEN,
        settings.TELEPHONE_FROM,
    )


def _read(answer: httpx.Response) -> Taken:
    found = _object(answer)
    if answer.is_success and isinstance(found.get("sid"), str) and found["sid"]:
        return Taken(found["sid"][:64], str(found.get("status") or "queued"))
    if answer.is_success:
        raise Unreached(f"the telephone service answered {answer.status_code} without a sid")
    code = found.get("code")
    if not isinstance(code, int):
        raise Unreached(f"the telephone service answered {answer.status_code}")
    reason = f"{code} {DIGITS.sub('…', str(found.get('message') or ''))}".strip()[:LONGEST_REASON]
    if (
        answer.status_code == httpx.codes.BAD_REQUEST
    ):  # about this message: number, permission, text
        raise Undeliverable(reason)
    raise Unreached(
        f"the telephone service answered {answer.status_code}: {reason}"
    )  # about us, or for now


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = json.loads(answer.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
