"""Change Password, from the profile menu: email address, mailed code, Continue, the new password
twice, Home.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Refusal
from precert.people import passwords
from precert.people.actions.set_password import SetPassword, SetPasswordInput
from precert.people.actions.start_code import start_code
from precert.web.door import Request, run, signed_in
from precert.web.passwords import progress
from precert.web.passwords.forms import NewPasswordForm, ResetAddressForm
from precert.web.passwords.pages import again, code_step, new_page

FLOW: progress.Flow = "change-password"
NOT_YOURS = "This is not the email address of your account."


@signed_in
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    """One's own email address, to which the code is sent."""
    owner = request.account
    own = {one.casefold() for one in (owner.email, owner.proven_email) if one}
    form = ResetAddressForm(
        request.POST if request.method == "POST" and owner.proven_email else None
    )
    if form.is_valid() and form.cleaned_data["email"].strip().casefold() not in own:
        form.add_error("email", NOT_YOURS)
    if form.is_valid():
        try:
            challenge = start_code(
                owner, request.now, purpose=FLOW, channel="email", to=owner.proven_email
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            progress.keep(request, FLOW, challenge)
            return redirect("change_password_code")
    has_one = owner.has_usable_password() and bool(owner.proven_email)
    return render(
        request,
        "passwords/change.html",
        {"form": form, "late": "late" in request.GET, "has_one": has_one},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_password_code(request: Request) -> HttpResponse:
    """The code from the email, or a new one; once it was right, Continue."""
    found = progress.current(request, FLOW)
    if found is None:
        return again(request, FLOW)
    if found.account is not None:
        return render(request, "passwords/verified.html")
    return code_step(request, FLOW, found.challenge, "change_password_code")


@signed_in
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def change_password_new(request: Request) -> HttpResponse:
    """The new password twice. The other sessions end; this one goes on under a new id."""
    found = progress.current(request, FLOW)
    if found is None or found.account != request.account.pk:
        return again(request, FLOW) if found is None else redirect("change_password_code")
    form = NewPasswordForm(request.POST if request.method == "POST" else None, request.account)
    if form.is_valid():
        hashed = passwords.hashed(form.cleaned_data["password"])
        done = run(
            request,
            SetPassword,
            SetPasswordInput(found.challenge, FLOW, hashed, request.session_id),
        )
        if done.done:
            progress.PROGRESS[FLOW].forget(request.session)
            request.session.cycle_key()
            return redirect("home")
        form.add_error(None, " ".join(one.text for one in done.findings))
    return new_page(request, FLOW, form)
