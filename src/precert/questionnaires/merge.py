"""Autosave: each change says what its tab saw, so that two tabs or two people only collide on the
same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from precert.questionnaires.model import Questionnaire
from precert.questionnaires.values import UNSTORABLE, UnreadableError, as_typed, is_blank

LONGEST = 20_000  # characters of one answer: more than any form needs, and a draft stays small
MOST = 100  # answers of one item


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was not applied. `reason`: `changed` (someone else was quicker), `unknown`,
    `read-only` or `malformed`.
    """

    link_id: str
    seen: list[Any]
    current: list[Any]
    new: list[Any]
    reason: str


def apply(
    answers: Mapping[str, Any],
    changes: Mapping[str, Any],
    questionnaire: Questionnaire | None = None,
) -> tuple[dict[str, list[Any]], list[Conflict]]:
    """The answers after `changes` ({link id: [values seen, new values]}), and the changes refused;
    the others are applied.

    A change is applied when the current answer equals what was seen or what is new. An emptied
    answer disappears. With a
    `questionnaire`, link ids it cannot be asked about and read-only items are refused. Never
    raises, whatever `changes` holds.
    """
    result = {link_id: _listed(found) for link_id, found in answers.items()}
    conflicts = []
    for link_id, change in changes.items():
        pair = change if isinstance(change, (list, tuple)) and len(change) == 2 else (None, change)
        seen, new, current = _listed(pair[0]), _listed(pair[1]), result.get(link_id, [])
        reason = (
            "malformed"
            if pair is not change
            else _reason(link_id, seen, current, new, questionnaire)
        )
        if reason:
            conflicts.append(Conflict(link_id, seen, current, new, reason))
            continue
        kept = [_clean(raw) for raw in new if not is_blank(_clean(raw))]
        result.pop(link_id, None)
        if kept:
            result[link_id] = kept
    return result, conflicts


def _listed(found: object) -> list[Any]:
    return list(found) if isinstance(found, (list, tuple)) else [] if found is None else [found]


def _reason(
    link_id: str,
    seen: list[Any],
    current: list[Any],
    new: list[Any],
    questionnaire: Questionnaire | None,
) -> str:
    if questionnaire is not None:
        item = questionnaire.index.get(link_id)
        if item is None or not item.is_question:
            return "unknown"
        if item.read_only:
            return "read-only"
    if len(new) > MOST or not all(_storable(raw) for raw in new):
        return "malformed"
    return "" if _same(current, seen) or _same(current, new) else "changed"


def _storable(raw: object) -> bool:
    if isinstance(raw, Mapping):
        return set(raw) <= {"value", "unit"} and all(
            _storable(part) and not isinstance(part, Mapping) for part in raw.values()
        )
    return (
        raw is None
        or (isinstance(raw, str) and len(raw) <= LONGEST)
        or (not isinstance(raw, str) and _text(raw) is not None)
    )


def _same(one: list[Any], other: list[Any]) -> bool:
    return [_comparable(raw) for raw in one if not is_blank(raw)] == [
        _comparable(raw) for raw in other if not is_blank(raw)
    ]


def _comparable(raw: object) -> object:
    return (
        {key: _text(part) for key, part in raw.items()} if isinstance(raw, Mapping) else _text(raw)
    )


def _text(raw: object) -> str | None:
    try:
        return str(_clean(as_typed(raw)))
    except UnreadableError:
        return None


def _clean(raw: Any) -> Any:
    """Without the characters no database takes (NUL, lone surrogates) and control characters; all
    else as typed.
    """
    if isinstance(raw, Mapping):
        return {key: _clean(part) for key, part in raw.items()}
    return UNSTORABLE.sub("", raw) if isinstance(raw, str) else raw
