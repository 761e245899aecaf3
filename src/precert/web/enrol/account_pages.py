"""The first pages of a registration: kind of factor, email address, its code, password."""

from django.http import HttpResponse

from precert.conduct.refusal import Refusal
from precert.people import passwords
from precert.people.actions.add_factor import AddFactorInput
from precert.people.actions.prove_code import ProveCode, ProveCodeInput
from precert.people.actions.start_code import start_again, start_code
from precert.people.checks.code import check_code
from precert.people.queries.password_rules import own_names, password_rule
from precert.web.account.forms import CodeForm
from precert.web.enrol import draft as drafts
from precert.web.enrol.flow import Walk
from precert.web.enrol.forms import EmailForm, KindForm, PasswordForm

ABOUT = {
    "passkey": (
        "Recommended. Your device confirms it's you by fingerprint, face or PIN. A fake website"
        " cannot steal it."
    ),
    "app": "An app on your phone shows a new code every 30 seconds. It works offline.",
    "phone": (
        "We text you a code, or call you and ask you to press #. You need a 10-digit direct line"
        " without an extension."
    ),
    "email": (
        "We email you a code. Choose this only if you cannot use the others. Anyone who can read"
        " your email could sign in as you."
    ),
}


def first(walk: Walk) -> HttpResponse:
    """Where an opened link leads: the first page, or the one that is due of what was begun already."""
    return walk.on() if walk.draft.kind and walk.posted is None else kind(walk)


def kind(walk: Walk) -> HttpResponse:
    """Which second factor. Every kind needs a verified email address as well."""
    offered = walk.kinds
    form = KindForm(walk.posted, [(one, label) for one, label in offered])
    if form.is_valid():
        walk.draft = drafts.choose(walk.draft, form.cleaned_data["kind"])
        walk.keep()
        return _email_needs_no_more(walk) or walk.on()
    choices = [(one, label, ABOUT[one]) for one, label in offered]
    chosen = walk.draft.kind or (offered[0][0] if len(offered) == 1 else "")
    return walk.page("kind", form=form, choices=choices, chosen=chosen)


def email(walk: Walk) -> HttpResponse:
    """The address, and a code to it."""
    form = EmailForm(walk.posted, initial={"email": walk.draft.email or walk.account.email})
    if form.is_valid():
        to = form.cleaned_data["email"]
        try:
            challenge = start_code(
                walk.account, walk.request.now, purpose=walk.purpose, channel="email", to=to
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            walk.keep(email=to, email_code=challenge, email_proved=0)
            return walk.on()
    return walk.page("email", form=form)


def email_code(walk: Walk) -> HttpResponse:
    """The code from the email, or a new one."""
    request, form = walk.request, CodeForm(walk.posted)
    try:
        if "resend" in request.POST:
            form = CodeForm()
            walk.keep(email_code=start_again(walk.draft.email_code, request.now))
            return walk.on("?sent=1")
        if form.is_valid():
            challenge = check_code(
                walk.draft.email_code, form.cleaned_data["code"], request.now, purpose=walk.purpose
            )
            walk.prove(ProveCode, ProveCodeInput(challenge.pk, walk.purpose))
            walk.keep(email_code=0, email_proved=challenge.pk, email=challenge.to)
            return _email_needs_no_more(walk) or walk.on()
    except Refusal as refusal:
        return walk.page(
            "code", form=form, to=walk.draft.email, channel="email", refused=str(refusal)
        )
    return walk.page("code", form=form, to=walk.draft.email, channel="email")


def password(walk: Walk) -> HttpResponse:
    """The password, twice; open only now that the address is proved."""
    rule = password_rule(walk.account)
    form = PasswordForm(walk.posted)
    if form.is_valid():
        typed = form.cleaned_data["password"]
        found = passwords.problems(
            typed, rule, username=walk.account.username, names=own_names(walk.account)
        )
        if not found:
            walk.keep(password=passwords.hashed(typed))
            return _email_needs_no_more(walk) or walk.on()
        for problem in found:
            form.add_error("password", problem)
    return walk.page("password", form=form, rule=rule, words=passwords.rule_words(rule))


def _email_needs_no_more(walk: Walk) -> HttpResponse | None:
    """A code by email is set up by the verified address alone."""
    if walk.draft.kind != "email" or walk.draft.factor or not walk.draft.ready:
        return None
    return walk.complete(AddFactorInput("email"))
