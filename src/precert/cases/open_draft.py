"""An open draft as actions find it, what it lacks once they have written, and the one UPDATE that
writes it only while it is as they found it.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, Protocol
from uuid import UUID

from django.db.models import QuerySet
from typing_extensions import TypeVar

from precert.cases import access, events, fact_reader
from precert.cases.draft.derivation import follow
from precert.cases.draft.document import FORMAT, merge, refusals, upgrade
from precert.cases.edits._run import run
from precert.cases.models import Draft, by
from precert.conduct.action import Action, Moved
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding, refuse
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.kit.merge import Merged
from precert.kit.statements import compiled


@dataclass(frozen=True)
class OpenDraft:
    """A draft that the actor may continue, and the contract as it stands now."""

    row: Draft
    pinned: Pinned


class OfDraft(Protocol):
    """The input of an action on a draft."""

    @property
    def draft(self) -> UUID:
        """The draft's id."""


Data = TypeVar("Data", bound=OfDraft)
Found = TypeVar("Found", bound=OpenDraft, default=OpenDraft)


class DraftAction(Action[Data, Found], Generic[Data, Found]):
    """A verb on an open draft. Of two that found the same version one writes, the other looks
    again.
    """

    def subject(self) -> tuple[str, str]:
        """The draft."""
        return events.SUBJECT_DRAFT, str(self.data.draft)

    def find(self) -> Found:
        """The open draft."""
        return find(self.actor, self.data.draft)  # type: ignore[return-value]  # unless a verb says more

    def write_draft(self, **columns: Any) -> int:
        """Write these columns and count a new version, if the draft is still as it was found.
        Returns that version; raises Moved otherwise.
        """
        row = self.found.row
        version = row.version + 1
        same = Draft.objects.filter(pk=row.pk, version=row.version, state=Draft.OPEN)
        if not same.update(
            version=version,
            modified_at=self.now,
            **by(self.actor, "modified_by"),
            **columns,
        ):
            raise Moved
        return version

    def keep_open(self) -> None:
        """Nobody submits or cancels the draft before this is written: an UPDATE that changes
        nothing holds a row on every database. Raises Moved.
        """
        mine = Draft.objects.filter(pk=self.found.row.pk, state=Draft.OPEN)
        if not mine.update(state=Draft.OPEN):
            raise Moved


def find(actor: Actor, draft_id: UUID) -> OpenDraft:
    """The open draft of that id, read only. Raises Refusal: missing, or conflict when it was
    submitted.
    """
    for row in _open(draft_id, *access.desk(actor)):
        return OpenDraft(row, contracts.current(row.contract))
    if access.requests(actor).filter(pk=draft_id).exists():
        raise refuse(
            "conflict",
            "already-submitted",
            "This request has been submitted. You can no longer change it here.",
        )
    raise refuse("missing", "no-such-draft", "Request not found.")


@compiled
def _open(draft_id: UUID, providers: list[int], groups: list[int]) -> QuerySet[Draft, Draft]:
    return access.drafts_of(providers, groups).filter(pk=draft_id)


def merged(found: OpenDraft, changes: Mapping[str, tuple[Any, Any]]) -> Merged:
    """The document after `changes` and what follows from them by itself. Raises Refusal("invalid")
    for a draft that newer software saved.
    """
    row, pack = found.row, found.pinned.pack
    try:
        values = upgrade(row.values, row.format)
    except ValueError as error:
        raise refuse("invalid", "draft-format", str(error).capitalize()) from error
    refused = refusals(values, changes)
    first = merge(values, {path: one for path, one in changes.items() if path not in refused})
    more = merge(first.values, follow(first.values, pack, row.category, first.applied))
    return Merged(
        more.values, first.applied | more.applied, first.conflicts, first.refused | refused
    )


def findings(
    found: OpenDraft,
    actor: Actor,
    now: datetime,
    *,
    values: Mapping[str, Any] | None = None,
    documents: int = 0,
    completed: str = "",
) -> list[Finding]:
    """What the edits say of the draft as it will be: with this document, so many documents more
    (or, negative, fewer), that questionnaire complete.
    """
    row = found.row
    if values is not None:
        row = copy(row)
        row.values, row.format = dict(values), FORMAT
    facts = fact_reader.gather(row, found.pinned, actor, now).facts
    facts = replace(
        facts,
        documents=facts.documents + documents,
        questionnaires=tuple(
            replace(one, complete=one.complete or one.url == completed)
            for one in facts.questionnaires
        ),
    )
    return run(facts, found.pinned.pack)
