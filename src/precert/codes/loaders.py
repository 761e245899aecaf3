"""The loaders, one per list. Each can be run again: the same list changes nothing, a newer one
updates, adds and ends codes.

The sources: ICD-10-CM from its package; the procedure list shipped here (descriptions of our own);
the HCPCS file of CMS; the CPT list of a licence holder (no CPT text is shipped). Importing this
module reads the ICD-10-CM tables (about 3 s): not for a web process. A file that can't be opened
raises OSError. `progress(what, done, total)` is called after each batch.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from precert.codes import anweb, entries, store, tabular
from precert.codes.entries import CodeEntry, CodeListReading
from precert.codes.index import Progress
from precert.codes.store import LoadedCodes

PROCEDURES: Final = Path(__file__).parent / "data" / "procedures.csv"
PROCEDURES_RELEASED: Final = date(2026, 1, 1)  # codes dropped from the file end the day before


def silent(what: str, done: int, total: int) -> None:
    """A progress callback that says nothing."""


def icd10cm(progress: Progress = silent) -> LoadedCodes:
    """The full ICD-10-CM, headers included."""
    reading = CodeListReading(tabular.entries())
    return _store("icd10cm", "cdc", reading, progress, tabular.RELEASED)


def procedures(progress: Progress = silent) -> LoadedCodes:
    """The shipped short list of HCPCS and CPT codes. Rows that an official list has brought are
    left alone.
    """
    reading = _csv(PROCEDURES, ("system", "code", "text"), entries.shipped)
    parts = [
        _store(system, store.OWN, _only(system, reading), progress, PROCEDURES_RELEASED)
        for system in ("hcpcs", "cpt")
    ]
    return LoadedCodes(
        added=sum(part.added for part in parts),
        changed=sum(part.changed for part in parts),
        ended=sum(part.ended for part in parts),
        kept=sum(part.kept for part in parts),
        rejected=reading.rejected,
    )


def hcpcs(path: Path | str, progress: Progress = silent) -> LoadedCodes:
    """A yearly HCPCS Level II file of CMS (ANWEB text). Missing codes end the day before the newest
    effective day in the file.
    """
    with Path(path).open(encoding=anweb.ENCODING, newline="") as file:
        reading, newest = anweb.read(file)
    return _store("hcpcs", "cms", reading, progress, newest)


def cpt(
    path: Path | str, progress: Progress = silent, *, released: date | None = None
) -> LoadedCodes:
    """A licence holder's CSV `code,description`. Missing codes end the day before `released`;
    without it they stay as they are.
    """
    return _store(
        "cpt",
        "licensed",
        _csv(Path(path), ("code", "description"), entries.licensed),
        progress,
        released,
    )


def _csv(
    path: Path, columns: tuple[str, ...], take: Callable[[dict[str, str]], tuple[str, CodeEntry]]
) -> CodeListReading:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return entries.read_csv(file, columns, take)


def _only(system: str, reading: CodeListReading) -> CodeListReading:
    return CodeListReading(
        {key: entry for key, entry in reading.entries.items() if key[0] == system}, reading.rejected
    )


def _store(
    system: str, source: str, reading: CodeListReading, progress: Progress, released: date | None
) -> LoadedCodes:
    """Write what was read. A list with refused rows ends nothing: a refused row may be a code that
    still stands.
    """
    whole = not reading.rejected
    loaded = store.write(
        system, source, reading.entries, progress, released=released if whole else None
    )
    loaded.rejected = reading.rejected
    return loaded
