"""After the password: choosing a second factor, and the page of each. A GET never signs anybody in."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Refusal
from precert.contracts.queries import all_current
from precert.people import policy
from precert.people.actions.start_code import start_again
from precert.people.checks.code import check_call, check_code
from precert.people.checks.factor import check_app, check_passkey, check_recovery, start_passkey
from precert.people.factors import passkeys
from precert.people.proofs import Proof
from precert.people.queries import recovery_codes_left
from precert.transports.queries import telephone_state
from precert.web.account import factor_choices, pending
from precert.web.account.arrival import enter
from precert.web.account.forms import NOT_ANSWERED, AppForm, CodeForm, NoFieldsForm, RecoveryForm
from precert.web.account.pending import UnderWay, step
from precert.web.door import Request, public, signed_in

SIGN_IN: policy.Purpose = "sign-in"
MINUTES = policy.CODE.life.seconds // 60


@public
@require_http_methods(["GET", "POST"])
@step
def login_factor(request: Request, under_way: UnderWay) -> HttpResponse:
    """The factors to choose from; without any, whom to ask."""
    form = NoFieldsForm(_posted(request))
    if request.method == "POST":
        try:
            if begun := factor_choices.start(request, under_way, request.POST.get("choice", "")):
                return begun
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    choices = factor_choices.choices(under_way.account)
    contacts = [] if choices else [(one.pack.name, one.pack.support) for one in all_current()]
    return _page(request, under_way, "factor", form, choices=choices, contacts=contacts)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@step
def login_code(request: Request, under_way: UnderWay) -> HttpResponse:
    """The code that was mailed or texted, or a new one."""
    if under_way.pending.way not in {"email", "sms"}:
        return redirect("login_factor")
    if "resend" in request.POST:
        return _again(request, under_way, "code", CodeForm)
    form = CodeForm(_posted(request))
    if form.is_valid():
        try:
            challenge = under_way.pending.challenge
            check_code(challenge, form.cleaned_data["code"], request.now, purpose=SIGN_IN)
            return _enter(request, under_way, Proof(under_way.pending.way, challenge))  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error("code", str(refusal))
    return _page(request, under_way, "code", form)


@public
@require_http_methods(["GET", "POST"])
@step
def login_call(request: Request, under_way: UnderWay) -> HttpResponse:
    """The call under way. The page asks how it stands, and goes on by itself once # was pressed; or
    its button does.
    """
    if under_way.pending.way != "voice":
        return redirect("login_factor")
    if "resend" in request.POST:
        return _again(request, under_way, "call", NoFieldsForm)
    form = NoFieldsForm(_posted(request))
    challenge, state = under_way.pending.challenge, "waiting"
    try:
        if check_call(challenge, request.now, purpose=SIGN_IN):
            state = "answered"
            if request.method == "POST":
                return _enter(request, under_way, Proof("voice", challenge))
        elif request.method == "POST":
            form.add_error(None, NOT_ANSWERED)
    except Refusal as refusal:
        state = "over"
        form.add_error(None, str(refusal)) if form.is_bound else None
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"state": state, "said": _said(under_way)})
    return _page(request, under_way, "call", form, state=state)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@step
def login_app(request: Request, under_way: UnderWay) -> HttpResponse:
    """The code that the authenticator app shows."""
    if not _has(under_way, "app"):
        return redirect("login_factor")
    return _typed(request, under_way, "app", AppForm(_posted(request)), check_app)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@step
def login_recovery(request: Request, under_way: UnderWay) -> HttpResponse:
    """One of the recovery codes."""
    if not recovery_codes_left(under_way.account.pk):
        return redirect("login_factor")
    return _typed(request, under_way, "recovery", RecoveryForm(_posted(request)), check_recovery)


def _typed(
    request: Request,
    under_way: UnderWay,
    page: str,
    form: NoFieldsForm,
    check: Callable[..., Proof],
) -> HttpResponse:
    """The page on which a code that wasn't sent is typed; the right one leads in."""
    if form.is_valid():
        try:
            typed = form.cleaned_data["code"]
            proof = check(under_way.account, typed, request.now, purpose=SIGN_IN)
            return _enter(request, under_way, proof)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
    return _page(request, under_way, page, form)


@public
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "POST"])
@step
def login_passkey(request: Request, under_way: UnderWay) -> HttpResponse:
    """What the browser asks the passkey, and its answer. Each page asks anew, and each question
    takes one answer.
    """
    if not _has(under_way, "passkey"):
        return redirect("login_factor")
    form = NoFieldsForm(_posted(request))
    if request.method == "POST":
        state, answer = (
            under_way.pending.passkey or {},
            passkeys.answer(request.POST.get("answer", "")),
        )
        pending.change(request, passkey=None)
        try:
            proof = check_passkey(under_way.account, state, answer, request.now, purpose=SIGN_IN)
            return _enter(request, under_way, proof)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    options, state = start_passkey(under_way.account)
    pending.change(request, passkey=state)
    return _page(request, under_way, "passkey", form, options=json.dumps(options))


@signed_in
@require_http_methods(["GET"])
def recovery_left(request: Request) -> HttpResponse:
    """How many recovery codes are left, after signing in with one."""
    wanted = pending.safe_next(request, request.GET.get("next", "")) or reverse("context")
    return render(
        request,
        "account/recovery_left.html",
        {"left": recovery_codes_left(request.account.pk), "next": wanted},
    )


def _again(
    request: Request, under_way: UnderWay, page: str, form: type[NoFieldsForm]
) -> HttpResponse:
    """Send a new code, or call again, by the same way."""
    try:
        challenge = start_again(under_way.pending.challenge, request.now)
    except Refusal as refusal:
        empty = form({})
        empty.errors.clear()
        empty.add_error(None, str(refusal))
        return _page(request, under_way, page, empty, state="waiting")
    pending.change(request, challenge=challenge)
    return redirect(f"{reverse(f'login_{page}')}?sent=1")


def _enter(request: Request, under_way: UnderWay, proof: Proof) -> HttpResponse:
    return enter(request, under_way.account, proof, under_way.pending.next)


def _page(
    request: Request, under_way: UnderWay, name: str, form: NoFieldsForm, **more: Any
) -> HttpResponse:
    """A step's page; one wrong try too many has locked the account by now: then it says so."""
    under_way.account.refresh_from_db(fields=["locked_at"])
    if under_way.account.locked_at is not None:
        pending.forget(request)
        return redirect(f"{reverse('login')}?ended=stopped")
    shown = {
        "form": form,
        "way": under_way.pending.way,
        "to": under_way.pending.shown,
        "sent": "sent" in request.GET,
        "said": _said(under_way),
        "minutes": MINUTES,
        "several": name != "factor" and not factor_choices.only(under_way.account),
        "recovery": name != "recovery" and recovery_codes_left(under_way.account.pk) > 0,
    }
    return render(request, f"account/{name}.html", shown | more)


def _has(under_way: UnderWay, kind: str) -> bool:
    return any(choice.card.kind == kind for choice in factor_choices.choices(under_way.account))


def _said(under_way: UnderWay) -> str:
    """What the telephone service tells of the message or call; empty while nothing."""
    told = (
        telephone_state(under_way.pending.challenge)
        if under_way.pending.way in {"sms", "voice"}
        else None
    )
    return told.said if told else ""


def _posted(request: Request) -> QueryDict | None:
    """What was sent; nothing sent by POST is something, too."""
    return request.POST if request.method == "POST" else None
