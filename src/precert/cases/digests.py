"""Digests of what was decided. The sealed event of a submission, an issue or a note carries the
digest of the rows that it wrote; verification compares them with the tables.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import AutoField, Model

from precert.cases import events
from precert.cases.models import (
    Content,
    Determination,
    Diagnosis,
    Issue,
    Line,
    Note,
    Party,
    Request,
)
from precert.journal.canonical import micros
from precert.journal.chain import Flaw
from precert.journal.history import Digested, digested

Rows = dict[str, list[Model]]


def digest(rows: Iterable[Model]) -> str:
    """SHA-256, in hex, of all that these rows say, in whatever order they come."""
    lines = sorted(_encoded(row) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _encoded(row: Model) -> str:
    values = {
        field.attname: _plain(getattr(row, field.attname), getattr(field, "decimal_places", 0))
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's documented way
        if not isinstance(field, AutoField)
    }
    table = row._meta.db_table  # noqa: SLF001 - as above
    return json.dumps([table, values], sort_keys=True, separators=(",", ":"))


def _plain(value: Any, places: int) -> Any:
    """The same for a value that is to be stored and for one that was read."""
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, Decimal):
        return f"{value:.{places}f}"
    return str(value) if isinstance(value, UUID | date) else value


def flaws() -> Iterator[Flaw]:
    """Every event whose rows are no longer what it wrote. Constant memory."""
    for verb, (key, table, find) in _SEALED.items():
        for group in digested(verb, key):
            found = find([one.subject for one in group])
            yield from _unlike(table, group, found)


def _unlike(table: str, group: Sequence[Digested], found: Rows) -> Iterator[Flaw]:
    for one in group:
        if digest(found.get(one.subject, [])) != one.digest:
            words = f"what belongs to {one.subject} is no longer what was sealed"
            yield Flaw(table, one.entry, one.seal, words)


def _submissions(subjects: Sequence[str]) -> Rows:
    ids = [UUID(one) for one in subjects]
    found: Rows = defaultdict(list)
    for request in Request.objects.filter(pk__in=ids).select_related("case"):
        found[str(request.pk)] += [request, request.case]
    for content in Content.objects.filter(request__in=ids, n=1):
        found[str(content.request_id)].append(content)
    for model in (Diagnosis, Line):
        rows = model.objects.filter(content__request__in=ids, content__n=1)
        for row in rows.select_related("content"):
            found[str(row.content.request_id)].append(row)
    for party in Party.objects.filter(request__in=ids, n=1):
        found[str(party.request_id)].append(party)
    return found


def _issues(subjects: Sequence[str]) -> Rows:
    ids = [UUID(one) for one in subjects]
    found: Rows = defaultdict(list)
    for issue in Issue.objects.filter(pk__in=ids):
        found[str(issue.pk)].append(issue)
    for made in Determination.objects.filter(issue__in=ids):
        found[str(made.issue_id)].append(made)
    return found


def _notes(ids: Sequence[str]) -> Rows:
    return {str(note.pk): [note] for note in Note.objects.filter(pk__in=ids)}


# by verb: the key of the event's data that says whose rows these are, their table, how to find them
_SEALED: dict[str, tuple[str, str, Callable[[Sequence[str]], Rows]]] = {
    events.REQUEST_SUBMITTED: ("request", "cases_request", _submissions),
    events.DETERMINATION_ISSUED: ("issue", "cases_determination", _issues),
    events.NOTE_ADDED: ("note", "cases_note", _notes),
}
