"""What a reviewer's or provider's action on a submitted request is about, loaded once: the request
with its case and state, the work on it, its contract, the last question to the provider, where it
stands for its windows. For one request or many in a constant number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from precert.cases import access, statuses
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationRequest, Request
from precert.cases.standing import standings
from precert.cases.windows import RequestStanding
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
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
    standing: RequestStanding

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
    row = access.requests(actor).filter(pk=request_id).select_related("case", "state").first()
    if row is None:
        raise refuse("missing", "no-such-request", "Request not found.")
    return load([row])[0]


def of_work(actor: Actor, kind: str, subject: UUID) -> Subject:
    """The submitted request that a piece of work is about, with that piece of work, if the actor may
    see the request. Raises Refusal("missing").
    """
    if kind == REVIEW:
        return find(actor, subject)
    item = work.item(kind, subject)
    of = kinds.named(kind).requests([subject]) if item else {}
    if item is None or subject not in of:
        raise refuse("missing", "no-such-work", "Request not found.")
    return replace(find(actor, of[subject]), item=item)


def load(rows: Iterable[Request]) -> list[Subject]:
    """The subjects of these requests (with case and state), in their order."""
    found = list(rows)
    ids = [row.pk for row in found]
    reviews = work.items(REVIEW, ids)
    asked = InformationRequest.objects.filter(request__in=ids).select_related("answer")
    last = {row.request_id: row for row in asked.order_by("n")}
    standing = standings(found)
    return [
        Subject(
            row,
            reviews[row.pk],
            contracts.pinned(row.pack_id),
            last.get(row.pk),
            standing[row.pk],
        )
        for row in found
    ]
