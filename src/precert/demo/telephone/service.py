"""The service's side of the protocol: what it takes, and how it refuses. Codes and forms are
Twilio's.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from precert.demo.telephone.exchange import Kind, PhoneLine
from precert.transports.telephone import VERSION

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST = 1600  # characters of a text message
# Numbers that Twilio keeps for tests: each is refused for its own reason.
REFUSED: Mapping[Kind, Mapping[str, tuple[int, str]]] = {
    "message": {
        "+15005550001": (21211, "The 'To' number {to} is not a valid phone number."),
        "+15005550002": (21612, "The 'To' phone number {to} is not currently reachable."),
        "+15005550003": (21408, "Messages to the region of {to} are not enabled."),
        "+15005550004": (21610, "Attempt to send to unsubscribed recipient {to}."),
        "+15005550009": (21614, "'To' number {to} is not a mobile number."),
    },
    "call": {
        "+15005550001": (21217, "Phone number {to} does not appear to be valid."),
        "+15005550002": (21214, "'To' phone number {to} can't be reached."),
        "+15005550003": (21215, "Calls to the region of {to} are not enabled."),
        "+15005550004": (21216, "Calls to {to} are blocked."),
    },
}


class ServiceRefused(Exception):  # noqa: N818 - an answer of the protocol
    """A request that is not taken."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {
            "code": code,
            "message": message,
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        }
        super().__init__(message)


def admit(header: str, account: str, sid: str, token: str) -> None:
    """Ask for SID and token by Basic authentication, and for the account's own address. Raises
    Refused.
    """
    try:
        given = base64.b64decode(header.removeprefix("Basic "), validate=True)
    except (binascii.Error, ValueError):
        given = b""
    if not header.startswith("Basic ") or not hmac.compare_digest(given, f"{sid}:{token}".encode()):
        raise ServiceRefused(401, 20003, "Authenticate")
    if account != sid:
        raise ServiceRefused(404, 20404, "The requested resource was not found")


def message(form: Mapping[str, Any], now: datetime) -> PhoneLine:
    """A text message as asked for. Raises Refused."""
    line = _line("message", form, now)
    line.body = str(form.get("Body", ""))
    if not line.body:
        raise ServiceRefused(400, 21602, "Message body is required.")
    if len(line.body) > LONGEST:
        raise ServiceRefused(400, 21617, f"The message body exceeds the {LONGEST} character limit.")
    return line


def call(form: Mapping[str, Any], events: list[str], ours: str, now: datetime) -> PhoneLine:
    """A call as asked for; `ours` is where addresses must begin. Raises Refused."""
    line = _line("call", form, now)
    line.words_url, line.events = str(form.get("Url", "")), events or ["completed"]
    if not line.words_url.startswith(f"{ours}/"):
        raise ServiceRefused(
            400,
            21205,
            "Url is not a valid URL: this stand-in calls back to its own installation only.",
        )
    return line


def _line(kind: Kind, form: Mapping[str, Any], now: datetime) -> PhoneLine:
    to, sender = str(form.get("To", "")), str(form.get("From", ""))
    if not to:
        raise ServiceRefused(
            400, 21604 if kind == "message" else 21201, "A 'To' phone number is required."
        )
    if not E164.fullmatch(sender):
        raise ServiceRefused(
            400, 21603 if kind == "message" else 21213, "A 'From' phone number is required."
        )
    if not E164.fullmatch(to):
        code, text = REFUSED[kind]["+15005550001"]
        raise ServiceRefused(400, code, text.format(to=to))
    if refused := REFUSED[kind].get(to):
        raise ServiceRefused(400, refused[0], refused[1].format(to=to))
    return PhoneLine(
        kind, to, sender, now.isoformat(), state_url=str(form.get("StatusCallback", ""))
    )


def shown(line: PhoneLine, account: str) -> dict[str, Any]:
    """The JSON that answers a request which was taken."""
    plural = "Messages" if line.kind == "message" else "Calls"
    at = format_datetime(line.when)
    both: dict[str, Any] = {
        "sid": line.sid, "account_sid": account, "api_version": VERSION, "to": line.to, "from": line.sender, "status": "queued",
        "direction": "outbound-api", "date_created": at, "date_updated": at, "price": None, "price_unit": "USD",
        "uri": f"/{VERSION}/Accounts/{account}/{plural}/{line.sid}.json", "subresource_uris": {},
    }  # fmt: skip
    if line.kind == "call":
        return both | {
            "start_time": None,
            "end_time": None,
            "duration": None,
            "answered_by": None,
            "parent_call_sid": None,
        }
    sent = {
        "date_sent": None,
        "error_code": None,
        "error_message": None,
        "messaging_service_sid": None,
    }
    return both | sent | {"body": line.body, "num_media": "0", "num_segments": "1"}
