"""What the stand-in was asked to send: a file each, in a folder. A file that can't be read is left
out.
"""

import json
import re
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

SID = re.compile(r"(?:SM|CA)[0-9a-f]{32}")
MOST = 50
RINGING, TALKING = "ringing", "in-progress"
Kind = Literal["message", "call"]


@dataclass
class PhoneLine:
    """One text message or call. A call keeps what was said in it, and the key it waits for."""

    kind: Kind
    to: str
    sender: str
    at: str  # ISO moment
    body: str = ""
    words_url: str = ""
    state_url: str = ""
    events: list[str] = field(default_factory=list)  # of a call: what its state_url is told
    status: str = "queued"
    said: list[str] = field(default_factory=list)
    action: str = ""  # where the next key goes; empty while none is waited for
    finish: str = ""  # the key that ends the input without being part of it
    rest: list[str] = field(default_factory=list)  # said when no key comes
    sid: str = ""

    def __post_init__(self) -> None:
        self.sid = self.sid or ("SM" if self.kind == "message" else "CA") + uuid.uuid4().hex

    @property
    def when(self) -> datetime:
        """When it was asked for."""
        return datetime.fromisoformat(self.at)

    @property
    def open(self) -> bool:
        """A call that rings, or in which somebody talks."""
        return self.kind == "call" and self.status in {RINGING, TALKING}


def keep(folder: Path, line: PhoneLine) -> None:
    """Write it whole, under its name only when complete."""
    folder.mkdir(parents=True, exist_ok=True)
    final = (
        _file(folder, line.sid)
        or folder / f"{len(list(folder.glob('*.json'))) + 1:06d}-{line.sid}.json"
    )
    part = final.with_suffix(f".{uuid.uuid4().hex[:8]}.part")
    part.write_text(json.dumps(asdict(line)))
    part.rename(final)


def find(folder: Path, sid: str) -> PhoneLine | None:
    """The message or call of that sid."""
    path = _file(folder, sid) if SID.fullmatch(sid) else None
    return _read(path) if path else None


def newest(folder: Path) -> list[PhoneLine]:
    """The newest, newest first; none when the folder isn't there."""
    files = sorted(folder.glob("*.json"), key=lambda path: path.name, reverse=True)
    return [line for path in files[:MOST] if (line := _read(path))]


def _file(folder: Path, sid: str) -> Path | None:
    return next(iter(folder.glob(f"*-{sid}.json")), None)


def _read(path: Path) -> PhoneLine | None:
    try:
        line = PhoneLine(**json.loads(path.read_text()))
        return line if line.when else None
    except (OSError, ValueError, TypeError):
        return None
