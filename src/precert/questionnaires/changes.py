"""Changes of answers, each with what its tab saw, and what can be an answer at all. Pure."""

from collections.abc import Mapping
from typing import Any

from precert.kit.merge import LARGEST_NUMBER, Changes, Merged, merge, one_line_end
from precert.questionnaires.model import Questionnaire
from precert.questionnaires.values import UNSTORABLE, is_blank

LONGEST = 20_000  # characters of one answer: more than any form needs, and a draft stays small
MOST = 100  # answers of one item
UNKNOWN = "This question is no longer asked. Reload the page."
READ_ONLY = "This answer is fixed and cannot be changed."
MALFORMED = "This answer is too long to save."


def apply(
    answers: Mapping[str, Any], changes: Changes, questionnaire: Questionnaire | None = None
) -> Merged:
    """The answers after `changes` ({link id: (values seen, new values)}).

    An emptied answer disappears. With a `questionnaire`, link ids it cannot be asked about and
    read-only items are refused. Never raises, whatever `changes` holds.
    """

    def refuse(link: str, new: Any) -> str:
        if questionnaire is not None:
            item = questionnaire.index.get(link)
            if item is None or not item.is_question:
                return UNKNOWN
            if item.read_only:
                return READ_ONLY
        given = listed(new)
        return "" if len(given) <= MOST and all(map(_storable, given)) else MALFORMED

    stored = {link: found for link, raw in answers.items() if (found := listed(raw))}
    return merge(stored, changes, refuse, tidy=_tidy)


def listed(found: object) -> list[Any]:
    """An answer as the list of its values."""
    return list(found) if isinstance(found, (list, tuple)) else [] if found is None else [found]


def _storable(raw: object) -> bool:
    if isinstance(raw, Mapping):
        return set(raw) <= {"value", "unit"} and all(
            _storable(part) and not isinstance(part, Mapping) for part in raw.values()
        )
    if isinstance(raw, str):
        return len(raw) <= LONGEST
    if isinstance(raw, (bool, int, float)):
        return abs(raw) <= LARGEST_NUMBER
    return raw is None


def _tidy(new: Any) -> list[Any] | None:
    return [kept for raw in listed(new) if not is_blank(kept := _clean(raw))] or None


def _clean(raw: Any) -> Any:
    """Without control characters and those no database takes, its lines ending alike; all else as
    typed.
    """
    if isinstance(raw, Mapping):
        return {key: _clean(part) for key, part in raw.items()}
    return UNSTORABLE.sub("", one_line_end(raw)) if isinstance(raw, str) else raw
