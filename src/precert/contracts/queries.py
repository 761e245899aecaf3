"""Reading packs: the current version of a contract, or the one a request is pinned to.

Parsed packs are kept per process by the key of their version, which never changes; which version is
current is asked of the database each time, so a pack loaded a moment ago is used without a restart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from precert.contracts.content import PackContent, stored
from precert.contracts.models import ContractVersion, CurrentVersion
from precert.contracts.schema import Pack
from precert.kit.statements import compiled
from precert.questionnaires.model import Questionnaire

_answer: ContextVar[list[tuple[str, int, str]] | None] = ContextVar("current", default=None)
KEPT = 256  # parsed versions per process; a pack takes about 1 MB


class UnknownContractError(LookupError):
    """No pack of that name is loaded, or no such version exists."""


@dataclass(frozen=True)
class Pinned:
    """A pack in one version."""

    pack: Pack
    version_pk: int
    number: int
    digest: str
    content: PackContent = field(repr=False)

    def text(self, file: str) -> str:
        """The text of one of the pack's files (terms, help, letter template); KeyError if the pack
        has no such file.
        """
        return self.content.assets[file]

    def questionnaire(self, file: str) -> Questionnaire:
        """One of the pack's questionnaires; KeyError if the pack has no such file."""
        return self.content.questionnaires[file]


@compiled
def _versions() -> QuerySet[Any, Any]:
    return CurrentVersion.objects.values_list("contract", "version_id", "version__digest")


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this, which versions are current is asked of the database once: a request sees the same
    packs from beginning to end.
    """
    token = _answer.set([])
    try:
        yield
    finally:
        _answer.reset(token)


def _current_rows() -> list[tuple[str, int, str]]:
    known = _answer.get()
    if known is None:
        return _versions()
    if not known:
        known += _versions()
    return known


def current(pack_id: str) -> Pinned:
    """The current version of a contract. Raises UnknownContractError."""
    for contract, version_pk, digest in _current_rows():
        if contract == pack_id:
            return _kept(version_pk, digest)
    raise UnknownContractError(f"no contract {pack_id!r} is loaded")


def all_current() -> list[Pinned]:
    """The current version of every contract, by the name shown."""
    return sorted(
        (_kept(*row[1:]) for row in _current_rows()), key=lambda one: (one.pack.name, one.pack.id)
    )


@lru_cache(maxsize=KEPT)
def pinned(version_pk: int) -> Pinned:
    """The version with that key. Raises UnknownContractError."""
    version = ContractVersion.objects.filter(pk=version_pk).first()
    if version is None:
        raise UnknownContractError(f"there is no contract version {version_pk}")
    content = stored(version.content)
    return Pinned(content.pack, version.pk, version.number, version.digest, content)


def forget() -> None:
    """Drops the parsed packs of this process, for when the database under it was exchanged (a
    restored copy).
    """
    pinned.cache_clear()


def _kept(version_pk: int, digest: str) -> Pinned:
    """The parsed version, unless what is kept under its key came from another database."""
    found = pinned(version_pk)
    if found.digest != digest:
        forget()
        found = pinned(version_pk)
    return found
