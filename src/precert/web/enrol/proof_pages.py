"""Showing a second factor anew, before factors are changed: choosing one, and its page."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal, refuse
from precert.gate import session
from precert.people import policy, queries
from precert.people.actions.prove_code import ProveCode, ProveCodeInput
from precert.people.actions.prove_factor import ProveFactor, ProveFactorInput
from precert.people.actions.start_code import start_again, start_code
from precert.people.checks.code import check_call, check_code
from precert.people.checks.factor import check_app, check_passkey, check_recovery, start_passkey
from precert.people.factors import passkeys
from precert.people.proofs import Proof
from precert.web.account import factor_choices
from precert.web.account.forms import NOT_ANSWERED, CodeForm, RecoveryForm
from precert.web.account.pending import safe_next
from precert.web.door import Request, signed_in
from precert.web.enrol.forms import AnswerForm
from precert.web.enrol.proof import PROOF, FreshProof
from precert.web.session_state import SessionState

PURPOSE: policy.Purpose = "add-factor"
FORMS: dict[str, type[CodeForm | RecoveryForm | AnswerForm]] = {
    "passkey": AnswerForm,
    "voice": AnswerForm,
    "recovery": RecoveryForm,
}


@dataclass(frozen=True)
class Proving:
    """The way that was chosen, the masked address or number, the challenge of a code, the page to
    go on to; `passkey` is what the browser was asked last, good for one answer.
    """

    way: str
    shown: str
    challenge: int
    next: str
    passkey: dict[str, Any] | None = None


PROVING = SessionState("proving", Proving, policy.SESSION_LIMIT)


@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """Which of one's factors to show."""
    wanted = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    choices, refused = factor_choices.choices(request.account), ""
    recovery = queries.recovery_codes_left(request.account.pk) > 0
    if request.method == "POST":
        offered = {value for choice in choices for value, _ in choice.buttons} | (
            {"0:recovery"} if recovery else set()
        )
        try:
            if (button := request.POST.get("choice", "")) in offered:
                _begin(request, button, wanted)
                return redirect("security_show")
        except Refusal as refusal:
            refused = str(refusal)
    return render(
        request,
        "enrol/prove.html",
        {"choices": choices, "recovery": recovery, "next": wanted, "refused": refused},
    )


@signed_in
@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "POST"])
def show(request: Request) -> HttpResponse:
    """The page of the factor that was chosen."""
    begun = PROVING.find(request.session, request.now)
    if begun is None:
        return redirect("security_prove")
    form, refused = (
        FORMS.get(begun.way, CodeForm)(request.POST if request.method == "POST" else None),
        "",
    )
    try:
        if "resend" in request.POST:
            challenge = start_again(begun.challenge, request.now)
            PROVING.change(request.session, request.now, challenge=challenge)
            return redirect(f"{reverse('security_show')}?sent=1")
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {
                    "state": (
                        "answered"
                        if check_call(begun.challenge, request.now, purpose=PURPOSE)
                        else "waiting"
                    )
                }
            )
        if form.is_valid():
            _prove(request, begun, form.cleaned_data)
            return _back(request, begun)
    except Refusal as refusal:
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"state": "over"})
        if queries.locked(request.account.pk):  # by the codes typed here
            session.end(request, request.account, request.session_id, "locked", request.now)
            return redirect(f"{reverse('login')}?ended=stopped")
        refused = str(refusal)
    return _page(request, begun, form, refused)


def _page(request: Request, begun: Proving, form: Any, refused: str) -> HttpResponse:
    options = ""
    if begun.way == "passkey":
        asked, state = start_passkey(request.account)
        PROVING.change(request.session, request.now, passkey=state)
        options = json.dumps(asked)
    shown = {
        "form": form,
        "refused": refused,
        "options": options,
        "sent": "sent" in request.GET,
        "minutes": policy.CODE.life.seconds // 60,
    }
    return render(request, "enrol/show.html", shown | {"way": begun.way, "to": begun.shown})


def _begin(request: Request, button: str, wanted: str) -> None:
    """Remember what was chosen, and send what is to be sent. Raises Refusal."""
    factor, _, way = button.partition(":")
    shown = {
        str(choice.card.id): choice.card.shown for choice in factor_choices.choices(request.account)
    }
    challenge = 0
    if way in factor_choices.CHANNELS:
        to = queries.destination(request.account, int(factor))
        challenge = start_code(
            request.account,
            request.now,
            purpose=PURPOSE,
            channel=factor_choices.CHANNELS[way],
            to=to,
        )
    begun = Proving(way, shown.get(factor, ""), challenge, wanted)
    PROVING.keep(request.session, begun, request.now)


def _prove(request: Request, begun: Proving, typed: dict[str, str]) -> None:
    """Look at what was typed or answered, and use it up. Raises Refusal."""
    way, now, account = begun.way, request.now, request.account
    if way == "app":
        _use(request, check_app(account, typed["code"], now, purpose=PURPOSE))
    elif way == "recovery":
        _use(request, check_recovery(account, typed["code"], now, purpose=PURPOSE))
    elif way == "passkey":
        PROVING.change(request.session, now, passkey=None)
        state, answer = begun.passkey or {}, passkeys.answer(typed["answer"])
        _use(request, check_passkey(account, state, answer, now, purpose=PURPOSE))
    else:
        if way == "voice" and check_call(begun.challenge, now, purpose=PURPOSE) is None:
            raise refuse("invalid", "not-answered", NOT_ANSWERED)
        if way != "voice":
            check_code(begun.challenge, typed["code"], now, purpose=PURPOSE)
        perform(ProveCode, ProveCodeInput(begun.challenge, PURPOSE), request.actor, now)


def _use(request: Request, proof: Proof) -> None:
    perform(ProveFactor, ProveFactorInput(proof), request.actor, request.now)


def _back(request: Request, begun: Proving) -> HttpResponse:
    """The proof is fresh for a while: on to what it was asked for."""
    PROVING.forget(request.session)
    PROOF.keep(request.session, FreshProof(begun.way), request.now)
    return redirect(begun.next or "security")
