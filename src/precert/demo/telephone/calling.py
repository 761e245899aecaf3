"""The stand-in's own requests: reports of states, and a call's conversation, signed and over real
HTTP.
"""

from pathlib import Path
from urllib.parse import urljoin
from xml.etree import (
    ElementTree as ET,
)  # nosec B405 - reads what this installation itself answers, and no document types

import httpx
from django.conf import settings

from precert.demo.telephone.exchange import RINGING, TALKING, PhoneLine, keep
from precert.transports.telephone import VERSION
from precert.web.telephone.signature import HEADER, sign

TIMEOUT = 10.0  # seconds
KEYS = "123456789*0#"
BROKEN = "(The application gave no answer that can be said. The call ends.)"
EVENTS = {
    "initiated": "initiated",
    RINGING: "ringing",
    TALKING: "answered",
}  # every other status is of the event "completed"


def send(folder: Path, line: PhoneLine) -> None:
    """A text message arrives; a call begins to ring."""
    for status in ("sent", "delivered") if line.kind == "message" else ("initiated", RINGING):
        _moved(folder, line, status)


def answer(folder: Path, line: PhoneLine) -> None:
    """Pick up: ask what to say, and say it."""
    if line.status == RINGING:
        _moved(folder, line, TALKING)
        _play(folder, line, _ask(line, line.words_url))


def press(folder: Path, line: PhoneLine, key: str) -> None:
    """Press a key of the telephone; outside of an input it does nothing."""
    if line.status != TALKING or not line.action or key not in KEYS:
        return
    if key == line.finish:  # no digits came before it: as if nothing had been pressed
        line.said += line.rest
        _moved(folder, line, "completed")
        return
    line.said.append(f"You press {key}.")
    _play(folder, line, _ask(line, line.action, Digits=key))


def end(folder: Path, line: PhoneLine) -> None:
    """Hang up, or don't pick up at all."""
    if line.open:
        _moved(folder, line, "completed" if line.status == TALKING else "busy")


def _moved(folder: Path, line: PhoneLine, status: str) -> None:
    """Keep the new state and report it."""
    line.status = status
    if status != TALKING:
        line.action = ""
    keep(folder, line)
    if line.kind == "message":
        _post(
            line,
            line.state_url,
            {"MessageSid": line.sid, "SmsSid": line.sid, "MessageStatus": status},
        )
    elif EVENTS.get(status, "completed") in line.events:
        _post(
            line,
            line.state_url,
            {"CallSid": line.sid, "CallStatus": status, "Direction": "outbound-api"},
        )


def _ask(line: PhoneLine, url: str, **more: str) -> str:
    return _post(
        line, url, {"CallSid": line.sid, "CallStatus": TALKING, "Direction": "outbound-api", **more}
    )


def _post(line: PhoneLine, url: str, fields: dict[str, str]) -> str:
    """The answer to a signed POST; empty when there is none, or none that is good."""
    if not url.startswith(f"{settings.SITE_URL}/"):
        return ""
    form = {
        "AccountSid": settings.TELEPHONE_SID,
        "ApiVersion": VERSION,
        "From": line.sender,
        "To": line.to,
        **fields,
    }
    signature = sign(settings.TELEPHONE_TOKEN, url, {name: [value] for name, value in form.items()})
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
            got = client.post(url, data=form, headers={HEADER: signature})
    except httpx.HTTPError:
        return ""
    return got.text if got.is_success else ""


def _play(folder: Path, line: PhoneLine, document: str) -> None:
    """Carry out the verbs: Say, Gather, Hangup; whatever follows a Gather is for when no key comes."""
    line.action, line.rest = "", []
    verbs = _verbs(document)
    if verbs is None:
        line.said.append(BROKEN)
    for verb in verbs or ():
        if verb.tag == "Say":
            (line.rest if line.action else line.said).append(verb.text or "")
        elif verb.tag == "Gather" and not line.action:
            line.said += [said.text or "" for said in verb.iter("Say")]
            line.action = urljoin(line.words_url, verb.get("action", line.words_url))
            line.finish = verb.get("finishOnKey", "#")
        elif verb.tag == "Hangup":
            break
    if line.action:
        keep(folder, line)
    else:
        _moved(folder, line, "completed")


def _verbs(document: str) -> list[ET.Element] | None:
    if "<!" in document:
        return None
    try:
        root = ET.fromstring(document)  # nosec B314 - see above
    except ET.ParseError:
        return None
    return list(root) if root.tag == "Response" else None
