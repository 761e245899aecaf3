"""What can be done with requests, as menus and rows show it: one entry for each verb that is offered,
with its address and how it is begun, or why it can't be done now.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from precert.cases import offers
from precert.cases.dialog import DialogField
from precert.cases.kinds import REVIEW
from precert.cases.numbering import request_name
from precert.cases.offers import Offer
from precert.cases.queries.consumer_cases import CaseGroup, ConsumerCases
from precert.cases.subject import Subject
from precert.web.door import Request

OWN_PAGES = {"issue_determination": "review"}  # verbs that have a page of their own, and its route


@dataclass(frozen=True)
class FieldRow:
    """One field as a page shows it: what was typed, and what is wrong with it."""

    field: DialogField
    value: str
    error: str = ""


@dataclass(frozen=True)
class MenuEntry:
    """One verb on one request. `url` is its page, or what its button is sent to."""

    offer: Offer
    url: str

    @property
    def verb(self) -> str:
        """The verb."""
        return self.offer.verb

    @property
    def label(self) -> str:
        """Its words."""
        return self.offer.label

    @property
    def request_name(self) -> str:
        """R01, R02 …"""
        return request_name(self.offer.subject.request.number)

    @property
    def open(self) -> bool:
        """Whether it can be done now."""
        return self.offer.open

    @property
    def words(self) -> str:
        """Why not, or until when."""
        return self.offer.words

    @property
    def key(self) -> str:
        """What names its form on a page."""
        return offers.keeping(self.verb)

    @property
    def prefix(self) -> str:
        """What begins the ids of its fields where several verbs stand on one page."""
        return f"{self.verb}-"

    @property
    def rows(self) -> list[FieldRow]:
        """Its fields as they open."""
        return [FieldRow(one, one.value) for one in self.offer.dialog.fields]

    @property
    def by_button(self) -> bool:
        """Whether a press does it: it asks for nothing and has no page of its own."""
        return self.verb not in OWN_PAGES and not self.offer.dialog.asks

    @property
    def in_place(self) -> bool:
        """Whether a dialog can ask for it: it has fields and takes no files."""
        dialog = self.offer.dialog
        return self.open and dialog.asks and not dialog.documents

    @property
    def notes(self) -> str:
        """Where the contract takes it instead, if it takes it in another way."""
        number = self.offer.subject.request.case.number
        page = reverse("case_page", kwargs={"number": number})
        return f"{page}#communications" if self.offer.elsewhere else ""


def entries(request: Request, ids: Collection[UUID]) -> dict[UUID, list[MenuEntry]]:
    """The entries of each of these requests; a constant number of statements."""
    found = offers.offered(request.actor, ids, request.now) if ids else {}
    return dict(zip(found, _entries(request, found.values()), strict=True))


def entries_about(
    request: Request, subjects: Iterable[Subject], only: Collection[str] = ()
) -> list[list[MenuEntry]]:
    """The same where the page has read the requests, each about one piece of work on it, in their
    order; of the verbs named alone if there are any.
    """
    return _entries(request, offers.offers(request.actor, subjects, request.now, only))


def _entries(request: Request, found: Iterable[list[Offer]]) -> list[list[MenuEntry]]:
    staff = request.actor.side == "review"
    return [[entry(one, staff=staff) for one in mine] for mine in found]


def entry(offer: Offer, *, staff: bool) -> MenuEntry:
    """The entry of an offer, for one of the two sides."""
    row = offer.subject.request
    if offer.verb in OWN_PAGES:
        return MenuEntry(offer, reverse(OWN_PAGES[offer.verb], kwargs={"request_id": row.pk}))
    if staff:
        url = reverse("review_verb", kwargs={"request_id": row.pk, "verb": offer.verb})
        item = offer.subject.item
        other = {} if item.kind == REVIEW else {"work": f"{item.kind} {item.subject}"}
        return MenuEntry(offer, f"{url}?{urlencode(other)}" if other else url)
    where = {"number": row.case.number, "n": row.number, "verb": offer.verb}
    return MenuEntry(offer, reverse("request_verb", kwargs=where))


def with_entries(request: Request, found: ConsumerCases) -> ConsumerCases:
    """A consumer's rows, each with its entries."""
    groups = (*found.submitted, *found.servicing)
    ids = [row.id for group in groups for row in group.rows if not row.draft]
    by_request = entries(request, ids)

    def filled(groups: Iterable[CaseGroup]) -> tuple[CaseGroup, ...]:
        return tuple(
            replace(
                group,
                rows=tuple(
                    replace(row, entries=tuple(by_request.get(row.id, ()))) for row in group.rows
                ),
            )
            for group in groups
        )

    return replace(found, submitted=filled(found.submitted), servicing=filled(found.servicing))
