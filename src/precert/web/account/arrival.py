"""The end of signing in: a session, and the page to go to."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from precert.conduct.actor import Actor
from precert.gate import session
from precert.people.actions.sign_in import sign_in
from precert.people.actors import Account
from precert.people.proofs import Proof
from precert.people.queries import actor_for
from precert.people.roles import menu
from precert.web.door import Request, address_of


def enter(request: Request, account: Account, proof: Proof, wanted: str) -> HttpResponseRedirect:
    """Let somebody in whose second factor was checked. Raises Refusal when its proof was used
    already.
    """
    key = sign_in(
        account,
        proof,
        request.now,
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )
    provider_id = session.sign_in(request, account, key, request.now)
    target = destination(actor_for(account, provider_id, request.now), wanted)
    if proof.method == "recovery":
        target = f"{reverse('recovery_left')}?{urlencode({'next': target})}"
    return HttpResponseRedirect(target)


def destination(actor: Actor, wanted: str) -> str:
    """The page asked for; those who must choose whom to act for do that first, and come to it then."""
    if actor.side != "review" and actor.provider_id is None:
        return (
            f"{reverse('context')}?{urlencode({'next': wanted})}" if wanted else reverse("context")
        )
    return wanted or landing(actor)


def landing(actor: Actor) -> str:
    """The first page of the actor's menu; whom to call for who has none."""
    items = menu(actor.anywhere, "staff" if actor.side == "review" else "provider")
    return reverse(items[0].route if items else "help_contact")
