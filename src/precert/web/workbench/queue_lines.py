"""The rows of the queue as text: a page has up to a hundred, so nothing is worked out in its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from precert.cases.actions.reassign import Reassign
from precert.cases.actions.take import Take
from precert.cases.queries.queue import QueueRow
from precert.kit.clock import local_text
from precert.web.cases.entries import MenuEntry, entries_about
from precert.web.door import Request
from precert.work import kinds

IN_ROW = {Take.verb, Reassign.verb}
MARKS = {"overdue": "Overdue", "today": "Today", "soon": "Due soon"}


@dataclass(frozen=True)
class QueueLine:
    """One row. `url` is its page; `work` is named where there are several kinds; `due` is empty while
    the clock is paused, `mark` says what it calls for; `entries` are what changes who has the work,
    as far as it can be done here.
    """

    url: str
    preview: str
    title: str
    work: str
    due: str
    due_at: str
    mark: str
    mark_label: str
    consumer: str
    reviewer: str
    mine: bool
    information: str
    contract: str
    category: str
    service_type: str
    urgency: str
    level: str
    status: str
    status_label: str
    entries: list[MenuEntry]


def lines(request: Request, rows: Sequence[QueueRow]) -> list[QueueLine]:
    """The rows in their order."""
    offered = entries_about(request, [row.about for row in rows], IN_ROW)
    preview = _before_id("queue_preview")
    pages = {page: _before_id(page) for page in {row.page for row in rows}}
    return [
        _line(
            row,
            f"{pages[row.page]}{row.subject}",
            f"{preview}{row.request}",
            [one for one in entries if one.open],
        )
        for row, entries in zip(rows, offered, strict=True)
    ]


def _line(row: QueueRow, url: str, preview: str, entries: list[MenuEntry]) -> QueueLine:
    several = len(kinds.every()) > 1
    mark = "overdue" if row.overdue else "today" if row.today else "soon" if row.soon else ""
    return QueueLine(
        url=url,
        preview=preview,
        title=row.title,
        work=row.work if several else "",
        due=local_text(row.due_at, row.zone) if row.due_at else "",
        due_at=row.due_at.isoformat() if row.due_at else "",
        mark=mark,
        mark_label=MARKS.get(mark, ""),
        consumer=row.consumer,
        reviewer=row.reviewer,
        mine=row.mine,
        information=row.information,
        contract=row.contract,
        category=row.category.capitalize(),
        service_type=row.service_type,
        urgency=row.urgency.capitalize(),
        level=row.level.capitalize(),
        status=row.status,
        status_label=row.status_label,
        entries=entries,
    )


def _before_id(route: str) -> str:
    """What stands before the id in the addresses of a route that ends with it: a list has many."""
    nobody = UUID(int=0)
    return reverse(route, args=[nobody]).removesuffix(str(nobody))
