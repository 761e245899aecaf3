"""What the list is narrowed to, as it stands in the address: ids, times, addresses; nobody's name
and no member id.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from precert.cases.queries import audited
from precert.conduct.actor import Actor
from precert.journal.canonical import ENTRY, READING
from precert.journal.trail import TrailFilters
from precert.kit.numbers import whole
from precert.letters.queries import ids_of_case
from precert.web.audit.words import verbs_of

MINUTE = "%Y-%m-%dT%H:%M"
AT_FIRST = timedelta(days=7)  # shown when nothing was asked for
SUBJECT = re.compile(r"[a-z-]{1,30}:[\w.:-]{1,60}", re.ASCII)
MOST_SUBJECTS = 10


@dataclass(frozen=True)
class ListState:
    """The filters by their names in the address; empty means all. Times are UTC, to the minute;
    `until` includes its minute.
    """

    since: str = ""
    until: str = ""
    person: str = ""
    provider: tuple[str, ...] = ()
    kind: str = ""
    case: str = ""
    subject: tuple[str, ...] = ()
    address: str = ""
    request: str = ""

    def items(self) -> list[tuple[str, str]]:
        """Names and values that are set, for an address, hidden fields and the journal. `since` is
        always among them: empty means all.
        """
        single = [
            (name, getattr(self, name))
            for name in ("until", "person", "kind", "case", "address", "request")
        ]
        several = [
            *(("provider", one) for one in self.provider),
            *(("subject", one) for one in self.subject),
        ]
        return [("since", self.since), *(pair for pair in single if pair[1]), *several]

    def address_with(self, **more: object) -> str:
        """The list's address, from `?` on."""
        return f"?{urlencode([*self.items(), *more.items()])}"

    def filters(self, actor: Actor) -> TrailFilters:
        """What the journal is asked for; a case stands for all that belongs to it."""
        since, until = moment(self.since), moment(self.until)
        subjects = [tuple(one.split(":", 1)) for one in self.subject]
        case = UUID(self.case) if self.case else None
        if case:
            subjects += [
                *audited.subjects_of(actor, case),
                *(("letter", str(pk)) for pk in ids_of_case(actor, case)),
            ]
        return TrailFilters(
            since=since,
            until=until + timedelta(minutes=1, microseconds=-1) if until else None,
            actors=(self.person,) if self.person else (),
            providers=tuple(int(one) for one in self.provider),
            only={"reads": READING, "events": ENTRY}.get(self.kind, ""),
            verbs=verbs_of(self.kind),
            case_id=case,
            subjects=tuple((kind, pk) for kind, pk in subjects),
            address=self.address,
            request=self.request,
        )


def read(query: QueryDict, now: datetime) -> ListState:
    """The state of an address; what can't be read is left out. Nothing asked for: the last seven
    days.
    """
    found = ListState(
        since=(
            _time(query.get("since", ""))
            if "since" in query
            else (now - AT_FIRST).astimezone(UTC).strftime(MINUTE)
        ),
        until=_time(query.get("until", "")),
        person=_word(query, "person", 60),
        provider=tuple(
            one for one in query.getlist("provider")[:MOST_SUBJECTS] if whole(one) is not None
        ),
        kind=_word(query, "kind", 60),
        subject=subjects_in(query.getlist("subject")),
        address=_word(query, "address", 45),
        request=_word(query, "request", 40),
    )
    try:
        return replace(found, case=str(UUID(query.get("case", "")))) if query.get("case") else found
    except ValueError:
        return found


def subjects_in(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that are a kind and an id, as `request:0b7c…`."""
    return tuple(one for one in words if SUBJECT.fullmatch(one))[:MOST_SUBJECTS]


def moment(text: str) -> datetime | None:
    """A minute of the address, in UTC."""
    return datetime.strptime(text, MINUTE).replace(tzinfo=UTC) if text else None


def _word(query: QueryDict, name: str, most: int) -> str:
    text = str(query.get(name, ""))[:most]
    return text if text.isprintable() else ""


def _time(text: str) -> str:
    try:
        return text if moment(text) else ""
    except ValueError:
        return ""
