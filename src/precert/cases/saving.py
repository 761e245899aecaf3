"""Writing a draft: the document and the columns beside it in one conditional UPDATE, merged again
when another writer was first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from precert.cases import gather
from precert.cases.draft.document import FORMAT, merge, orphans, upgrade
from precert.cases.draft.follow import follow
from precert.cases.edits._run import run
from precert.cases.models import Draft
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import Pinned
from precert.contracts.schema import Pack
from precert.kit.merge import Merged

MOST_ROUNDS = 50


def write(
    draft: Draft, changes: Mapping[str, tuple[Any, Any]], pack: Pack, actor: Actor, now: datetime
) -> tuple[Draft, Merged]:
    """Merge `changes`, and what follows from them, into the draft as it is now. Returns it as
    written and what the merge did.

    Raises Refusal("conflict") when the draft is closed meanwhile, or was saved by a newer version
    of the software.
    """
    for _ in range(MOST_ROUNDS):
        result = _merged(draft, changes, pack)
        if not result.applied:
            return draft, result
        written = Draft.objects.filter(pk=draft.pk, version=draft.version, state=Draft.OPEN).update(
            values=result.values,
            format=FORMAT,
            version=draft.version + 1,
            service_type=str(result.values.get("service/type") or "")[:40],
            modified_at=now,
            modified_by_id=actor.account_id,
        )
        if written:
            draft.refresh_from_db()
            return draft, result
        draft.refresh_from_db()
        if draft.state != Draft.OPEN:
            raise refuse(
                "conflict",
                "already-closed",
                "This request has been submitted or cancelled in the meantime.",
            )
    raise refuse(
        "conflict", "busy", "Many people are changing this request at the moment. Try again."
    )


def _merged(draft: Draft, changes: Mapping[str, tuple[Any, Any]], pack: Pack) -> Merged:
    try:
        values = upgrade(draft.values, draft.format)
        gone = orphans(values, changes)
        result = merge(
            values, {path: change for path, change in changes.items() if path not in gone}
        )
        more = merge(result.values, follow(result.values, pack, draft.category, result.applied))
    except ValueError as error:
        raise refuse("invalid", "draft-format", str(error).capitalize()) from error
    return Merged(
        more.values, result.applied | more.applied, result.conflicts, result.refused | gone
    )


def touch(draft: Draft, actor: Actor, now: datetime) -> None:
    """Count a change beside the document (a file, an answered questionnaire) as a new version of
    the draft.
    """
    written = Draft.objects.filter(pk=draft.pk, version=draft.version, state=Draft.OPEN).update(
        version=draft.version + 1, modified_at=now, modified_by_id=actor.account_id
    )
    if not written:
        draft.refresh_from_db()
        if draft.state != Draft.OPEN:
            raise refuse(
                "conflict",
                "already-closed",
                "This request has been submitted or cancelled in the meantime.",
            )
        touch(draft, actor, now)
    else:
        draft.version += 1


def note_missing(draft: Draft, pinned: Pinned, actor: Actor, now: datetime) -> list[Finding]:
    """Refresh the column that lists what is missing; returns all findings as they are now."""
    findings = run(gather.gather(draft, pinned, actor, now).facts, pinned.pack)
    missing = [f.text for f in findings if f.code == "missing_information"][:20]
    if missing != draft.missing:
        Draft.objects.filter(pk=draft.pk, version=draft.version).update(missing=missing)
        draft.missing = missing
    return findings
