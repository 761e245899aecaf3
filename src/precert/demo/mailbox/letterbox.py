"""Reading the folder that the demonstration's mail lands in. A file that is no mail is shown as
such, never an error.
"""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

LARGEST = 262_144  # bytes read of one mail
MOST = 50


@dataclass(frozen=True)
class MailShown:
    """One mail as it is shown."""

    name: str
    at: datetime | None
    to: str
    subject: str
    text: str


def newest(folder: Path) -> list[MailShown]:
    """The newest mails, newest first; none when the folder isn't there."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)
    return [_read(path) for path in files[:MOST]]


def _read(path: Path) -> MailShown:
    try:
        with path.open("rb") as file:
            message = message_from_bytes(file.read(LARGEST), policy=policy.default)
        return MailShown(
            path.stem,
            _sent(message),
            str(message["To"] or ""),
            str(message["Subject"] or "(no subject)"),
            _text(message),
        )
    except (
        OSError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
    ):  # what the parser raises for headers and bodies gone wrong
        return MailShown(path.stem, None, "", "(this file can't be read as mail)", "")


def _sent(message: EmailMessage) -> datetime | None:
    found = getattr(message["Date"], "datetime", None)
    return found if isinstance(found, datetime) else None


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
