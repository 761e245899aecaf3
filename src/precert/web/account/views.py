"""The two doors, the mailed code, Logout, and what is left of the session's time."""

from typing import Literal, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from precert.conduct.actor import Actor
from precert.conduct.refusal import Refusal
from precert.contracts.queries import all_current
from precert.people import policy
from precert.people.acting import Account
from precert.people.actions.check_password import check_password
from precert.people.actions.sign_in import Shown, sign_in
from precert.people.actions.start_code import start_again, start_code
from precert.people.actions.verify_code import check_code
from precert.people.queries import actor_for
from precert.people.roles import menu
from precert.web import session
from precert.web.account import pending
from precert.web.account.forms import CodeForm, SignInForm
from precert.web.door import Request, address_of, background, public, signed_in

ENDED = {
    "idle": "You were signed out because nothing was typed or clicked for a while. What was saved is there when you sign in again.",
    "limit": "You were signed out: a session lasts twelve hours at most. What was saved is there when you sign in again.",
    "asked": "You are signed out.",
    "elsewhere": "You were signed out: the session was ended from elsewhere, or the account can't be used now.",
    "late": "Signing in took too long. Please start again.",
}
DOORS = ("staff", "provider")


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: Request) -> HttpResponse:
    """The two doors. Whatever is wrong, the answer is the same."""
    if hasattr(request, "account") and request.method == "GET":
        return redirect(_landing(request.actor))
    wanted = pending.safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    door = request.POST.get("door", "")
    form = SignInForm(request.POST if door in DOORS else None, auto_id=f"{door}-%s")
    if door in DOORS and form.is_valid() and _password_is_right(request, form, wanted):
        return redirect("login_code")
    forms = {one: form if one == door else SignInForm(auto_id=f"{one}-%s") for one in DOORS}
    message = ENDED.get(request.GET.get("ended", ""), "")
    page = {"staff": forms["staff"], "provider": forms["provider"], "form": form, "next": wanted, "message": message}
    return render(request, "account/login.html", page, status=200)


def _password_is_right(request: Request, form: SignInForm, wanted: str) -> bool:
    """Look at the password; if it is right, have a code mailed and remember the sign-in under way."""
    door = cast("Literal['staff', 'provider']", request.POST["door"])
    data = form.cleaned_data
    try:
        account = check_password(data["username"], data["password"], request.now, door=door, address=address_of(request))
        challenge = start_code(account, request.now, purpose="sign-in", channel="email", to=account.proven_email)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    pending.keep(request, pending.Pending(challenge, request.now.timestamp(), wanted))
    return True


@public
@require_http_methods(["GET", "POST"])
def login_code(request: Request) -> HttpResponse:
    """The code from the e-mail, or a new one."""
    under_way = pending.current(request, request.now)
    if under_way is None:
        return redirect(f"{reverse('login')}?ended=late" if pending.KEY in request.session else reverse("login"))
    if request.method == "POST" and "resend" in request.POST:
        return _resend(request, under_way)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            account, key = _prove(request, under_way.challenge, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            provider_id = session.sign_in(request, account, key, request.now)
            return _enter(actor_for(account, provider_id, request.now), under_way.next)
    return render(request, "account/code.html", {"form": form, "sent": "sent" in request.GET, "minutes": policy.CODE.life.seconds // 60})


def _prove(request: Request, challenge_id: int, typed: str) -> tuple[Account, str]:
    """The account whose code it is, and the key of its new session."""
    challenge = check_code(challenge_id, typed, request.now, purpose="sign-in", address=address_of(request))
    account = cast("Account", challenge.account)  # a decoy's code is never right
    agent = request.headers.get("User-Agent", "")
    return account, sign_in(account, Shown("email", challenge_id, address_of(request), agent), request.now)


def _resend(request: Request, under_way: pending.Pending) -> HttpResponse:
    try:
        challenge = start_again(under_way.challenge, request.now)
    except Refusal as refusal:
        form = CodeForm({})
        form.errors.clear()
        form.add_error(None, str(refusal))
        return render(request, "account/code.html", {"form": form, "sent": False, "minutes": policy.CODE.life.seconds // 60})
    pending.keep(request, pending.Pending(challenge, request.now.timestamp(), under_way.next))
    return redirect(f"{reverse('login_code')}?sent=1")


def _enter(actor: Actor, wanted: str) -> HttpResponseRedirect:
    """To the page asked for; those who must choose whom to act for do that first."""
    if not actor.is_staff and actor.provider_id is None:
        return HttpResponseRedirect(reverse("context"))
    return HttpResponseRedirect(wanted or _landing(actor))


def _landing(actor: Actor) -> str:
    """The first page of the actor's menu."""
    for item in menu(actor.permissions, "staff" if actor.is_staff else "provider"):
        try:
            return reverse(item.route)
        except NoReverseMatch:
            continue  # this installation has no such page
    return reverse("context")


@signed_in
@require_POST
def logout(request: Request) -> HttpResponse:
    """End the session."""
    session.end(request, request.account, request.session_id, "asked", request.now)
    return redirect(f"{reverse('login')}?ended=asked")


@signed_in
@background("GET")
@require_http_methods(["GET", "POST"])
def session_idle(request: Request) -> JsonResponse:
    """Seconds until the countdown and until the end. GET asks (other tabs may have had input); POST is Continue."""
    stands = session.idle(request.session, request.seat.idle, request.now)
    left = {"warns_in": stands.warns_at - request.now, "ends_in": stands.ends_at - request.now}
    return JsonResponse({"state": stands.state} | {name: max(0, int(span.total_seconds())) for name, span in left.items()})


@public
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What somebody needs who wants an account, and whom to call: each contract's support."""
    contacts = [(one.pack.name, one.pack.support) for one in all_current()]
    return render(request, "account/register.html", {"contacts": contacts})


@public
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")
