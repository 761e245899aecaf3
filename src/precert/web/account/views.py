"""The two doors, Logout, and what is left of the session's time."""

from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from precert.conduct.refusal import Refusal
from precert.contracts.queries import all_current
from precert.gate import session
from precert.people.checks.password import check_password
from precert.web.account import factor_choices, pending
from precert.web.account.arrival import landing
from precert.web.account.forms import SignInForm
from precert.web.door import Request, background, before_terms, public, signed_in

ENDED = {
    "idle": (
        "You were signed out because there was no activity. Your work is saved. Sign in again to"
        " continue."
    ),
    "limit": (
        "You were signed out because a session can last at most twelve hours. Your work is saved."
        " Sign in again to continue."
    ),
    "asked": "You are signed out.",
    "password": "Your password has been changed. Sign in with the new one.",  # nosec B105 - a sentence
    "elsewhere": (
        "You were signed out because the session was ended somewhere else or the account can no"
        " longer be used."
    ),
    "late": "Signing in took too long or was started somewhere else. Please start again.",
    "stopped": (
        "You are not signed in because the account cannot be used now. Too many failed attempts lock"
        " an account. Ask your administrator or support to unlock it."
    ),
}


def doors() -> tuple[str, ...]:
    """The doors that take a password: staff have none where they come in by single sign-on only."""
    return (
        ("staff", "provider") if not settings.OIDC_ISSUER or settings.OIDC_LOCAL else ("provider",)
    )


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: Request) -> HttpResponse:
    """The two doors. Whatever is wrong, the answer is the same."""
    if hasattr(request, "account") and request.method != "POST":
        return redirect(landing(request.actor))
    wanted = pending.safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    door = request.POST.get("door", "")
    form = SignInForm(request.POST if door in doors() else None, auto_id=f"{door}-%s")
    if form.is_valid() and (begun := _begin(request, form, wanted)):
        return begun
    forms = {
        one: form if one == door else SignInForm(auto_id=f"{one}-%s")
        for one in ("staff", "provider")
    }
    message = ENDED.get(request.GET.get("ended", ""), "")
    ways_in = {"sso": bool(settings.OIDC_ISSUER), "local": "staff" in doors()}
    page = (
        forms
        | ways_in
        | {
            "form": form,
            "next": wanted,
            "message": message,
            "packs": [one.pack for one in all_current()],
        }
    )
    return render(request, "account/login.html", page)


def _begin(request: Request, form: SignInForm, wanted: str) -> HttpResponse | None:
    """Look at the password; if it is right, go on with the second factor: the only one there is, or
    the choice of them.
    """
    door = cast("Literal['staff', 'provider']", request.POST["door"])
    data = form.cleaned_data
    try:
        account = check_password(data["username"], data["password"], request.now, door=door)
        under_way = pending.begin(request, account, wanted)
        return factor_choices.start(request, under_way, factor_choices.only(account)) or redirect(
            "login_factor"
        )
    except Refusal as refusal:
        pending.forget(request)
        form.add_error(None, str(refusal))
        return None


@signed_in
@before_terms
@require_POST
def logout(request: Request) -> HttpResponse:
    """End the session."""
    session.end(request, request.account, request.session_id, "asked", request.now)
    return redirect(f"{reverse('login')}?ended=asked")


@signed_in
@before_terms
@background("GET")
@require_http_methods(["GET", "POST"])
def session_idle(request: Request) -> JsonResponse:
    """Seconds until the countdown and until the end. GET asks (other tabs may have had input); POST
    is Continue.
    """
    stands = session.idle(request.session, request.seat.idle, request.now)
    left = {"warns_in": stands.warns_at - request.now, "ends_in": stands.ends_at - request.now}
    return JsonResponse(
        {"state": stands.state}
        | {name: max(0, int(span.total_seconds())) for name, span in left.items()}
    )


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")
