"""Writes a list into the code table: added, changed and reopened rows by upsert, vanished codes
ended. At most BATCH rows a transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from precert.codes import index, systems
from precert.codes.entries import CodeEntry, Rejected
from precert.codes.index import BATCH, Progress, batches
from precert.codes.models import Code

OWN: Final = "precert"  # the shipped list: never overwrites what an official list says
_COLUMNS: Final = ("text", "billable", "valid_from", "valid_to", "parent", "source")


@dataclass
class LoadedCodes:
    """What a load did, in rows. `kept` = unchanged, or left to the more official list that holds
    the code.
    """

    added: int = 0
    changed: int = 0
    ended: int = 0
    kept: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def write(
    system: str,
    source: str,
    entries: Mapping[tuple[str, str], CodeEntry],
    progress: Progress,
    *,
    released: date | None,
) -> LoadedCodes:
    """Make the system's rows of `source` equal to the entries, then refresh the word index.

    With a release day, codes of this source that are missing from the entries end the day before
    it.
    """
    held = {row.key: row for row in Code.objects.filter(system=system)}
    wanted = {systems.key_of(e.code): _row(system, source, e) for e in entries.values()}
    loaded = LoadedCodes()
    due = []
    for key, row in wanted.items():
        old = held.get(key)
        if old is None:
            loaded.added += 1
        elif (source == OWN != old.source) or _same(old, row):
            loaded.kept += 1
            continue
        else:
            loaded.changed += 1
        due.append(row)
    _upsert(due, progress)
    if released and wanted:
        gone = [row for key, row in held.items() if row.source == source and key not in wanted]
        loaded.ended = _end(gone, released - timedelta(days=1), progress)
    index.refresh(system, progress)
    return loaded


def _row(system: str, source: str, entry: CodeEntry) -> Code:
    return Code(
        system=system, code=entry.code, key=systems.key_of(entry.code), text=entry.text, billable=entry.billable,
        valid_from=entry.valid_from, valid_to=entry.valid_to, parent=entry.parent, source=source,
    )  # fmt: skip


def _same(old: Code, new: Code) -> bool:
    return all(getattr(old, column) == getattr(new, column) for column in ("code", *_COLUMNS))


def _upsert(rows: list[Code], progress: Progress) -> None:
    done = 0
    for batch in batches(rows):
        with transaction.atomic():
            Code.objects.bulk_create(
                batch,
                update_conflicts=True,
                unique_fields=["system", "key"],
                update_fields=["code", *_COLUMNS],
            )
        done += len(batch)
        progress("storing codes", done, len(rows))


def _end(gone: list[Code], last_day: date, progress: Progress) -> int:
    """End the codes with `last_day` unless they ended before; how many that changed."""
    open_keys = [row.pk for row in gone if row.valid_to is None or row.valid_to > last_day]
    for start in range(0, len(open_keys), BATCH):
        with transaction.atomic():
            Code.objects.filter(pk__in=open_keys[start : start + BATCH]).update(valid_to=last_day)
        progress("ending codes", min(start + BATCH, len(open_keys)), len(open_keys))
    return len(open_keys)
