"""Who sees which case: the only place where rows are filtered by person. Reports and queries start
here.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from precert.cases.models import OPEN, Case, Draft, Party, Request, RequestState
from precert.conduct.actor import Actor
from precert.contracts.queries import all_current
from precert.people.queries import owned_by


def visible(actor: Actor) -> QuerySet[Case]:
    """The cases an actor may see.

    A person sees cases in which a provider of their context's group has a part (requesting,
    servicing or facility, PCP/facility, attending; of any version of the content), or only the
    context's own provider where the contract says so. Staff see the cases of their contracts.
    """
    if actor.side == "review":
        return Case.objects.filter(contract__in=actor.contracts_with("case.view-all"))
    if not actor.may("case.view") or actor.provider_id is None:
        return Case.objects.none()
    narrow = _narrow()
    parties = Party.objects.filter(case=OuterRef("pk"))
    by_group = Exists(parties.filter(provider__in=within(actor, "case.view")))
    if not narrow:
        return Case.objects.filter(by_group)
    by_context = Exists(parties.filter(provider=actor.provider_id))
    return Case.objects.filter(
        (~Q(contract__in=narrow) & by_group) | (Q(contract__in=narrow) & by_context)
    )


def open_requests(actor: Actor) -> QuerySet[RequestState]:
    """The states of requests that were submitted for the actor's organisation and aren't decided
    yet, by the same rule of visibility.
    """
    if actor.side == "review" or not actor.may("case.view") or actor.provider_id is None:
        return RequestState.objects.none()
    mine = RequestState.objects.filter(OPEN, provider__in=within(actor, "case.view"))
    narrow = _narrow()
    return mine.filter(~Q(contract__in=narrow) | Q(provider=actor.provider_id)) if narrow else mine


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
    open_ones = Draft.objects.filter(state=Draft.OPEN)
    if actor.side == "review" or not actor.may("draft.edit"):
        return open_ones.none()
    mine = Q(provider=actor.provider_id)
    if actor.may("draft.edit-group"):
        mine |= Q(provider__in=within(actor, "draft.edit-group"))
    return open_ones.filter(mine)


def failures(actor: Actor) -> QuerySet[Case]:
    """The cases of whose letters and notices an actor is shown what failed: those of the contracts
    in which they may see it.
    """
    return Case.objects.filter(contract__in=actor.contracts_with("failures.view"))


def requests(actor: Actor) -> QuerySet[Request]:
    """The submitted requests of the cases an actor may see."""
    return Request.objects.filter(case__in=visible(actor))
