"""What a reviewer's or provider's action on a submitted request is about, loaded once: the request
with its case and state, the work on it, its contract, the last question to the provider, where it
stands for its windows. For one request or many in a constant number of queries.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access, statuses
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationRequest, Request
from precert.cases.standing import Standings
from precert.cases.windows import RequestStanding
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.kit.statements import compiled
from precert.work import kinds
from precert.work import queries as work
from precert.work.queries import QueueItem


@dataclass(frozen=True)
class Subject:
    """A submitted request as an action finds it; `item` is its review, unless the action is about
    another piece of work on it.
    """

    request: Request
    item: QueueItem
    pinned: Pinned
    asked: InformationRequest | None
    standings: Standings | Mapping[UUID, RequestStanding]

    @property
    def standing(self) -> RequestStanding:
        """Where it stands for the windows of what can be done with it."""
        return self.standings[self.id]

    @property
    def question(self) -> InformationRequest | None:
        """The request for information that is open: neither answered nor overtaken."""
        closed = self.asked is None or hasattr(self.asked, "answer")
        return None if closed or self.status == statuses.COMPLETED else self.asked

    @property
    def id(self) -> UUID:
        """The request's id."""
        return self.request.pk

    @property
    def case_id(self) -> UUID:
        """The id of its case."""
        return self.request.case_id

    @property
    def contract(self) -> str:
        """The contract under which it was asked."""
        return self.request.case.contract

    @property
    def status(self) -> str:
        """The request's own status."""
        return self.request.state.status

    @property
    def level(self) -> str:
        """At which level the work is done."""
        return self.item.level

    @property
    def reviewer_id(self) -> int | None:
        """The account of who does it now."""
        return None if self.item.done else self.item.worker_id

    @property
    def reviewer(self) -> str:
        """The name of who does it now."""
        return "" if self.item.done else self.item.worker


def find(actor: Actor, request_id: UUID) -> Subject:
    """The submitted request, if the actor may see it. Raises Refusal("missing")."""
    found = seen(actor, [request_id])
    if not found:
        raise refuse("missing", "no-such-request", "Request not found.")
    return found[0]


def seen(actor: Actor, ids: Iterable[UUID]) -> list[Subject]:
    """Those of these submitted requests that the actor may see."""
    return load(_seen(list(ids), *access.sight(actor)))


@compiled
def _seen(
    ids: list[UUID],
    contracts: list[str] | None,
    groups: list[int],
    provider: int | None,
    narrow: list[str],
) -> QuerySet[Any, Any]:
    cases = access.seen_by(contracts, groups, provider, narrow)
    return Request.objects.filter(pk__in=ids, case__in=cases).select_related("case", "state")


def of_work(actor: Actor, kind: str, subject: UUID) -> Subject:
    """The submitted request that a piece of work is about, with that piece of work, if the actor may
    see the request. Raises Refusal("missing").
    """
    if kind == REVIEW:
        return find(actor, subject)
    of = kinds.named(kind).requests([subject])
    found = with_work(find(actor, of[subject]), kind, subject) if subject in of else None
    if found is None:
        raise refuse("missing", "no-such-work", "Request not found.")
    return found


def with_work(found: Subject, kind: str, subject: UUID) -> Subject | None:
    """The same request with another piece of work on it; None when there is no such work."""
    item = work.item(kind, subject) if kinds.known(kind) else None
    of = kinds.named(kind).requests([subject]) if item else {}
    return replace(found, item=item) if item and of.get(subject) == found.id else None


def load(rows: Iterable[Request]) -> list[Subject]:
    """The subjects of these requests (with case and state), in their order."""
    found = list(rows)
    reviews = work.items(REVIEW, [row.pk for row in found])
    return about([(row, reviews[row.pk]) for row in found])


def about(works: Collection[tuple[Request, QueueItem]]) -> list[Subject]:
    """The same of requests whose work has been read: each with a piece of it."""
    ids = [row.pk for row, _ in works]
    last = {row.request_id: row for row in _asked(ids)}
    standings = Standings([row for row, _ in works])
    return [
        Subject(row, item, contracts.pinned(row.pack_id), last.get(row.pk), standings)
        for row, item in works
    ]


@compiled
def _asked(ids: list[UUID]) -> QuerySet[Any, Any]:
    rows = InformationRequest.objects.filter(request__in=ids)
    return rows.select_related("answer").order_by("n")
