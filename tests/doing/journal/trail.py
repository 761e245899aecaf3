"""A trail to seal, and its keys: rows of every shape that the journal holds."""

import os
import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from precert.journal import seals, verification
from precert.journal.canonical import Keys
from precert.journal.chain import Flaw
from precert.journal.models import Entry, Reading
from precert.journal.verification import VerificationReport

OLD, NEW = ("2025", b"\x01" * 32), ("2026", b"\x02" * 32)
KEYS = Keys([NEW, OLD])


def written(now: datetime, entries: int, readings: int, seed: int = 1) -> None:
    """So many rows of each table, a second apart, up to `now`."""
    chance = random.Random(seed)
    Entry.objects.bulk_create(
        Entry(
            at=now - timedelta(seconds=entries - n, microseconds=n), verb=chance.choice(["draft.saved", "signed-in", "refused"]),
            actor_kind="person", actor_id=str(chance.randint(1, 9)), actor_name="Ada Tester", subject_kind="draft",
            subject_id=str(uuid.UUID(int=chance.getrandbits(128))), context_provider=chance.choice([None, 3]),
            case_id=chance.choice([None, uuid.UUID(int=chance.getrandbits(128))]), correlation=f"{n:032x}", address="192.0.2.7",
            data={"version": n, "paths": ["a/b", "ä"], "of": {"z": 1, "a": None}},
        )
        for n in range(entries)
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(
            at=now - timedelta(seconds=readings - n), actor_kind="staff", actor_id="5", page="queue", subject_kind="request",
            subject_ids=[str(n), str(n + 1)], address="2001:db8::1", correlation=f"{n:032x}",
        )
        for n in range(readings)
    )  # fmt: skip


def file() -> Path:
    return Path(settings.AUDIT_ANCHOR)


def seal(now: datetime, keys: Keys = KEYS) -> int:
    """Seal everything; how many seals were made."""
    return sum(1 for _ in seals.seal(keys, now, file()))


def flaws(now: datetime, keys: Keys = KEYS, report: VerificationReport | None = None) -> list[Flaw]:
    """What a verification finds."""
    return list(verification.verify(keys, now, file(), report or VerificationReport()))


def cut(lines: int) -> None:
    """Take lines off the end of the anchor."""
    kept = file().read_bytes().splitlines(keepends=True)
    os.truncate(file(), sum(map(len, kept[: len(kept) - lines])))
