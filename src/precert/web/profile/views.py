"""Edit User Profile. A new email address is used once its owner has typed the code that was sent
there; until then the old one is.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Refusal
from precert.people import policy
from precert.people.actions.change_email import ChangeEmail, ChangeEmailInput
from precert.people.actions.edit_profile import OWN, EditProfile, EditProfileInput
from precert.people.actions.start_code import start_again, start_code
from precert.people.checks.code import check_code
from precert.people.checks.password import check_password
from precert.web.account.forms import NoFieldsForm
from precert.web.door import Request, run, signed_in
from precert.web.profile.forms import NewAddressForm, ProfileForm
from precert.web.profile.new_address import NEW_ADDRESS, WaitingAddress

NOT_YOURS = "That password is not correct."


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """The form; Save keeps everything but a new email address, for which a code is sent."""
    form = ProfileForm(request.POST if request.method == "POST" else None, request.account)
    if form.is_valid():
        done = run(
            request,
            EditProfile,
            EditProfileInput(
                {name: form.cleaned_data[name] for name in OWN}, form.cleaned_data["shortcuts"]
            ),
        )
        if (
            done.done
            and form.address.casefold()
            == (request.account.proven_email or request.account.email).casefold()
        ):
            return redirect(f"{reverse('profile')}?saved=1")
        for finding in done.findings:
            form.add_error(finding.path, finding.text)
        if done.done and _send(request, form):
            return redirect("profile_email")
    waiting = NEW_ADDRESS.find(request.session, request.now)
    shown = {
        "form": form,
        "saved": "saved" in request.GET,
        "waiting": waiting.address if waiting else "",
    }
    return render(request, "profile/edit.html", shown)


def _send(request: Request, form: ProfileForm) -> bool:
    """Have a code sent to the new address; False when too many were."""
    try:
        challenge = start_code(
            request.account, request.now, purpose="change-email", channel="email", to=form.address
        )
    except Refusal as refusal:
        form.add_error("email", f"Everything else is saved. {refusal}")
        return False
    NEW_ADDRESS.keep(request.session, WaitingAddress(challenge, form.address), request.now)
    return True


@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def profile_email(request: Request) -> HttpResponse:
    """The code that was sent to the new address; or a new one, or the old address after all."""
    waiting = NEW_ADDRESS.find(request.session, request.now)
    if waiting is None:
        return redirect("profile")
    if "discard" in request.POST:
        NEW_ADDRESS.forget(request.session)
        return redirect("profile")
    asks = request.account.has_usable_password()
    form, sent = (
        NewAddressForm(request.POST if "code" in request.POST else None, asks_password=asks),
        NoFieldsForm({}),
    )
    try:
        if "resend" in request.POST:
            again = WaitingAddress(start_again(waiting.challenge, request.now), waiting.address)
            NEW_ADDRESS.keep(request.session, again, request.now)
            return redirect(f"{reverse('profile_email')}?sent=1")
        if form.is_valid():
            _use(request, form, waiting.challenge)
            return redirect(f"{reverse('profile')}?saved=1")
    except Refusal as refusal:
        if not form.is_bound:
            sent.add_error(None, str(refusal))
        elif refusal.findings[0].code == "not-right":
            form.add_error("password", NOT_YOURS)
        else:
            form.add_error("code", str(refusal))
    shown = {
        "form": form,
        "wrong": form if form.is_bound else sent,
        "asks": asks,
        "address": waiting.address,
        "before": request.account.email,
    }
    return render(
        request,
        "profile/email.html",
        shown | {"sent": "sent" in request.GET, "minutes": policy.CODE.life.seconds // 60},
    )


def _use(request: Request, form: NewAddressForm, challenge: int) -> None:
    """Hold password and code against the account, and use the address. Raises Refusal; a lock of
    the account ends this session, too.
    """
    owner = request.account
    if "password" in form.cleaned_data:
        check_password(
            owner.username,
            form.cleaned_data["password"],
            request.now,
            door="staff" if owner.staff else "provider",
        )
    check_code(challenge, form.cleaned_data["code"], request.now, purpose="change-email")
    done = run(request, ChangeEmail, ChangeEmailInput(challenge))
    if done.refusal is not None:
        raise done.refusal
    NEW_ADDRESS.forget(request.session)
