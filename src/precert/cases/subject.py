"""What a reviewer's or provider's action on a submitted request is about, loaded once: the request
with its case and state, its review, its contract, the last question to the provider, where it stands
for its windows. For one request or many in a constant number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from precert.cases import access, statuses
from precert.cases.models import InformationRequest, Request
from precert.cases.standing import standings
from precert.cases.windows import Standing
from precert.conduct.actor import Actor
from precert.conduct.refusal import refuse
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.work import queries as work
from precert.work.queries import Item

REVIEW = "review"  # the kind of work that decides on a request


@dataclass(frozen=True)
class Subject:
    """A submitted request as an action finds it."""

    request: Request
    review: Item | None
    pinned: Pinned
    asked: InformationRequest | None
    standing: Standing

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
        """At which level it is reviewed."""
        return self.review.level if self.review else statuses.NURSE

    @property
    def reviewer_id(self) -> int | None:
        """The account of who reviews it now."""
        return self.review.worker_id if self.review and not self.review.done else None

    @property
    def reviewer(self) -> str:
        """The name of who reviews it now."""
        return self.review.worker if self.review and not self.review.done else ""


def find(actor: Actor, request_id: UUID) -> Subject:
    """The submitted request, if the actor may see it. Raises Refusal("missing")."""
    row = access.requests(actor).filter(pk=request_id).select_related("case", "state").first()
    if row is None:
        raise refuse("missing", "no-such-request", "Request not found.")
    return load([row])[0]


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
            reviews.get(row.pk),
            contracts.pinned(row.pack_id),
            last.get(row.pk),
            standing[row.pk],
        )
        for row in found
    ]
