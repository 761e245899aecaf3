"""The pages that both ways to a new password have in common."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from precert.conduct.refusal import Refusal
from precert.people import passwords, policy
from precert.people.actions.start_code import start_again
from precert.people.checks.code import hold_code
from precert.web.account.forms import CodeForm, NoFieldsForm
from precert.web.door import Request
from precert.web.passwords import progress
from precert.web.passwords.forms import NewPasswordForm
from precert.web.passwords.progress import Flow

PLACES = {  # of each way: its first page, the code's and the new password's, the frame around them
    "forgot-password": ("forgot_password", "forgot_code", "forgot_new", "base_public.html"),
    "change-password": (
        "change_password",
        "change_password_code",
        "change_password_new",
        "base.html",
    ),
}


def code_step(request: Request, flow: Flow, challenge: int, onward: str) -> HttpResponse:
    """The code from the email, or a new one; the right one is held, and leads to the route
    `onward`.
    """
    form = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if "resend" in request.POST:
            progress.keep(request, flow, start_again(challenge, request.now))
            return redirect(f"{reverse(PLACES[flow][1])}?sent=1")
        if form.is_valid():
            owner = hold_code(challenge, form.cleaned_data["code"], request.now, purpose=flow)
            progress.keep(request, flow, challenge, owner.pk)
            return redirect(onward)
    except Refusal as refusal:
        return code_page(request, flow, form, refusal)
    return code_page(request, flow, form)


def again(request: Request, flow: Flow) -> HttpResponse:
    """To the first page: nothing is under way (any more)."""
    late, first = progress.PROGRESS[flow].begun(request.session), reverse(PLACES[flow][0])
    progress.PROGRESS[flow].forget(request.session)
    return redirect(f"{first}?late=1" if late else first)


def code_page(
    request: Request, flow: Flow, form: CodeForm, refusal: Refusal | None = None
) -> HttpResponse:
    """The page that asks for the mailed code, with what was wrong."""
    shown: NoFieldsForm = form
    if refusal is not None and form.is_bound:
        form.add_error("code", str(refusal))
    elif refusal is not None:
        form = CodeForm()
        shown = NoFieldsForm({})
        shown.add_error(None, str(refusal))
    page = {
        "form": form,
        "wrong": shown,
        "sent": "sent" in request.GET,
        "minutes": policy.CODE.life.seconds // 60,
    }
    return render(request, "passwords/code.html", page | _places(flow))


def new_page(request: Request, flow: Flow, form: NewPasswordForm) -> HttpResponse:
    """The page that asks for the new password, with the rule."""
    return render(
        request,
        "passwords/new.html",
        {"form": form, "rule": form.rule, "words": passwords.rule_words(form.rule)} | _places(flow),
    )


def _places(flow: Flow) -> dict[str, str]:
    first, code, new, frame = PLACES[flow]
    return {"first": first, "code_place": code, "new_place": new, "frame": frame, "flow": flow}
