"""Where the demonstration lives and the settings it runs with. No Django.

`DEMO_DIR` holds everything: keys (made once, readable by their owner only), database, documents,
mail, and a stamp that is written when the data are complete. Data without a stamp, or of another
version of the product, are made anew.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from precert.demo import cast
from precert.kit.env import SettingError

HOST = "127.0.0.1"
DATABASE, KEYS, STAMP, LOCK = "precert.sqlite3", "keys.json", "complete.json", "lock"
DATA = ("documents", "mail", "telephone", "static")
TELEPHONE_SID = "AC" + "de30" * 8
KEPT = {"PRECERT_ASSETS", "PRECERT_PACK_FOLDER"}  # settings of the surroundings that hold here too
SOURCE = Path(__file__).resolve().parents[1]
# What the data are made from, relative to the product.
DIGESTED = (
    "*/migrations/*.py",
    "contracts/packs/**/*",
    "codes/data/*",
    "codes/tabular.py",
    "demo/*.py",
)


@dataclass(frozen=True)
class Demo:
    """A demonstration's folder and port."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    @property
    def named(self) -> str:
        """The same by name: browsers keep no passkey for a bare address, and mailed links lead
        here.
        """
        return f"http://localhost:{self.port}"


def demo(environ: MutableMapping[str, str]) -> Demo:
    """The demonstration that `DEMO_DIR` and `PORT` name. Raises SettingError for a port that is
    none.
    """
    typed = environ.get("PORT") or "8000"
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise SettingError(f"PORT is {typed!r}; it should be a number from 1 to 65535")
    return Demo(Path(environ.get("DEMO_DIR") or "var/demo").resolve(), int(typed))


def settle(environ: MutableMapping[str, str]) -> Demo:
    """Set everything the demonstration runs with, whatever was set before; makes its folder and
    keys the first time.
    """
    found = demo(environ)
    try:
        found.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (found.folder / "static").mkdir(exist_ok=True)
        keys = _keys(found.folder / KEYS)
    except OSError as error:
        raise SettingError(
            f"DEMO_DIR is {str(found.folder)!r}, which can't be used: {error.strerror}"
        ) from error
    for name in [name for name in environ if name.startswith("PRECERT_") and name not in KEPT]:
        del environ[name]
    environ.update(
        {
            "PRECERT_MODE": "demo",
            "PRECERT_DATA": str(found.folder),
            "PRECERT_DATABASE": f"sqlite:///{found.folder / DATABASE}",
            "PRECERT_DOCUMENT_FOLDER": str(found.folder / "documents"),
            "PRECERT_MAIL_FOLDER": str(found.folder / "mail"),
            "PRECERT_TELEPHONE_URL": (
                f"{found.address}/demo/telephone"
            ),  # the stand-in, in the demonstration's own server
            "PRECERT_TELEPHONE_SID": TELEPHONE_SID,
            "PRECERT_TELEPHONE_TOKEN": (
                hashlib.sha256(f"telephone {keys['secret']}".encode()).hexdigest()[:32]
            ),
            "PRECERT_TELEPHONE_FROM": "+13035550199",
            "PRECERT_SECRET_KEY": keys["secret"],
            "PRECERT_DOCUMENT_KEYS": f"demo:{keys['documents']}",
            "PRECERT_SITE_URL": found.named,
            "PRECERT_HOSTS": f"{HOST},localhost",
            "PRECERT_DEMO_NEWCOMER": cast.newcomer(),
        }
    )
    return found


def _keys(path: Path) -> dict[str, str]:
    """The keys of this folder, 32 random bytes each; written whole or not at all."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"secret": secrets.token_hex(32), "documents": secrets.token_hex(32)}, file)
        part.rename(path)
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


def hold(found: Demo) -> IO[str]:
    """Claims the folder for as long as the returned file is open. Raises SettingError when another
    demonstration has it.
    """
    file = (found.folder / LOCK).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise SettingError(
            f"another demonstration runs on {found.folder}; stop it, or name another folder with"
            " DEMO_DIR"
        ) from None
    return file


def made_at(found: Demo) -> datetime | None:
    """When the data were completed; None when they aren't, or were made by another version."""
    try:
        stamp = json.loads((found.folder / STAMP).read_text())
        return datetime.fromisoformat(stamp["made"]) if stamp["version"] == data_version() else None
    except (OSError, ValueError, KeyError):
        return None


def stamp(found: Demo, now: datetime) -> None:
    """Say that the data are complete."""
    part = found.folder / f"{STAMP}.part"
    part.write_text(json.dumps({"made": now.isoformat(), "version": data_version()}))
    part.rename(found.folder / STAMP)


def clear(found: Demo) -> bool:
    """Remove data that are there, keys and anything foreign excepted; says whether there were any."""
    (found.folder / STAMP).unlink(missing_ok=True)
    old = [
        path
        for end in ("", "-wal", "-shm", "-journal")
        if (path := found.folder / f"{DATABASE}{end}").exists()
    ]
    for path in old:
        path.unlink()
    for name in DATA:
        shutil.rmtree(found.folder / name, ignore_errors=True)
    (found.folder / "static").mkdir(exist_ok=True)
    return bool(old)


def data_version() -> str:
    """A digest of everything the data are made from."""
    digest = hashlib.sha256()
    for path in sorted(
        p
        for pattern in DIGESTED
        for p in SOURCE.glob(pattern)
        if p.is_file() and "__pycache__" not in p.parts
    ):
        digest.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
