"""Setting up the factor itself: telephone, authenticator app, passkey."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse

from precert.conduct.refusal import Refusal
from precert.people import policy
from precert.people.actions.add_factor import AddFactorInput
from precert.people.actions.prove_code import ProveCode, ProveCodeInput
from precert.people.actions.start_code import start_again, start_code
from precert.people.checks.code import check_call, check_code
from precert.people.factors import app as apps
from precert.people.factors import passkeys, phones
from precert.people.queries import names_beside
from precert.people.queries.enrolment import credentials_of
from precert.web.account.forms import NOT_ANSWERED, CodeForm
from precert.web.enrol.flow import Walk
from precert.web.enrol.forms import AnswerForm, FirstCodeForm, PasskeyForm, PhoneForm

WRONG_APP = (
    "That is not the code your app shows now. Check that your phone's clock is right, wait for"
    " the next code and enter its 6 digits."
)
WRONG_PASSKEY = "Passkey not accepted. Try again, or choose another way."


def phone(walk: Walk) -> HttpResponse:
    """The number, and a code or a call to it."""
    form = PhoneForm(walk.posted, initial={"phone": phones.spelled(walk.draft.phone)})
    if form.is_valid():
        to, channel = form.cleaned_data["phone"], _channel(form.cleaned_data["channel"])
        try:
            challenge = start_code(
                walk.account, walk.request.now, purpose=walk.purpose, channel=channel, to=to
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            walk.keep(phone=to, channel=channel, phone_code=challenge, factor=None, codes=())
            return walk.on()
    return walk.page("phone", form=form)


def phone_code(walk: Walk) -> HttpResponse:
    """The code from the text message, or the call that is to be answered; another one by either
    way.
    """
    request, draft = walk.request, walk.draft
    form: CodeForm | AnswerForm = (CodeForm if draft.channel == "sms" else AnswerForm)(walk.posted)
    shown: dict[str, Any] = {
        "form": form,
        "to": phones.spelled(draft.phone),
        "channel": draft.channel,
    }
    try:
        if "resend" in request.POST:
            channel = _channel(request.POST["resend"])
            walk.keep(
                phone_code=start_again(draft.phone_code, request.now, channel=channel),
                channel=channel,
            )
            return walk.on("?sent=1")
        if draft.channel == "voice":
            return _call(walk, shown)
        if form.is_valid():
            check_code(
                draft.phone_code, form.cleaned_data["code"], request.now, purpose=walk.purpose
            )
            return _phone_proved(walk)
    except Refusal as refusal:
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"state": "over"})
        return walk.page("code", **shown, refused=str(refusal))
    return walk.page("code", **shown)


def _call(walk: Walk, shown: dict[str, Any]) -> HttpResponse:
    """How the call stands; a POST goes on once it was answered with #."""
    answered = check_call(walk.draft.phone_code, walk.request.now, purpose=walk.purpose) is not None
    if walk.request.method == "POST" and answered:
        return _phone_proved(walk)
    if "application/json" in walk.request.headers.get("Accept", ""):
        return JsonResponse({"state": "answered" if answered else "waiting"})
    return walk.page("code", **shown, refused=NOT_ANSWERED if walk.request.method == "POST" else "")


def _phone_proved(walk: Walk) -> HttpResponse:
    challenge, method = walk.draft.phone_code, walk.draft.channel
    walk.prove(ProveCode, ProveCodeInput(challenge, walk.purpose))
    return walk.complete(AddFactorInput("phone", challenge_id=challenge, method=method))


def app(walk: Walk) -> HttpResponse:
    """The key as a QR code and as text, and the app's first code. The key stays the same until it
    is proved.
    """
    if not walk.draft.app_key:
        walk.keep(app_key=apps.new_secret())
    secret, form = walk.draft.app_key, FirstCodeForm(walk.posted)
    if form.is_valid():
        step = apps.step_of(secret, form.cleaned_data["code"], walk.request.now)
        if step is not None:
            return walk.complete(
                AddFactorInput("app", secret=apps.seal(secret, walk.account.pk), step=step)
            )
        form.add_error("code", WRONG_APP)
    return walk.page(
        "app",
        form=form,
        key=apps.spoken(secret),
        qr=apps.qr(apps.uri(secret, walk.account.username)),
    )


def passkey(walk: Walk) -> HttpResponse:
    """What the browser is asked, and the passkey that it made, with its name. Each question takes
    one answer.
    """
    form = PasskeyForm(walk.posted, walk.today, names_beside(walk.account.pk))
    if form.is_valid():
        asked = walk.draft.passkey
        walk.keep(passkey=None)
        try:
            made = passkeys.finish_adding(asked or {}, passkeys.answer(form.cleaned_data["answer"]))
        except passkeys.PasskeyError:
            form.add_error(None, WRONG_PASSKEY)
        else:
            return walk.complete(
                AddFactorInput("passkey", passkey=made, label=form.cleaned_data["name"])
            )
    there = credentials_of(walk.account.pk)
    options, asked = passkeys.begin_adding(
        walk.account.pk, walk.account.username, walk.account.full_name, there
    )
    walk.keep(passkey=asked)
    return walk.page("passkey", form=form, options=json.dumps(options))


def _channel(typed: str) -> policy.Channel:
    return "voice" if typed == "voice" else "sms"
