"""Who sees which case: the only place where rows are filtered by person. Reports and queries start
here.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from precert.cases.models import OPEN, Case, Draft, Party, Request, RequestState
from precert.conduct.actor import Actor
from precert.contracts.queries import all_current
from precert.people.queries import owned_by

Sight = tuple[list[str] | None, list[int], int | None, list[str]]


def visible(actor: Actor) -> QuerySet[Case]:
    """The cases an actor may see.

    A person sees cases in which a provider of their context's group has a part (requesting,
    servicing or facility, PCP/facility, attending; of any version of the content), or only the
    context's own provider where the contract says so. Staff see the cases of their contracts.
    """
    return seen_by(*sight(actor))


def sight(actor: Actor) -> Sight:
    """How far the actor sees, as the parameters of `seen_by` and of whatever is compiled with it:
    the contracts of staff; or the groups of a person, the provider acted for, and the contracts
    under which only that provider's cases are seen.
    """
    if actor.side == "review":
        return sorted(actor.contracts_with("case.view-all")), [], None, []
    if not actor.may("case.view") or actor.provider_id is None:
        return [], [], None, []
    return None, sorted(actor.groups_with("case.view")), actor.provider_id, _narrow()


def seen_by(
    contracts: list[str] | None, groups: list[int], provider: int | None, narrow: list[str]
) -> QuerySet[Case]:
    """The cases that somebody with this sight may see."""
    if contracts is not None:
        return Case.objects.filter(contract__in=contracts)
    parties = Party.objects.filter(case=OuterRef("pk"))
    by_group = Exists(parties.filter(provider__in=owned_by(groups)))
    if not narrow:
        return Case.objects.filter(by_group)
    by_context = Exists(parties.filter(provider=provider))
    return Case.objects.filter(
        (~Q(contract__in=narrow) & by_group) | (Q(contract__in=narrow) & by_context)
    )


def open_requests(actor: Actor) -> QuerySet[RequestState]:
    """The states of requests that were submitted for the actor's organisation and aren't decided
    yet, by the same rule of visibility.
    """
    return open_to(*sight(actor))


def open_to(
    contracts: list[str] | None, groups: list[int], provider: int | None, narrow: list[str]
) -> QuerySet[RequestState]:
    """Those of an organisation with this sight; staff are none."""
    if contracts is not None:
        return RequestState.objects.none()
    mine = RequestState.objects.filter(OPEN, provider__in=owned_by(groups))
    return mine.filter(~Q(contract__in=narrow) | Q(provider=provider)) if narrow else mine


def within(actor: Actor, permission: str) -> "QuerySet[Any, int]":
    """The ids of the providers of those groups that give the actor this permission."""
    return owned_by(actor.groups_with(permission))


def _narrow() -> list[str]:
    """The contracts under which a case is visible in its own provider's context only."""
    return [p.pack.id for p in all_current() if p.pack.consumers.visibility == "context"]


def drafts(actor: Actor) -> QuerySet[Draft]:
    """The open drafts an actor may continue: those of the provider acted for; group-wide admins all
    of the group's.
    """
    return drafts_of(*desk(actor))


def desk(actor: Actor) -> tuple[list[int], list[int]]:
    """The providers and the groups whose drafts the actor may continue: what `drafts_of` takes."""
    if actor.side == "review" or not actor.may("draft.edit") or actor.provider_id is None:
        return [], []
    return [actor.provider_id], sorted(actor.groups_with("draft.edit-group"))


def drafts_of(providers: list[int], groups: list[int]) -> QuerySet[Draft]:
    """The open drafts of these providers, and of those that these groups own."""
    mine = Q(provider__in=providers)
    if groups:
        mine |= Q(provider__in=owned_by(groups))
    return Draft.objects.filter(mine, state=Draft.OPEN)


def failures(actor: Actor) -> QuerySet[Case]:
    """The cases of whose letters and notices an actor is shown what failed: those of the contracts
    in which they may see it.
    """
    return Case.objects.filter(contract__in=actor.contracts_with("failures.view"))


def requests(actor: Actor) -> QuerySet[Request]:
    """The submitted requests of the cases an actor may see."""
    return Request.objects.filter(case__in=visible(actor))
