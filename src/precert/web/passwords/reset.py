"""Forgot password: name yourself, type the mailed code, choose a new password. Nobody is signed in
by it.

For a name that nobody has, or that can't be used, every page is the same; only the code never
comes, and none is right.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people import passwords
from precert.people.actions.set_password import SetPassword, SetPasswordInput
from precert.people.actors import as_account
from precert.people.checks.forgotten import start_forgotten
from precert.people.queries import account
from precert.web.account.views import doors
from precert.web.door import Request, public
from precert.web.passwords import progress
from precert.web.passwords.forms import ForgotForm, NewPasswordForm
from precert.web.passwords.pages import again, code_step, new_page

FLOW: progress.Flow = "forgot-password"


@public
@require_http_methods(["GET", "POST"])
def forgot(request: Request) -> HttpResponse:
    """Username and email address; whatever they are, the next page asks for the code."""
    form = ForgotForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            typed = form.cleaned_data
            challenge = start_forgotten(
                typed["username"], typed["email"], request.now, staff="staff" in doors()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            progress.keep(request, FLOW, challenge)
            return redirect("forgot_code")
    return render(request, "passwords/forgot.html", {"form": form, "late": "late" in request.GET})


@public
@require_http_methods(["GET", "POST"])
def forgot_code(request: Request) -> HttpResponse:
    """The code from the email, or a new one."""
    found = progress.current(request, FLOW)
    if found is None:
        return again(request, FLOW)
    if found.account is not None:
        return redirect("forgot_new")
    return code_step(request, FLOW, found.challenge, "forgot_new")


@public
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def forgot_new(request: Request) -> HttpResponse:
    """The new password twice; then sign in with it."""
    found = progress.current(request, FLOW)
    if found is None:
        return again(request, FLOW)
    if found.account is None:
        return redirect("forgot_code")
    owner = account(found.account)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, owner)
    if form.is_valid():
        hashed = passwords.hashed(form.cleaned_data["password"])
        try:
            perform(
                SetPassword,
                SetPasswordInput(found.challenge, FLOW, hashed),
                as_account(owner),
                request.now,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.flush()
            return redirect(f"{reverse('login')}?ended=password")
    return new_page(request, FLOW, form)
