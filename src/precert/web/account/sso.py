"""The staff door by single sign-on: to the provider and back. Whoever may not come in gets one
page, whatever the reason.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from precert.conduct.refusal import Refusal
from precert.people.actions.link_identity import LinkIdentityInput
from precert.people.checks.identity import admit, turn_away
from precert.people.policy import SIGN_IN_LIMIT
from precert.people.proofs import Proof
from precert.web.account import oidc, pending
from precert.web.account.arrival import enter
from precert.web.door import Request, public
from precert.web.session_state import SessionState

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignOnAsked:
    """What this browser asked the provider, and the page to go to afterwards."""

    state: str
    nonce: str
    verifier: str
    next: str


ASKED = SessionState("sso", SignOnAsked, SIGN_IN_LIMIT)


@public
@require_safe
def login_sso(request: Request) -> HttpResponse:
    """To the provider. What is asked stays in the session."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        address, question = oidc.ask(oidc.discover(request.now))
    except oidc.UnavailableError as error:
        return _unavailable(request, error)
    wanted = pending.safe_next(request, request.GET.get("next", ""))
    request.session.cycle_key()
    asked = SignOnAsked(question.state, question.nonce, question.verifier, wanted)
    ASKED.keep(request.session, asked, request.now)
    return redirect(address)


@public
@sensitive_variables()
@require_safe
def login_sso_back(request: Request) -> HttpResponse:
    """Back from the provider: the answer must fit what this browser asked, and is good once."""
    if not settings.OIDC_ISSUER:
        raise Http404
    asked = ASKED.take(request.session, request.now)
    if asked is None or not constant_time_compare(request.GET.get("state", ""), asked.state):
        return redirect(f"{reverse('login')}?ended=late")
    question = oidc.Question(asked.state, asked.nonce, asked.verifier)
    try:
        provider = oidc.discover(request.now)
        found = oidc.claims(provider, question, _code(request, provider), request.now)
        claimed = LinkIdentityInput(
            provider.issuer,
            found["sub"],
            str(found.get(settings.OIDC_CLAIM, "")),
            oidc.shows_second_factor(found),
        )
        account, identity = admit(claimed, request.now)
        return enter(request, account, Proof("sso", identity), asked.next)
    except oidc.UnavailableError as error:
        return _unavailable(request, error)
    except oidc.UnprovedError as error:
        log.warning("single sign-on proved nobody", extra={"why": str(error)})
        turn_away("unproved", request.now)
    except Refusal:
        pass  # said below, like every reason
    return render(request, "account/sso_refused.html", {"local": settings.OIDC_LOCAL}, status=403)


def _code(request: Request, provider: oidc.IdentityProvider) -> str:
    """The code of the answer. Raises UnprovedError for a refusal, and for another provider's
    answer.
    """
    issuer = request.GET.get("iss", "")
    if (issuer or provider.names_itself) and issuer != provider.issuer:
        raise oidc.UnprovedError("the answer names another issuer")
    if "error" in request.GET or not request.GET.get("code"):
        raise oidc.UnprovedError("the provider refused")
    return request.GET["code"]


def _unavailable(request: Request, error: Exception) -> HttpResponse:
    log.error("single sign-on is unavailable", extra={"why": str(error)})
    return render(
        request, "account/sso_unavailable.html", {"local": settings.OIDC_LOCAL}, status=503
    )
