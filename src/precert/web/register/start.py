"""Registering: NPI and registration code, then username and contact information; the mailed link
goes on from there.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from precert.conduct.refusal import Refusal
from precert.contracts.queries import all_current, current
from precert.contracts.schema import Pack
from precert.people import contact as rules
from precert.people.actions.correct_address import correct_address
from precert.people.actions.register import OWNED, RegisterInput, register, taken, username_is_free
from precert.people.checks.pair import check_pair
from precert.people.queries import owned, type_shown
from precert.registry import providers
from precert.registry.providers import ProviderCard
from precert.web.door import Request, address_of, public
from precert.web.register import newcomer
from precert.web.register.forms import ContactForm, OtherAddressForm, PairForm
from precert.web.register.newcomer import Newcomer
from precert.web.session_state import SessionState

LATE = {  # by the page that was open too long
    "contact": "More than an hour has passed since you entered the NPI and code. Enter them again.",
    "address": (
        "The link we emailed no longer works, so the address cannot be corrected. Start again"
        " with the same NPI, code and username."
    ),
}


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def pair(request: Request) -> HttpResponse:
    """NPI and code. Whatever is wrong with them, the answer is the same."""
    packs = {one.pack.id: one.pack for one in all_current()}
    asked = request.POST.get("contract", "") or request.GET.get("contract", "")
    pack = packs.get(asked) or next(iter(packs.values()), None)
    form = PairForm(request.POST or None, list(packs.values()), pack)
    if (
        request.method == "POST"
        and pack is not None
        and form.is_valid()
        and _is_right(request, form, pack)
    ):
        return redirect("register_contact")
    page = {
        "form": form,
        "pack": pack,
        "packs": list(packs.values()),
        "try_it": settings.DEMO_NEWCOMER,
    }
    late = LATE.get(request.GET.get("over", ""), "")
    return render(
        request,
        "register/pair.html",
        page | {"late": late, "kept": newcomer.typed_before(request)},
    )


def _is_right(request: Request, form: PairForm, pack: Pack) -> bool:
    data = form.cleaned_data
    try:
        matches = check_pair(
            pack.id, data["npi"], data["code"], request.now, address=address_of(request)
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    newcomer.begin(request, pack.id, matches)
    return True


@public
@require_http_methods(["GET", "POST"])
def contact(request: Request) -> HttpResponse:
    """The provider that was found, to be confirmed; username and contact information."""
    known = newcomer.NEWCOMER.find(request.session, request.now)
    if known is None:
        return _too_late(
            request, "contact", newcomer.NEWCOMER, ["username", "email_again", *rules.FIELDS]
        )
    cards = sorted(
        providers.many(known.codes).values(), key=lambda one: (one.name.casefold(), one.id)
    )
    free = [one for one in cards if one.id not in owned(known.codes)]
    choices = [(one.id, _line(one)) for one in free]
    form = (
        ContactForm(request.POST or None, choices, newcomer.typed_before(request)) if free else None
    )
    if request.method == "POST" and form is not None and _is_registered(request, form, known):
        return redirect("register_sent")
    page = {
        "form": form,
        "cards": [(one, type_shown(one)) for one in cards],
        "pack": current(known.contract).pack,
        "owned": OWNED,
    }
    return render(request, "register/contact.html", page)


def _is_registered(request: Request, form: ContactForm, known: Newcomer) -> bool:
    """Ask for the account; everything that is wrong stands on the form, a taken username too."""
    form.full_clean()
    data = form.cleaned_data
    provider_id = data.get("provider") or next(iter(known.codes))
    try:
        if "username" in data and not username_is_free(provider_id, data["username"], request.now):
            raise Refusal("invalid", [taken()])
        if form.errors:
            return False
        values = {name: data[name] for name in rules.FIELDS}
        asked = register(
            RegisterInput(
                known.contract, provider_id, known.codes[provider_id], data["username"], values
            ),
            request.now,
        )
    except Refusal as refusal:
        for finding in refusal.findings:
            form.add_error(finding.path if finding.path in form.fields else None, finding.text)
        return False
    newcomer.done(request, asked, data["email"])
    return True


def _too_late(
    request: Request, page: str, state: SessionState[Any], names: list[str]
) -> HttpResponse:
    """Back to the first page, which says why when something was open here; what was typed is there
    again later.
    """
    if not state.begun(request.session):
        return redirect("register")
    if request.method == "POST":
        newcomer.set_aside(request, names)
    return redirect(f"{reverse('register')}?over={page}")


def _line(one: ProviderCard) -> str:
    return f"{one.name}, {type_shown(one)}, {one.address}"


@public
@require_safe
def sent(request: Request) -> HttpResponse:
    """A link is on its way: to a newcomer, or to who asked for it again. Says the same to everybody
    but who registered in this browser.
    """
    known, again = newcomer.MAILED.find(request.session, request.now), "again" in request.GET
    return render(
        request,
        "register/sent.html",
        {"again": again, "mailed": known, "minutes": settings.REGISTRATION_MINUTES},
    )


@public
@require_http_methods(["GET", "POST"])
def address(request: Request) -> HttpResponse:
    """The right email address, for who has just registered in this browser. What is shown is what
    was typed here, nothing that is kept.
    """
    known = newcomer.MAILED.find(request.session, request.now)
    if known is None:
        return _too_late(request, "address", newcomer.MAILED, ["email", "email_again"])
    form = OtherAddressForm(
        request.POST if request.method == "POST" else None, initial={"email": known.email}
    )
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            correct_address(known.account, email, request.now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            newcomer.done(request, known.account, email)
            return redirect("register_sent")
    return render(
        request, "register/address.html", {"form": form, "minutes": settings.REGISTRATION_MINUTES}
    )
