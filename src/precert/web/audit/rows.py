"""Rows of the trail as the page shows them: names and Case IDs beside the ids, what happened in
words.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from precert.cases.queries.audited import case_numbers
from precert.conduct.actor import Actor
from precert.journal.canonical import READING, TABLES
from precert.journal.event import REFUSED, words
from precert.journal.trail import TrailLine
from precert.kit.numbers import whole
from precert.people.queries.named import Named, accounts_by_id
from precert.registry import providers
from precert.web.audit.words import NO_ACCOUNT, PAGES, SUBJECTS

SIDES = {
    "person": "Provider’s user",
    "staff": "Staff",
    "worker": "Precert",
    "rule": "Rule",
    "client": "Client system",
}
MOST_IDS = 5  # of a reading in its row; the rest stands in the detail


@dataclass(frozen=True)
class AuditRow:
    """One row of the page."""

    at: datetime
    who: str
    username: str
    side: str
    acting_for: str
    what: str
    on: str
    case: str
    address: str
    request: str
    seal: int | None
    details: list[tuple[str, str]]


def rows(actor: Actor, lines: Sequence[TrailLine]) -> list[AuditRow]:
    """The page's rows; three queries, whatever their number."""
    people = accounts_by_id(actor, _accounts(lines))
    places = providers.many({one.provider_id for one in lines if one.provider_id is not None})
    cases = case_numbers(actor, {pk for one in lines if (pk := _case(one))})
    found = []
    for line in lines:
        person = people.get(whole(line.actor_id) or 0)
        place = places.get(line.provider_id or 0)
        found.append(
            AuditRow(
                at=line.at,
                who=line.actor_name
                or (person.name if person else NO_ACCOUNT.get(line.actor_id, line.actor_id)),
                username=person.username if person else "",
                side=(
                    ""
                    if line.actor_kind == "worker"
                    else SIDES.get(line.actor_kind, line.actor_kind)
                ),
                acting_for=f"{place.name} ({place.npi})" if place else str(line.provider_id or ""),
                what=_what(line),
                on="" if _shown_by_number(line, cases) else _on(line, people),
                case=cases.get(pk, str(pk)) if (pk := _case(line)) else "",
                address=line.address,
                request=line.request,
                seal=line.seal,
                details=_details(line),
            )
        )
    return found


def _what(line: TrailLine) -> str:
    if line.letter == READING:
        return f"Viewed page: {PAGES.get(line.page, line.page)}"
    said = words(line.verb)
    return (
        f"{said}: {line.data['action']}" if line.verb == REFUSED and "action" in line.data else said
    )


def _accounts(lines: Sequence[TrailLine]) -> list[int]:
    """The accounts that did something or that something was done to."""
    of = {one.actor_id for one in lines} | {
        pk for one in lines if one.subject_kind == "account" for pk in one.subject_ids
    }
    return sorted(found for pk in of if (found := whole(pk)) is not None)


def _on(line: TrailLine, people: Mapping[int, Named]) -> str:
    kind = SUBJECTS.get(line.subject_kind, line.subject_kind)
    shown, more = list(line.subject_ids[:MOST_IDS]), len(line.subject_ids) - MOST_IDS
    if line.subject_kind == "account":
        shown = [named.username if (named := people.get(whole(pk) or 0)) else pk for pk in shown]
    return f"{kind} {', '.join(shown)}" + (f" and {more} more" if more > 0 else "")


def _case(line: TrailLine) -> UUID | None:
    """The case that the row is about, where that is one."""
    if line.case_id or line.subject_kind != "case" or len(line.subject_ids) != 1:
        return line.case_id
    try:
        return UUID(line.subject_ids[0])
    except ValueError:
        return None


def _shown_by_number(line: TrailLine, cases: Mapping[UUID, str]) -> bool:
    """Whether the Case ID beside it already says what the row is about; the id is in the details."""
    return line.subject_kind == "case" and _case(line) in cases and len(line.subject_ids) == 1


def _details(line: TrailLine) -> list[tuple[str, str]]:
    given = [
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in sorted(line.data.items())
    ]
    return [
        ("Row", f"{TABLES[line.letter]} {line.id}"),
        ("Event", line.verb),
        ("Done by", f"{line.actor_kind}:{line.actor_id}"),
        ("Subject", " ".join(f"{line.subject_kind}:{pk}" for pk in line.subject_ids)),
        *([("Case", str(line.case_id))] if line.case_id else []),
        *given,
    ]
