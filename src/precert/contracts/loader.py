"""Loads packs into the database. Each pack is loaded whole or not at all; a bad one doesn't stop
the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Max

from precert.contracts.checks import Known
from precert.contracts.content import PackContent
from precert.contracts.models import ContractVersion, CurrentVersion
from precert.contracts.pack_reader import FILE, folders, read_folder
from precert.contracts.problems import PackError, PackProblem

TRIES = 5  # two loaders at once may want the same number


@dataclass(frozen=True)
class LoadedPack:
    """What loading a pack did: `new` version, `unchanged` (current already) or `back` to an earlier
    version.
    """

    contract: str
    number: int
    state: Literal["new", "unchanged", "back"]


@dataclass
class LoadReport:
    """What came of several packs."""

    loaded: list[LoadedPack] = field(default_factory=list)
    problems: list[PackProblem] = field(default_factory=list)


def load_folder(
    folder: Path, now: datetime, *, by: str = "", known: Known | None = None
) -> LoadedPack:
    """Loads one pack and makes it current.

    Raises PackError, having written nothing.
    """
    return _store(read_folder(folder, known), now, by)


def load_folders(
    roots: Iterable[Path], now: datetime, *, by: str = "", known: Known | None = None
) -> LoadReport:
    """Loads every pack found in the roots (packs, or folders of packs); reports what was loaded and
    what was wrong.
    """
    report = LoadReport()
    packs, report.problems = _found(roots)
    for folder in packs:
        try:
            report.loaded.append(load_folder(folder, now, by=by, known=known))
        except PackError as error:
            report.problems += error.problems
    return report


def check_folders(roots: Iterable[Path], known: Known | None = None) -> list[PackProblem]:
    """Everything wrong with the packs found in the roots; loads nothing."""
    packs, problems = _found(roots)
    for folder in packs:
        try:
            read_folder(folder, known)
        except PackError as error:
            problems += error.problems
    return problems


def _found(roots: Iterable[Path]) -> tuple[list[Path], list[PackProblem]]:
    """The pack folders, and a problem for each root without any and for each name met twice."""
    packs: dict[str, Path] = {}
    problems: list[PackProblem] = []
    for root in roots:
        here = folders(root)
        if not here:
            problems.append(PackProblem(str(root), 0, "", f"has no pack (a folder with a {FILE})"))
        for folder in (one.resolve() for one in here):
            first = packs.setdefault(folder.name, folder)
            if first != folder:
                problems.append(
                    PackProblem(
                        str(folder), 0, "", f"a pack of this name is already in {first.parent}"
                    )
                )
    return list(packs.values()), problems


def _store(content: PackContent, now: datetime, by: str) -> LoadedPack:
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _write(content, now, by)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError  # unreachable: the last try returns or raises


def _write(content: PackContent, now: datetime, by: str) -> LoadedPack:
    contract = content.pack.id
    versions = ContractVersion.objects.filter(contract=contract).defer("content")
    version = versions.filter(digest=content.digest).first()
    current = CurrentVersion.objects.filter(contract=contract).first()
    if version is not None and current is not None and current.version_id == version.pk:
        return LoadedPack(contract, version.number, "unchanged")
    state: Literal["new", "back"] = "back"
    if version is None:
        state = "new"
        last = versions.aggregate(last=Max("number"))["last"] or 0
        version = ContractVersion.objects.create(
            contract=contract,
            number=last + 1,
            digest=content.digest,
            content=content.document(),
            loaded_at=now,
            loaded_by=by,
        )
    CurrentVersion.objects.update_or_create(
        contract=contract, defaults={"version": version, "since": now}
    )
    return LoadedPack(contract, version.number, state)
