"""Security, in the profile: one's own second factors and recovery codes."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from precert.people.actions.make_recovery_codes import (
    MakeRecoveryCodes,
    MakeRecoveryCodesInput,
    hashes_of,
)
from precert.people.actions.name_factor import NameFactor, NameFactorInput
from precert.people.actions.remove_factor import RemoveFactor, RemoveFactorInput
from precert.people.factors.recovery import new_codes
from precert.people.queries import accepted_kinds, factors_of, recovery_codes_left
from precert.web.door import Request, run, signed_in
from precert.web.enrol import draft as drafts
from precert.web.enrol import proof
from precert.web.enrol.forms import FactorForm, NameForm
from precert.web.enrol.recovery_codes import shown_codes
from precert.web.error_pages import not_found
from precert.web.zone import zone

DONE = {
    "added": "Second factor added.",
    "removed": "Second factor removed.",
    "named": "Name changed.",
    "codes": "Your new recovery codes are active. Earlier codes no longer work.",
}


@signed_in
@require_safe
def security(request: Request) -> HttpResponse:
    """The list of factors, and what can be done."""
    cards, accepted = factors_of(request.account.pk), accepted_kinds(request.account)
    page = {
        "cards": [(card, card.kind in accepted) for card in cards],
        "removable": len(cards) > 1,
        "left": recovery_codes_left(request.account.pk),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "zone": zone(request),
    }
    return render(request, "enrol/security.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
@proof.proved
def name(request: Request, factor: int) -> HttpResponse:
    """The name of one of one's passkeys."""
    card = next(
        (one for one in factors_of(request.account.pk) if one.id == factor and one.can_be_named),
        None,
    )
    if card is None:
        raise Http404
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": card.label}
    )
    if form.is_valid():
        done = run(request, NameFactor, NameFactorInput(factor, form.cleaned_data["name"]))
        if done.done:
            return redirect(f"{reverse('security')}?done=named")
        for finding in done.findings:
            form.add_error(finding.path, finding.text)
    return render(request, "enrol/name.html", {"card": card, "form": form, "zone": zone(request)})


@signed_in
@require_POST
@proof.proved
def remove(request: Request) -> HttpResponse:
    """Give a factor up; the page has asked before."""
    form = FactorForm(request.POST)
    if not form.is_valid():
        return not_found(request)
    done = run(request, RemoveFactor, RemoveFactorInput(form.cleaned_data["factor"]))
    if done.refusal:
        return render(
            request,
            "enrol/refused.html",
            {"base": "base.html", "text": str(done.refusal), "back": reverse("security")},
        )
    return redirect(f"{reverse('security')}?done=removed")


@signed_in
@require_http_methods(["GET", "POST"])
@proof.proved
def codes(request: Request) -> HttpResponse:
    """A new set of recovery codes, shown until it is kept; the old one works until then."""
    draft = drafts.kept(request, request.account.pk)
    if "make" in request.POST:
        drafts.keep(request.session, replace(draft, codes=tuple(new_codes())), request.now)
        return redirect("security_codes")
    if not draft.codes:
        return redirect("security")
    if request.POST.get("kept") != "true":
        shown = {"base": "base.html", "finishing": False}
        return render(
            request,
            "enrol/recovery.html",
            shown | shown_codes(request, draft.codes, request.account),
        )
    run(request, MakeRecoveryCodes, MakeRecoveryCodesInput(hashes_of(list(draft.codes))))
    drafts.forget(request.session)
    return redirect(f"{reverse('security')}?done=codes")
