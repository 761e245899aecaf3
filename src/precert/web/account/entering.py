"""The end of signing in: a session, and the page to go to."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from precert.conduct.actor import Actor
from precert.gate import session
from precert.people.acting import Account
from precert.people.actions.sign_in import Shown, sign_in
from precert.people.queries import actor_for
from precert.people.roles import menu
from precert.web.door import Request


def agent_of(request: HttpRequest) -> str:
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")


def enter(request: Request, account: Account, shown: Shown, wanted: str) -> HttpResponseRedirect:
    """Let somebody in whose second factor was checked. Raises Refusal when its proof was used
    already.
    """
    key = sign_in(account, shown, request.now)
    provider_id = session.sign_in(request, account, key, request.now)
    target = destination(actor_for(account, provider_id, request.now), wanted)
    if shown.method == "recovery":
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
    """The first page of the actor's menu."""
    for item in menu(actor.anywhere, "staff" if actor.side == "review" else "provider"):
        try:
            return reverse(item.route)
        except NoReverseMatch:
            continue  # this installation has no such page
    return reverse("context")
